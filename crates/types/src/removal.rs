//! `DELETE /api/user`: everything goes.

use serde::Deserialize;

use crate::Secret;

/// What is sent along.
#[derive(Debug, Default, Deserialize)]
pub struct RemoveEverything {
    /// The password, where one is set.
    #[serde(default)]
    pub password: Option<Secret<String>>,
}
