//! `DELETE /api/user`: everything goes.

use serde::{Deserialize, Serialize};

/// What is sent along.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveEverything {
    /// The password, where one is set.
    #[serde(default)]
    pub password: Option<String>,
}

/// Without the password.
impl std::fmt::Debug for RemoveEverything {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RemoveEverything").finish_non_exhaustive()
    }
}
