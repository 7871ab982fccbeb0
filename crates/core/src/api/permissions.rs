//! What is for a person alone, and what for the one whose computer this is.

use storytime_types::accounts::SessionKind;
use storytime_types::{ApiError, ErrorCode};

use super::Api;

impl Api {
    /// What lets somebody in, guards what is the person's or destroys it is for who is there in
    /// person: a token that a script holds may be in other hands one day.
    ///
    /// # Errors
    /// `FORBIDDEN` to such a token.
    pub fn person_only(&self) -> Result<(), ApiError> {
        if self.session_kind() == Some(SessionKind::Token) {
            return Err(ApiError::new(
                ErrorCode::Forbidden,
                "A script's token may not do this, as it lets somebody in, guards what is yours or \
                 destroys it: do it in the window, or after signing in.",
            ));
        }
        Ok(())
    }

    /// What concerns everybody on this computer is decided in person, and by the profile that has
    /// its tray and window. `otherwise` is what any other profile is told.
    ///
    /// # Errors
    /// `FORBIDDEN` to a script's token and to other profiles.
    pub async fn owner_in_person(&self, otherwise: &str) -> Result<(), ApiError> {
        self.person_only()?;
        self.owner_only(otherwise).await
    }

    /// What concerns everybody on this computer, and may be left to a script of its own profile.
    /// `otherwise` is what any other profile is told.
    ///
    /// # Errors
    /// `FORBIDDEN` to other profiles.
    pub(super) async fn owner_only(&self, otherwise: &str) -> Result<(), ApiError> {
        if self.me().await?.is_owner {
            return Ok(());
        }
        Err(ApiError::new(ErrorCode::Forbidden, otherwise))
    }
}
