//! Small switches and marks, of a profile or (with no profile) of the whole app.

use sqlx::SqliteConnection;
use storytime_types::{Instant, UserId};

use super::{Store, StoreError};

/// A setting's name, so that none is misspelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Until when reminders are held (milliseconds).
    PausedUntil,
    /// Since when titles and the like are hidden on the screen (milliseconds); absent when they are
    /// not.
    Presenting,
    /// When the plan was last made (milliseconds): what was due before then has its row already.
    PlannedAt,
    /// When the lead times or another rule of the plan last changed (milliseconds).
    RulesChangedAt,
    /// What the clock showed before it was set back (milliseconds).
    ClockBefore,
    /// When it was found set back (milliseconds).
    ClockSetBackAt,
    /// When what is old was last dropped (milliseconds), of the whole app.
    MaintainedAt,
    /// When something was last removed that the database's file may still hold (milliseconds), of the
    /// whole app; absent once the file was written anew.
    RemovedAt,
    /// What the person must be told about the database, in one sentence.
    StoreNotice,
    /// Until when that is said (milliseconds).
    StoreNoticeUntil,
    /// Under which name the vault's keys are kept.
    VaultName,
    /// The id of the key under which secrets are sealed.
    VaultKey,
    /// Where that key is kept.
    VaultKeptIn,
    /// The names of vaults whose keys are still to be removed, with spaces between them.
    VaultsLeft,
    /// How often the API may be called (JSON).
    Limits,
    /// Whether anybody who reaches 127.0.0.1 may make a profile (JSON).
    Registration,
    /// Whether the app offers the API on 127.0.0.1, and where (JSON).
    LocalApi,
}

impl Setting {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::PausedUntil => "paused_until",
            Self::Presenting => "presenting",
            Self::PlannedAt => "planned_at",
            Self::RulesChangedAt => "rules_changed_at",
            Self::ClockBefore => "clock_before",
            Self::ClockSetBackAt => "clock_set_back_at",
            Self::MaintainedAt => "maintained_at",
            Self::RemovedAt => "removed_at",
            Self::StoreNotice => "store_notice",
            Self::StoreNoticeUntil => "store_notice_until",
            Self::VaultName => "vault_name",
            Self::VaultKey => "vault_key",
            Self::VaultKeptIn => "vault_kept_in",
            Self::VaultsLeft => "vaults_left",
            Self::Limits => "limits",
            Self::Registration => "registration",
            Self::LocalApi => "local_api",
        }
    }
}

impl Store {
    /// An instant kept under `setting`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn instant_setting(
        &self,
        user: &UserId,
        setting: Setting,
    ) -> Result<Option<Instant>, StoreError> {
        let mut connection = self.read.acquire().await?;
        instant_of(&mut connection, user, setting).await
    }

    /// Keeps an instant under `setting`, or forgets it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_instant_setting(
        &self,
        user: &UserId,
        setting: Setting,
        value: Option<Instant>,
    ) -> Result<(), StoreError> {
        let mut connection = self.write.acquire().await?;
        set_instant(&mut connection, user, setting, value).await
    }

    /// Whether titles and the like are hidden on the screen.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn is_presenting(&self, user: &UserId) -> Result<bool, StoreError> {
        let since = self.instant_setting(user, Setting::Presenting).await?;
        Ok(since.is_some())
    }

    /// What is kept for the whole app under `setting`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn app_setting(&self, setting: Setting) -> Result<Option<String>, StoreError> {
        Ok(
            sqlx::query_scalar("SELECT value FROM settings WHERE user_id = '' AND name = ?")
                .bind(setting.name())
                .fetch_optional(&self.read)
                .await?,
        )
    }

    /// Keeps something for the whole app.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_app_setting(&self, setting: Setting, value: &str) -> Result<(), StoreError> {
        let mut connection = self.write.acquire().await?;
        put_text(&mut connection, setting, value).await
    }
}

/// Keeps a text for the whole app.
pub(super) async fn put_text(
    connection: &mut SqliteConnection,
    setting: Setting,
    text: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO settings (user_id, name, value) VALUES ('', ?, ?)
         ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
    )
    .bind(setting.name())
    .bind(text)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn instant_of(
    connection: &mut SqliteConnection,
    user: &UserId,
    setting: Setting,
) -> Result<Option<Instant>, StoreError> {
    let text: Option<String> =
        sqlx::query_scalar("SELECT value FROM settings WHERE user_id = ? AND name = ?")
            .bind(user.as_str())
            .bind(setting.name())
            .fetch_optional(connection)
            .await?;
    Ok(text
        .and_then(|text| text.parse().ok())
        .map(Instant::from_ms))
}

pub(super) async fn set_instant(
    connection: &mut SqliteConnection,
    user: &UserId,
    setting: Setting,
    value: Option<Instant>,
) -> Result<(), StoreError> {
    let query = match value {
        Some(at) => sqlx::query(
            "INSERT INTO settings (user_id, name, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
        )
        .bind(user.as_str())
        .bind(setting.name())
        .bind(at.ms().to_string()),
        None => sqlx::query("DELETE FROM settings WHERE user_id = ?1 AND name = ?2")
            .bind(user.as_str())
            .bind(setting.name()),
    };
    query.execute(connection).await?;
    Ok(())
}
