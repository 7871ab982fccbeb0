//! The address that a profile signs in with.

use storytime_types::accounts::NewEmail;
use storytime_types::changes::Change;
use storytime_types::profile::Profile;
use storytime_types::{ApiError, ErrorCode};

use super::Api;
use crate::store::credentials::Readdressed;

impl Api {
    /// Gives this profile another address to sign in with. Whoever is signed in stays so.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names the field, also for a wrong password; `CONFLICT` when another
    /// account has the address; `RATE_LIMITED` after too many wrong passwords; `FORBIDDEN` to a
    /// script's token.
    pub async fn change_email(&self, asked: NewEmail) -> Result<Profile, ApiError> {
        self.person_only()?;
        let email = asked.checked()?;
        let before = self.proven(asked.current, "current").await?;
        let (store, now) = (&self.shared.store, self.shared.now());
        let why = match store.set_email(&before, &email, now).await? {
            Readdressed::Done => {
                tracing::info!("a profile has another address now");
                self.shared.announce(Change::Settings);
                return self.me().await;
            }
            Readdressed::Taken => {
                "Another account here has this e-mail address: choose another one."
            }
            Readdressed::Overtaken => "The password was changed elsewhere meanwhile: look again.",
        };
        Err(ApiError::new(ErrorCode::Conflict, why))
    }
}
