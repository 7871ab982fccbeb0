//! Another password for an account on a CalDAV server that is connected.

use storytime_types::calendars::{AccountPassword, CalendarProvider};
use storytime_types::changes::Change;
use storytime_types::{ApiError, ErrorCode, IntegrationId, Secret};

use super::caldav::{account_failed, password_missing};
use super::{Api, not_found};
use crate::calendars::caldav::Account;
use crate::calendars::source::SourceAddress;

/// Said where the address went with the key that it was sealed with.
const FORGOTTEN: &str = "The address of this account was lost with the key of the vault: connect the same \
                         account below, with its address and password.";

impl Api {
    /// Keeps another password for an account on a CalDAV server, once the server has taken it, and
    /// looks at its calendars again.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` where the server does not take the password, one sentence where it cannot
    /// be asked, or when there is no such account.
    pub async fn change_caldav_password(
        &self,
        id: IntegrationId,
        asked: AccountPassword,
    ) -> Result<(), ApiError> {
        let now = self.shared.now();
        let known = self.shared.store.integrations(&self.user, now).await?;
        let one = known.into_iter().find(|one| one.id == id);
        let one = one.filter(|one| one.provider == CalendarProvider::CalDav);
        let one = one.ok_or_else(|| not_found("account"))?;
        if asked.password.expose().is_empty() {
            return Err(password_missing());
        }
        let username = one.username.unwrap_or_default();
        let account = self.account_with(&id, username, asked.password).await?;
        let address = SourceAddress::CalDav(account.clone());
        let listed = self.shared.source.list(&address).await;
        listed.map_err(|error| account_failed(error.into()))?;
        if !self.give_password(&id, &account).await? {
            return Err(not_found("account"));
        }
        self.shared.announce(Change::Sync);
        Ok(())
    }

    async fn account_with(
        &self,
        id: &IntegrationId,
        username: String,
        password: Secret<String>,
    ) -> Result<Account, ApiError> {
        let all = self.shared.store.addresses(Some(&self.user)).await?;
        let stored = all.into_iter().find(|one| one.integration == *id);
        let stored = stored.map(|one| one.address).unwrap_or_default();
        if stored.is_empty() {
            return Err(ApiError::new(ErrorCode::Conflict, FORGOTTEN));
        }
        let shared = &self.shared;
        let account = shared.account_with(id, &stored, username, password);
        Ok(account.await?)
    }
}
