//! Connections and their calendars: `calendar_integrations` and `calendars`.

mod adoption;
mod changes;
pub mod choices;
mod cut_off;
mod fared;
mod pauses;
pub mod presence;
mod refreshing;
pub mod removal;

use std::path::{Path, PathBuf};

use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use storytime_types::calendars::{
    CalendarProvider, Freshness, Integration, IntegrationStatus, Presence, SourceKind,
};
use storytime_types::{CalendarId, Instant, IntegrationId, UserId};

pub use self::adoption::NewCalendar;
use self::adoption::adopt;
use self::choices::read_calendar;
pub use self::fared::ReadAt;
pub use self::pauses::StoredPause;
use self::presence::read_presence;
pub use super::oauth::NewAccount;
use super::oauth::{put_account, read_provider};
use super::{Store, StoreError};
use crate::calendars::ics::IcsAddress;
use crate::config::sample_day_path;

/// An integration with its calendars, as it is about to be written.
#[derive(Clone, Debug)]
pub struct NewIntegration {
    /// Its id; a sealed address belongs to it.
    pub id: IntegrationId,
    /// Its kind.
    pub provider: CalendarProvider,
    /// What to call it.
    pub name: String,
    /// Where it is, in plain text or sealed.
    pub address: String,
    /// As much of a sealed address as may be shown.
    pub shown_address: Option<String>,
    /// How to sign in there.
    pub login: Option<StoredLogin>,
    /// The account at Google or Microsoft.
    pub account: Option<NewAccount>,
    /// Its calendars.
    pub calendars: Vec<NewCalendar>,
}

/// A name and its password, sealed, and whose they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLogin {
    /// The name.
    pub username: String,
    /// The password, sealed; empty when it was forgotten.
    pub password: String,
    /// The e-mail addresses by which the server knows the person, in lower case.
    pub addresses: Vec<String>,
}

/// What the sync needs to know of a calendar.
#[derive(Clone, Debug)]
pub struct SourceCalendar {
    /// Its id.
    pub id: CalendarId,
    /// Whose it is.
    pub user: UserId,
    /// The connection it comes through.
    pub integration: IntegrationId,
    /// The connection's kind.
    pub provider: CalendarProvider,
    /// The connection's address, in plain text or sealed; empty when it was forgotten.
    pub address: String,
    /// How to sign in there, where one has to.
    pub login: Option<StoredLogin>,
    /// The provider's id of this calendar.
    pub provider_calendar_id: String,
    /// Its name.
    pub name: String,
    /// What tells the source that nothing changed.
    pub sync_token: Option<String>,
    /// How far its series are expanded.
    pub window_until: Option<Instant>,
    /// When it was last looked at and could be read.
    pub last_sync_at: Option<Instant>,
    /// Whether its source lists it.
    pub presence: Presence,
}

impl SourceCalendar {
    /// The e-mail addresses of whoever signs in there: what the server says, and the name itself where
    /// it is one.
    #[must_use]
    pub fn own_addresses(&self) -> Vec<String> {
        let Some(login) = &self.login else {
            return Vec::new();
        };
        let name = Some(&login.username).filter(|name| name.contains('@'));
        login.addresses.iter().chain(name).cloned().collect()
    }
}

/// What [`read_source`] reads, of calendars `c` of integrations `i`.
macro_rules! sources {
    () => {
        "SELECT c.id, c.user_id, c.integration_id, c.provider_calendar_id,
             coalesce(c.own_name, c.name) AS name, c.sync_token, c.window_until, c.last_sync_at,
             c.presence, i.provider, i.address, i.username, i.password, i.own_addresses
         FROM calendars c JOIN calendar_integrations i ON i.id = c.integration_id"
    };
}

impl Store {
    /// The ids of every calendar of a profile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn calendar_ids(&self, user: &UserId) -> Result<Vec<CalendarId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM calendars WHERE user_id = ?")
            .bind(user.as_str())
            .fetch_all(&self.read)
            .await?;
        Ok(ids.into_iter().map(CalendarId).collect())
    }

    /// Writes an integration and its calendars.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_integration(
        &self,
        user: &UserId,
        new: &NewIntegration,
        now: Instant,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write.begin().await?;
        sqlx::query(
            "INSERT INTO calendar_integrations
                 (id, user_id, provider, name, address, created_at, updated_at, shown_address,
                  username, password, own_addresses)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, ?10)",
        )
        .bind(new.id.as_str())
        .bind(user.as_str())
        .bind(new.provider.as_str())
        .bind(&new.name)
        .bind(&new.address)
        .bind(now.ms())
        .bind(&new.shown_address)
        .bind(new.login.as_ref().map(|login| &login.username))
        .bind(new.login.as_ref().map(|login| &login.password))
        .bind(addresses_text(new.login.as_ref()))
        .execute(&mut *transaction)
        .await?;
        put_account(&mut transaction, &new.id, new.account.as_ref(), now).await?;
        adopt(&mut transaction, user, &new.id, &new.calendars, now).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Every integration of the profile with its calendars; `upcoming_events` counts from `now`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn integrations(
        &self,
        user: &UserId,
        now: Instant,
    ) -> Result<Vec<Integration>, StoreError> {
        let calendars = sqlx::query(
            "SELECT id, integration_id, coalesce(own_name, name) AS name, is_active, notice,
                 created_at, last_sync_at, error_message, color, timezone, is_primary, privacy,
                 private_as_others, lead_times, use_provider_reminders,
                 presence, missing_since,
                 (SELECT count(*) FROM events
                  WHERE calendar_id = calendars.id AND end_time > ?2 AND status != 'CANCELLED')
                 AS upcoming
             FROM calendars WHERE user_id = ?1 ORDER BY created_at, id",
        )
        .bind(user.as_str())
        .bind(now.ms())
        .fetch_all(&self.read)
        .await?;
        let mut found = Vec::new();
        let rows = sqlx::query(
            "SELECT id, provider, status, name, address, shown_address, username, last_sync_at,
                 error_message, notice
             FROM calendar_integrations WHERE user_id = ? ORDER BY created_at, id",
        )
        .bind(user.as_str())
        .fetch_all(&self.read)
        .await?;
        for row in rows {
            let mut integration = read_integration(&row, user, &self.folder)?;
            for calendar in &calendars {
                if calendar.try_get::<&str, _>("integration_id")? == integration.id.as_str() {
                    integration.calendars.push(read_calendar(calendar)?);
                }
            }
            called_as_its_calendar(&mut integration);
            found.push(integration);
        }
        Ok(found)
    }

    /// Every calendar that is to be synced: switched on, of an integration that is not off. Those
    /// that failed the last time come last, so that nothing waits for an address that hangs.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn calendars_to_sync(
        &self,
        user: &UserId,
    ) -> Result<Vec<SourceCalendar>, StoreError> {
        let query = sqlx::query(concat!(
            sources!(),
            " WHERE c.user_id = ? AND c.is_active = 1 AND i.status != 'INACTIVE'
              ORDER BY i.status = 'ERROR', c.created_at, c.id",
        ));
        let rows = query.bind(user.as_str()).fetch_all(&self.read).await?;
        rows.iter().map(read_source).collect()
    }

    /// The same of one integration; none where it is gone.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn calendars_of(
        &self,
        integration: &IntegrationId,
    ) -> Result<Vec<SourceCalendar>, StoreError> {
        let query = sqlx::query(concat!(
            sources!(),
            " WHERE i.id = ? AND c.is_active = 1 AND i.status != 'INACTIVE'
              ORDER BY c.created_at, c.id",
        ));
        let rows = query.bind(integration.as_str());
        let rows = rows.fetch_all(&self.read).await?;
        rows.iter().map(read_source).collect()
    }

    /// One calendar of each account that is on though none of its calendars is.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn accounts_at_rest(&self, user: &UserId) -> Result<Vec<SourceCalendar>, StoreError> {
        let query = sqlx::query(concat!(
            sources!(),
            " WHERE c.user_id = ? AND i.status != 'INACTIVE' AND i.provider != 'ICS'
              GROUP BY i.id HAVING max(c.is_active) = 0",
        ));
        let rows = query.bind(user.as_str()).fetch_all(&self.read).await?;
        rows.iter().map(read_source).collect()
    }
}

/// A file or an address is called what its one calendar is.
fn called_as_its_calendar(integration: &mut Integration) {
    let is_one = matches!(integration.kind, SourceKind::File | SourceKind::Address);
    if let (true, [only]) = (is_one, &integration.calendars[..]) {
        only.name.clone_into(&mut integration.name);
    }
}

/// What an address leads to, and as much of it as may be shown.
fn source(address: &str, user: &UserId, data_dir: &Path) -> (SourceKind, Option<String>) {
    let Ok(address) = IcsAddress::parse(address) else {
        return (SourceKind::Address, None);
    };
    let is_sample_day = |path: &PathBuf| {
        let owners = [None, Some(user)];
        owners
            .iter()
            .any(|one| *path == sample_day_path(data_dir, *one))
    };
    let kind = match &address {
        IcsAddress::File(path) if is_sample_day(path) => SourceKind::Sample,
        IcsAddress::File(_) => SourceKind::File,
        IcsAddress::Folder(_) => SourceKind::Folder,
        IcsAddress::Url(_) => SourceKind::Address,
    };
    (kind, Some(address.to_string()))
}

fn read_instant(row: &SqliteRow, column: &str) -> Result<Option<Instant>, StoreError> {
    Ok(row.try_get::<Option<i64>, _>(column)?.map(Instant::from_ms))
}

fn read_integration(
    row: &SqliteRow,
    user: &UserId,
    data_dir: &Path,
) -> Result<Integration, StoreError> {
    let id: String = row.try_get("id")?;
    let provider = read_provider(row)?;
    let (kind, address) = match row.try_get::<Option<String>, _>("shown_address")? {
        shown if provider != CalendarProvider::Ics => (SourceKind::Account, shown),
        Some(shown) => (SourceKind::Address, Some(shown)),
        None => {
            let address: Option<&str> = row.try_get("address")?;
            source(address.unwrap_or_default(), user, data_dir)
        }
    };
    let status: &str = row.try_get("status")?;
    Ok(Integration {
        provider,
        status: IntegrationStatus::parse(status).ok_or_else(|| StoreError::Unreadable {
            table: "calendar_integrations",
            column: "status",
            row: id.clone(),
        })?,
        name: row.try_get("name")?,
        kind,
        address,
        username: row.try_get("username")?,
        last_sync_at: read_instant(row, "last_sync_at")?,
        last_sync_local: None,
        still_read_since: None,
        stale: Freshness::Fresh,
        error_message: row.try_get("error_message")?,
        notice: row.try_get("notice")?,
        calendars: Vec::new(),
        id: IntegrationId(id),
    })
}

/// As they stand in the database: a JSON array.
fn addresses_text(login: Option<&StoredLogin>) -> String {
    let addresses = login.map_or(&[][..], |login| &login.addresses);
    serde_json::json!(addresses).to_string()
}

fn read_login(row: &SqliteRow) -> Result<Option<StoredLogin>, StoreError> {
    let username: Option<String> = row.try_get("username")?;
    let password: Option<String> = row.try_get("password")?;
    let addresses: &str = row.try_get("own_addresses")?;
    // What cannot be read counts as not said: no sync fails for it.
    let addresses = serde_json::from_str(addresses).unwrap_or_default();
    Ok(username.map(|username| StoredLogin {
        username,
        addresses,
        password: password.unwrap_or_default(),
    }))
}

fn read_source(row: &SqliteRow) -> Result<SourceCalendar, StoreError> {
    Ok(SourceCalendar {
        id: CalendarId(row.try_get("id")?),
        user: UserId(row.try_get("user_id")?),
        integration: IntegrationId(row.try_get("integration_id")?),
        provider: read_provider(row)?,
        address: row
            .try_get::<Option<String>, _>("address")?
            .unwrap_or_default(),
        login: read_login(row)?,
        provider_calendar_id: row.try_get("provider_calendar_id")?,
        name: row.try_get("name")?,
        sync_token: row.try_get("sync_token")?,
        window_until: read_instant(row, "window_until")?,
        last_sync_at: read_instant(row, "last_sync_at")?,
        presence: read_presence(row)?,
    })
}
