//! The API's own settings, of the whole app: limits, and whether it is offered on 127.0.0.1.

use std::sync::{Arc, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use storytime_types::changes::Change;
use storytime_types::rest::{
    Limits, LimitsChange, LocalApiChange, LocalApiChoice, RegistrationChoice,
};
use storytime_types::{ApiError, ErrorCode};

use super::Api;
use crate::clock::Clock;
use crate::store::StoreError;
use crate::store::settings::Setting;

impl Api {
    /// The time that the engine goes by.
    #[must_use]
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.shared.clock)
    }

    /// How often the API may be called; read from the database once, as every call asks for it.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn limits(&self) -> Result<Limits, ApiError> {
        let known = *self.lock_limits();
        match known {
            Some(limits) => Ok(limits),
            None => {
                let limits = self.chosen(Setting::Limits).await?;
                Ok(*self.lock_limits().insert(limits))
            }
        }
    }

    /// Changes some limits. What was counted so far is forgotten.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names each field out of range; `FORBIDDEN` to a script's token and to
    /// other profiles.
    pub async fn change_limits(&self, change: LimitsChange) -> Result<Limits, ApiError> {
        self.may_change_doors().await?;
        let limits = change.of(self.limits().await?)?;
        self.choose(Setting::Limits, &limits).await?;
        *self.lock_limits() = Some(limits);
        tracing::info!(?limits, "the limits of the API were changed");
        self.shared.announce(Change::Settings);
        Ok(limits)
    }

    /// Whether the app offers the API on 127.0.0.1, and on which port.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn local_api(&self) -> Result<LocalApiChoice, ApiError> {
        Ok(self.chosen(Setting::LocalApi).await?)
    }

    /// What that choice would be with a change; nothing is kept yet.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` when the port cannot be one; `FORBIDDEN` to a script's token and to
    /// other profiles.
    pub async fn local_api_with(&self, change: LocalApiChange) -> Result<LocalApiChoice, ApiError> {
        self.may_change_doors().await?;
        change.of(self.local_api().await?)
    }

    /// Keeps that choice.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn choose_local_api(&self, choice: LocalApiChoice) -> Result<(), ApiError> {
        self.choose(Setting::LocalApi, &choice).await?;
        tracing::info!(
            on = choice.on,
            "the local API was switched at the person's wish"
        );
        self.shared.announce(Change::Settings);
        Ok(())
    }

    /// Whether anybody who reaches 127.0.0.1 may make a profile; `unless_chosen` until the person
    /// has said so.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn registration(
        &self,
        unless_chosen: RegistrationChoice,
    ) -> Result<RegistrationChoice, ApiError> {
        let kept: Option<RegistrationChoice> = self.chosen(Setting::Registration).await?;
        Ok(kept.unwrap_or(unless_chosen))
    }

    /// Lets anybody make a profile, or nobody.
    ///
    /// # Errors
    /// `FORBIDDEN` to a script's token and to other profiles.
    pub async fn choose_registration(
        &self,
        choice: RegistrationChoice,
    ) -> Result<RegistrationChoice, ApiError> {
        self.may_change_doors().await?;
        self.choose(Setting::Registration, &Some(choice)).await?;
        tracing::info!(open = choice.open, "who may make a profile was chosen anew");
        self.shared.announce(Change::Settings);
        Ok(choice)
    }

    /// The app's own doors are the business of the profile that has its tray and window.
    ///
    /// # Errors
    /// `FORBIDDEN` to a script's token and to other profiles.
    pub async fn may_change_doors(&self) -> Result<(), ApiError> {
        self.owner_in_person("Only the profile that has this app's window may change this.")
            .await
    }

    /// A choice as it was kept; the default where none was, or it cannot be read any more.
    async fn chosen<T: DeserializeOwned + Default>(
        &self,
        setting: Setting,
    ) -> Result<T, StoreError> {
        let kept = self.shared.store.app_setting(setting).await?;
        Ok(kept
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    async fn choose(&self, setting: Setting, choice: &impl Serialize) -> Result<(), ApiError> {
        let text = serde_json::to_string(choice)
            .map_err(|error| ApiError::new(ErrorCode::Internal, error.to_string()))?;
        Ok(self.shared.store.set_app_setting(setting, &text).await?)
    }

    /// They are read anew.
    pub(super) fn forget_limits(&self) {
        *self.lock_limits() = None;
    }

    fn lock_limits(&self) -> std::sync::MutexGuard<'_, Option<Limits>> {
        self.shared
            .limits
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
