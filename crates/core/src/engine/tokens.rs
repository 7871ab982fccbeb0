//! Accounts at Google and Microsoft: an access token that is good for a while yet, renewed by one at a
//! time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use storytime_types::{Instant, IntegrationId, Secret, UserId};

use super::import::in_time;
use super::secrets::OpenVault;
use super::{ImportError, SecretError, Shared};
use crate::calendars::bearer::Bearer;
use crate::calendars::found::Wanted;
use crate::calendars::oauth::{Authority, OAuthError, Registration, RegistrationError, Tokens};
use crate::calendars::source::{FoundCalendar, Listing, Location, SourceAddress};
use crate::calendars::{FetchError, Fetched, NextTry};
use crate::providers::Providers;
use crate::store::StoreError;
use crate::store::calendars::SourceCalendar;
use crate::store::oauth::StoredTokens;
use crate::vault::{Place, Sealed, VaultError};

/// A token that ends sooner is renewed before it is used, in milliseconds.
const LEFT_AT_LEAST_MS: i64 = 5 * Instant::MINUTE;

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TokenError {
    #[error(transparent)]
    Registration(#[from] RegistrationError),
    #[error("{}", .0.sentence(NextTry::Ours))]
    OAuth(#[from] OAuthError),
    #[error(transparent)]
    Secret(#[from] SecretError),
}

impl From<VaultError> for TokenError {
    fn from(error: VaultError) -> Self {
        Self::Secret(error.into())
    }
}

impl From<StoreError> for TokenError {
    fn from(error: StoreError) -> Self {
        Self::Secret(error.into())
    }
}

/// One renewal of an integration's tokens at a time.
#[derive(Default)]
pub(crate) struct Renewals(Mutex<HashMap<IntegrationId, Arc<tokio::sync::Mutex<()>>>>);

impl Renewals {
    fn turn_of(&self, id: &IntegrationId) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(turns.entry(id.clone()).or_default())
    }
}

/// How long somebody waits until a token is given back.
const GIVEN_BACK_WITHIN: Duration = Duration::from_secs(15);

/// An access that is to be given back.
pub(crate) struct Surrendered {
    authority: Authority,
    /// None where it is sealed and cannot be opened now.
    token: Option<Secret<String>>,
}

/// Nobody said that an access is withdrawn. It is of no use to anybody any more all the same, because
/// the token is kept nowhere: not for another try either, which would keep the secret of an account
/// that its owner removed.
#[derive(Debug, thiserror::Error)]
#[error(
    "{} did not confirm that the access is withdrawn: remove StoryTime Calendar at {}",
    .0.name(),
    .0.where_access_is_withdrawn()
)]
pub(crate) struct Unconfirmed(Authority);

impl Surrendered {
    /// What a sign-in brought that nothing came of.
    pub(crate) fn unused(authority: Authority, tokens: &Tokens) -> Self {
        let token = tokens.refresh.as_ref().unwrap_or(&tokens.access).clone();
        Self {
            authority,
            token: Some(token),
        }
    }
}

impl Shared {
    /// How the app is known to an authority, as it is written down now.
    pub(crate) async fn registration(
        &self,
        authority: Authority,
    ) -> Result<Registration, RegistrationError> {
        let chosen = Providers::in_folder(&self.data_dir).await?;
        Registration::of(authority, &chosen)
    }

    /// What an integration reads, with what opens it.
    pub(crate) async fn source_of(
        &self,
        calendar: &SourceCalendar,
    ) -> Result<SourceAddress, ImportError> {
        match Authority::of(calendar.provider) {
            Some(authority) => {
                let bearer = self.bearer(authority, &calendar.integration, None).await?;
                Ok(authority.source(bearer))
            }
            None => Ok(self.stored_source(calendar).await?),
        }
    }

    /// The calendars behind an integration. A token that is refused is renewed once.
    pub(crate) async fn list(
        &self,
        calendar: &SourceCalendar,
    ) -> Result<Listing<FoundCalendar>, ImportError> {
        let address = self.source_of(calendar).await?;
        match self
            .ask(calendar, &address, self.source.list(&address))
            .await
        {
            Err(ImportError::Fetch(FetchError::TokenRefused { .. }))
                if address.bearer().is_some() =>
            {
                let address = self.renewed(calendar, address.bearer()).await?;
                self.ask(calendar, &address, self.source.list(&address))
                    .await
            }
            listed => listed,
        }
    }

    /// What a calendar says now. A token that is refused is renewed once.
    pub(super) async fn fetch(
        &self,
        calendar: &SourceCalendar,
        location: &Location,
        wanted: Wanted<'_>,
    ) -> Result<Fetched, ImportError> {
        let asking = self.source.fetch(location, wanted);
        match self.ask(calendar, location, asking).await {
            Err(ImportError::Fetch(FetchError::TokenRefused { .. }))
                if location.bearer().is_some() =>
            {
                let address = self.renewed(calendar, location.bearer()).await?;
                let location = location.opened_by(address.bearer());
                let asking = self.source.fetch(&location, wanted);
                self.ask(calendar, &location, asking).await
            }
            fetched => fetched,
        }
    }

    /// What a source answers, unless somebody wants the integration for something else meanwhile.
    /// Tokens are renewed beside this: one that is good once must not get lost.
    async fn ask<T>(
        &self,
        calendar: &SourceCalendar,
        place: &impl std::fmt::Display,
        asking: impl Future<Output = Result<T, FetchError>>,
    ) -> Result<T, ImportError> {
        let asking = in_time(place, asking);
        let visits = &self.turns.visits;
        match visits.unless_wanted(&calendar.integration, asking).await {
            Some(answer) => Ok(answer?),
            None => Err(ImportError::GaveWay),
        }
    }

    /// What an integration reads, with another token than the one that was refused.
    async fn renewed(
        &self,
        calendar: &SourceCalendar,
        refused: Option<&Bearer>,
    ) -> Result<SourceAddress, ImportError> {
        let (Some(authority), Some(refused)) = (Authority::of(calendar.provider), refused) else {
            return self.source_of(calendar).await;
        };
        let id = &calendar.integration;
        let bearer = self.bearer(authority, id, Some(&refused.token)).await?;
        Ok(authority.source(bearer))
    }

    /// An access token with five minutes left at least, which is not the one that was refused.
    async fn bearer(
        &self,
        authority: Authority,
        id: &IntegrationId,
        refused: Option<&Secret<String>>,
    ) -> Result<Bearer, TokenError> {
        let registration = self.registration(authority).await?;
        let turn = self.renewals.turn_of(id);
        let _turn = turn.lock().await;
        // Open until the renewed ones are stored: a refresh token may be good for one use only.
        let vault = self.open_vault().await?;
        let stored = self.store.tokens_of(id).await?;
        let (_, stored) = stored.ok_or(VaultError::Forgotten)?;
        let now = self.now();
        let left_ms = stored.expires_at.map_or(0, |at| at.ms_since(now));
        let kept = match &stored.access {
            Some(access) => Some(opened(&vault, Place::access_token_of(id.as_str()), access)?),
            None => None,
        };
        let kept = kept.filter(|kept| refused.is_none_or(|one| one.expose() != kept.expose()));
        let bearer = |token| Bearer {
            api: registration.api.clone(),
            token,
        };
        match kept {
            Some(kept) if left_ms >= LEFT_AT_LEAST_MS => Ok(bearer(kept)),
            kept => match self.renew(&registration, id, &stored, &vault, now).await {
                Err(TokenError::OAuth(error)) if error.is_transient() && left_ms > 0 => {
                    tracing::info!(%error, "a token that ends soon is used as it is");
                    kept.map(bearer).ok_or(error.into())
                }
                renewed => renewed.map(bearer),
            },
        }
    }

    async fn renew(
        &self,
        registration: &Registration,
        id: &IntegrationId,
        stored: &StoredTokens,
        vault: &OpenVault,
        now: Instant,
    ) -> Result<Secret<String>, TokenError> {
        let sealed = stored.refresh.as_deref().ok_or(VaultError::Forgotten)?;
        let refresh = opened(vault, Place::refresh_token_of(id.as_str()), sealed)?;
        let oauth = self.source.oauth();
        let renewed = oauth.refresh(registration, &refresh, now).await?;
        let sealed = sealed_tokens(vault, id, &renewed)?;
        self.store.renew_tokens(id, &sealed, now).await?;
        Ok(renewed.access)
    }

    /// Gives an integration the tokens of another sign-in. Answers whether there is such an
    /// integration.
    pub(crate) async fn give_tokens(
        &self,
        user: &UserId,
        id: &IntegrationId,
        tokens: &Tokens,
    ) -> Result<bool, TokenError> {
        let turn = self.renewals.turn_of(id);
        let _turn = turn.lock().await;
        let vault = self.open_vault().await?;
        let sealed = sealed_tokens(&vault, id, tokens)?;
        let now = self.now();
        Ok(self.store.sign_in_again(user, id, &sealed, now).await?)
    }

    /// What is to be given back once an integration is removed; none where there is nothing.
    pub(crate) async fn to_surrender(&self, id: &IntegrationId) -> Option<Surrendered> {
        let (provider, stored) = self.store.tokens_of(id).await.ok()??;
        let authority = Authority::of(provider)?;
        let sealed = stored.refresh?;
        let place = Place::refresh_token_of(id.as_str());
        let token = match self.open_vault().await {
            Ok(vault) => opened(&vault, place, &sealed).ok(),
            Err(_) => None,
        };
        Some(Surrendered { authority, token })
    }

    /// The same of every integration of a profile.
    pub(crate) async fn all_to_surrender(
        &self,
        user: &UserId,
    ) -> Result<Vec<Surrendered>, StoreError> {
        let mut all = Vec::new();
        for integration in self.store.integrations(user, self.now()).await? {
            all.extend(self.to_surrender(&integration.id).await);
        }
        Ok(all)
    }

    /// Gives an access back, where its authority has a call for that.
    pub(crate) async fn surrender(&self, given: Surrendered) -> Result<(), Unconfirmed> {
        let Surrendered { authority, token } = given;
        if !authority.takes_back() {
            return Ok(());
        }
        let registration = self.registration(authority).await;
        let (Ok(registration), Some(token)) = (registration, token) else {
            return Err(Unconfirmed(authority));
        };
        let oauth = self.source.oauth();
        let giving = tokio::time::timeout(GIVEN_BACK_WITHIN, oauth.revoke(&registration, &token));
        match giving.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                tracing::info!(%error, "a token could not be given back");
                Err(Unconfirmed(authority))
            }
            Err(_) => Err(Unconfirmed(authority)),
        }
    }
}

/// Tokens as they are to be stored.
pub(crate) fn sealed_tokens(
    vault: &OpenVault,
    id: &IntegrationId,
    tokens: &Tokens,
) -> Result<StoredTokens, VaultError> {
    let access = vault.seal(Place::access_token_of(id.as_str()), &tokens.access)?;
    let place = Place::refresh_token_of(id.as_str());
    let refresh = match &tokens.refresh {
        Some(refresh) => Some(vault.seal(place, refresh)?.as_str().to_owned()),
        None => None,
    };
    Ok(StoredTokens {
        access: Some(access.as_str().to_owned()),
        refresh,
        expires_at: Some(tokens.expires_at),
    })
}

fn opened(vault: &OpenVault, place: Place<'_>, text: &str) -> Result<Secret<String>, VaultError> {
    let sealed = Sealed::parse(text).ok_or(VaultError::Altered)?;
    vault.open(place, &sealed)
}
