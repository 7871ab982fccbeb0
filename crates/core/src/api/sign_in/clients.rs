//! Under which client the app signs in: what is known of it, and writing one down.

use storytime_types::changes::Change;
use storytime_types::sign_in::{ClientId, WriteClientId};
use storytime_types::{ApiError, ErrorCode, Secret};

use crate::api::{Api, not_found};
use crate::calendars::oauth::{Authority, RegistrationError};
use crate::providers::{self, NewClient, Providers, ProvidersError};

impl Api {
    /// Under which names the app can sign in where.
    ///
    /// # Errors
    /// None so far: what is wrong with a client id is told with it.
    pub async fn client_ids(&self) -> Result<Vec<ClientId>, ApiError> {
        let file = providers::path_in(&self.shared.data_dir);
        let mut all = Vec::new();
        for authority in Authority::ALL {
            let known = self.shared.registration(authority).await;
            all.push(ClientId {
                provider: authority.provider(),
                is_known: known.is_ok(),
                problem: match known {
                    Ok(_) | Err(RegistrationError::NoClient { .. }) => None,
                    Err(error) => Some(error.to_string()),
                },
                file: file.display().to_string(),
            });
        }
        Ok(all)
    }

    /// Writes down under which client the app signs in at a provider: it counts from then on.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names the field; `FORBIDDEN` where a script's token or another
    /// profile than this computer's own asks, since all of them sign in under it; `CONFLICT` where the file is no good.
    pub async fn write_client_id(&self, asked: WriteClientId) -> Result<Vec<ClientId>, ApiError> {
        let otherwise = "Only the profile of this computer writes a client id down: all profiles \
                         sign in under it.";
        self.owner_in_person(otherwise).await?;
        asked.validate()?;
        let authority = Authority::of(asked.provider).ok_or_else(|| not_found("provider"))?;
        let secret = asked.client_secret.as_ref();
        let secret = secret.map(|secret| Secret::new(secret.expose().trim().to_owned()));
        let client = NewClient {
            section: authority.section(),
            id: asked.client_id.trim(),
            secret: secret.as_ref().filter(|secret| !secret.expose().is_empty()),
        };
        Providers::write_client(&self.shared.data_dir, &client)
            .await
            .map_err(unwritten)?;
        self.shared.announce(Change::Settings);
        self.client_ids().await
    }
}

fn unwritten(error: ProvidersError) -> ApiError {
    ApiError::new(ErrorCode::Conflict, format!("{error}."))
}
