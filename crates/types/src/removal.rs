//! `DELETE /api/user`: everything goes.

use serde::Deserialize;

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
