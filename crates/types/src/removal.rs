//! What is removed for good: everything (`DELETE /api/user`), or one integration
//! (`DELETE /api/calendars/{integrationId}`).

use serde::{Deserialize, Serialize};

use crate::Secret;

/// What is sent along.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Default, Deserialize)]
pub struct RemoveEverything {
    /// The password, where one is set.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub password: Option<Secret<String>>,
}

/// What goes with an integration beside what came through it.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RemoveIntegration {
    /// What was sent of it, too; else that stays in the ledger.
    pub with_history: bool,
    /// Whether it is taken out of the backups; else the older ones hold it until they go, after seven
    /// days.
    pub with_backups: bool,
}

/// The answer once an integration is removed, where there is something to say; else there is none.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// What could not be done, and what to do about it, in one sentence each.
    pub notices: Vec<String>,
}
