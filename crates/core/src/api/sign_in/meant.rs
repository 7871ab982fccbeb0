//! Connecting an account again: only that account will do.

use storytime_types::{ApiError, ErrorCode};

use crate::api::Api;
use crate::calendars::oauth::Authority;

impl Api {
    /// Whoever connects an account again has to sign in to that one, and learns it otherwise: the
    /// other would be connected, and this one still be left out.
    pub(super) async fn is_meant(
        &self,
        authority: Authority,
        state: &str,
        account: &str,
    ) -> Result<(), ApiError> {
        let Some(id) = self.shared.sign_ins.of(&self.user, state) else {
            return Ok(());
        };
        let known = self
            .shared
            .store
            .integrations(&self.user, self.shared.now());
        let meant = known.await?.into_iter().find(|one| one.id == id);
        let meant = meant.and_then(|one| one.username).unwrap_or_default();
        if meant.is_empty() || meant.eq_ignore_ascii_case(account) {
            return Ok(());
        }
        let why = format!(
            "You signed in as {account}, but this is the account of {meant}, so nothing was changed: \
             try again and choose {meant} there. To have {account} here, too, press Connect {}.",
            authority.name()
        );
        Err(ApiError::new(ErrorCode::Conflict, why))
    }
}
