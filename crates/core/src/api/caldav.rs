//! Connecting an account on a CalDAV server, and connecting it again with another password.

use storytime_types::calendars::{CalendarProvider, ConnectCalDav, Connected};
use storytime_types::{ApiError, ErrorCode, IntegrationId};

use super::{Api, to_its_end};
use crate::calendars::FetchError;
use crate::calendars::caldav::{Account, DiscoveryError, Entry, Login};
use crate::calendars::found::MOST_CALENDARS;
use crate::calendars::source::{FoundCalendar, SourceAddress};
use crate::engine::{
    FirstRead, ImportError, InVain, connect, hold_back, to_connect, while_waited_for,
};
use crate::store::calendars::{NewCalendar, NewIntegration};
use crate::store::new_id;

impl Api {
    /// Connects an account on a CalDAV server and reads its calendars at once. An account that is
    /// connected already is given this password.
    ///
    /// # Errors
    /// One sentence that says what is wrong with what was typed or with the server; nothing is kept
    /// then.
    pub async fn connect_caldav(&self, asked: ConnectCalDav) -> Result<Connected, ApiError> {
        let account = self.find_account(asked).await?;
        let address = SourceAddress::CalDav(account.clone());
        let found = while_waited_for(&address, self.shared.source.list(&address)).await;
        let found = found
            .map_err(|error| account_failed(error.into()))?
            .calendars;
        let calendars_found = found.len().min(MOST_CALENDARS);
        let api = self.clone();
        let (id, reading) =
            to_its_end(async move { api.keep_account(&account, found).await }).await?;
        if let Some(reading) = reading {
            reading.outcome().await.map_err(account_failed)?;
        }
        Ok(self.connected(id, CalendarProvider::CalDav, calendars_found))
    }

    async fn find_account(&self, asked: ConnectCalDav) -> Result<Account, ApiError> {
        let username = asked.username.trim().to_owned();
        let entry = Entry::parse(&asked.url, &username)
            .map_err(|error| ApiError::invalid([("url", error.to_string())]))?;
        if username.is_empty() {
            let why = "give the name that you sign in with there".to_owned();
            return Err(ApiError::invalid([("username", why)]));
        }
        if asked.password.expose().is_empty() {
            return Err(password_missing());
        }
        let login = Login::at(entry.first(), username, asked.password);
        let discovering = self.shared.source.caldav().discover(&entry, login);
        let found = while_waited_for(&entry, discovering).await;
        found.map_err(|error| match error {
            DiscoveryError::Fetch(error) => account_failed(error.into()),
            other => not_found_at_url(&other),
        })
    }

    /// The integration of the same account, where there is one.
    async fn connected_before(&self, account: &Account) -> Result<Option<IntegrationId>, ApiError> {
        let (shown, now) = (account.to_string(), self.shared.now());
        let known = self.shared.store.integrations(&self.user, now).await?;
        let same = known.into_iter().find(|one| {
            one.provider == CalendarProvider::CalDav
                && one.username.as_deref() == Some(account.login.username())
                && one.address.as_ref() == Some(&shown)
        });
        Ok(same.map(|one| one.id))
    }

    /// Keeps an account and begins to read it; one that is connected already is given its password.
    async fn keep_account(
        &self,
        account: &Account,
        found: Vec<FoundCalendar>,
    ) -> Result<(IntegrationId, Option<FirstRead>), ApiError> {
        let _alone = to_connect(&self.shared).await;
        if let Some(id) = self.connected_before(account).await?
            && self.give_password(&id, account).await?
        {
            return Ok((id, None));
        }
        let id = IntegrationId(new_id());
        let stored = self.shared.account_to_store(&id, account).await?;
        let new = NewIntegration {
            id: id.clone(),
            provider: CalendarProvider::CalDav,
            name: name_of(account),
            address: stored.address.clone(),
            shown_address: Some(account.to_string()),
            login: Some(stored.login.clone()),
            account: None,
            calendars: NewCalendar::all_of(&found),
        };
        let reading = connect(&self.shared, self.me().await?, &new, found, InVain::Removed).await?;
        Ok((id, Some(reading)))
    }

    /// Keeps what an account is signed in to with from now on, and looks at its calendars again.
    /// Answers whether it is still there.
    pub(super) async fn give_password(
        &self,
        id: &IntegrationId,
        account: &Account,
    ) -> Result<bool, ApiError> {
        let held_back = hold_back(&self.shared, id).await;
        let stored = self.shared.account_to_store(id, account).await?;
        let (store, now) = (&self.shared.store, self.shared.now());
        let is_there = store
            .replace_login(&self.user, id, &stored.address, &stored.login, now)
            .await?;
        drop(held_back);
        self.shared.look_at_calendars();
        Ok(is_there)
    }
}

/// `ann@example.org`, or `ann at example.org`.
fn name_of(account: &Account) -> String {
    let (username, host) = (account.login.username(), account.home.host_str());
    if username.contains('@') {
        username.to_owned()
    } else {
        format!("{username} at {}", host.unwrap_or_default())
    }
}

/// What was typed leads to no server that may see the password.
fn not_found_at_url(error: &DiscoveryError) -> ApiError {
    let sentence = error.to_string();
    ApiError {
        message: sentence.clone(),
        ..ApiError::invalid([("url", sentence)])
    }
}

pub(super) fn password_missing() -> ApiError {
    let why = "give the password, or an app password made for this".to_owned();
    ApiError::invalid([("password", why)])
}

/// A password that is not accepted is a wrong value of its field; a server that does not answer as it
/// should is its own fault.
pub(super) fn account_failed(error: ImportError) -> ApiError {
    match error {
        ImportError::Store(error) => error.into(),
        ImportError::Fetch(FetchError::WrongPassword { .. }) => {
            let sentence = error.of_refused();
            ApiError {
                message: sentence.clone(),
                ..ApiError::invalid([("password", sentence)])
            }
        }
        error => ApiError::new(ErrorCode::SourceFailed, error.of_refused()),
    }
}
