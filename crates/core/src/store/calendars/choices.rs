//! What a person chooses for a calendar, and what its source tells of it.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use storytime_types::calendars::Calendar;
use storytime_types::choices::Privacy;
use storytime_types::profile::LeadTime;
use storytime_types::{CalendarId, Instant, UserId};

use super::presence::read_presence;
use super::read_instant;
use crate::store::ledger::thaw_calendar;
use crate::store::settings::{Setting, set_instant};
use crate::store::{Store, StoreError};

/// What to change in a calendar; what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// On or off.
    pub is_active: Option<bool>,
    /// What the person calls it, or its source's name again.
    pub name: Option<Option<String>>,
    /// What of its events may leave this computer.
    pub privacy: Option<Privacy>,
    /// Whether that counts for its private events, too.
    pub private_as_others: Option<bool>,
    /// Its lead times, or the profile's again.
    pub lead_times: Option<Option<Vec<LeadTime>>>,
    /// Whether an event's own reminders count.
    pub use_provider_reminders: Option<bool>,
}

impl Choices {
    /// Whether other things may leave this computer with them than before.
    #[must_use]
    pub fn changes_what_leaves(&self) -> bool {
        self.privacy.is_some() || self.private_as_others.is_some()
    }
}

/// What a source tells of a calendar beside its events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<'a> {
    /// What it is called there now; the same as before where it does not tell.
    pub name: Option<&'a str>,
    /// How it is shown elsewhere, `#rrggbb`.
    pub color: Option<&'a str>,
    /// The IANA name of its zone.
    pub zone: Option<&'a str>,
    /// Whether it is the account's own.
    pub is_primary: bool,
}

impl Store {
    /// Changes what was chosen for a calendar, at once or not at all. Answers whether there is such a
    /// calendar. From `now` on new lead times count.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn choose(
        &self,
        user: &UserId,
        id: &CalendarId,
        choices: &Choices,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let leads = choices.lead_times.as_ref();
        let leads_text = leads.and_then(Option::as_ref).map(|leads| {
            let minutes: Vec<u32> = leads.iter().map(|lead| lead.as_minutes()).collect();
            serde_json::json!(minutes).to_string()
        });
        let reads_further = leads.is_some() || choices.use_provider_reminders.is_some();
        let mut transaction = self.write.begin().await?;
        if choices.changes_what_leaves() {
            thaw_calendar(&mut transaction, user, id).await?;
        }
        let done = sqlx::query(
            "UPDATE calendars SET
                 is_active = coalesce(?3, is_active),
                 sync_token = CASE WHEN ?3 IS NULL THEN sync_token END,
                 window_until = CASE WHEN ?4 THEN NULL ELSE window_until END,
                 privacy = coalesce(?5, privacy),
                 lead_times = CASE WHEN ?6 THEN ?7 ELSE lead_times END,
                 use_provider_reminders = coalesce(?8, use_provider_reminders),
                 updated_at = ?9,
                 own_name = CASE WHEN ?10 AND ?11 IS NOT coalesce(own_name, name) THEN ?11
                                 ELSE own_name END,
                 private_as_others = coalesce(?12, private_as_others)
             WHERE id = ?1 AND user_id = ?2",
        )
        .bind(id.as_str())
        .bind(user.as_str())
        .bind(choices.is_active)
        // A longer lead time wants to know of later events.
        .bind(reads_further)
        .bind(choices.privacy.map(Privacy::as_str))
        .bind(leads.is_some())
        .bind(leads_text)
        .bind(choices.use_provider_reminders)
        .bind(now.ms())
        .bind(choices.name.is_some())
        .bind(choices.name.as_ref().and_then(Option::as_deref))
        .bind(choices.private_as_others)
        .execute(&mut *transaction)
        .await?;
        let is_known = done.rows_affected() == 1;
        if is_known && reads_further {
            let rules_changed = Setting::RulesChangedAt;
            set_instant(&mut transaction, user, rules_changed, Some(now)).await?;
        }
        transaction.commit().await?;
        Ok(is_known)
    }

    /// Keeps what a source tells of a calendar. Answers whether that is not what was known.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn describe_calendar(
        &self,
        id: &CalendarId,
        told: Told<'_>,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE calendars SET color = ?2, timezone = ?3, is_primary = ?4,
                 name = coalesce(?5, name)
             WHERE id = ?1
                 AND (color IS NOT ?2 OR timezone != ?3 OR is_primary != ?4
                     OR name != coalesce(?5, name))",
        )
        .bind(id.as_str())
        .bind(told.color)
        .bind(told.zone.unwrap_or_default())
        .bind(told.is_primary)
        .bind(told.name)
        .execute(&self.write)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// How many minutes before its start an event of these calendars may remind at the most, by what
    /// was chosen for them: of one, or of all of a profile. What an event's own calendar may say has
    /// no other bound than [`LeadTime::MAX_MINUTES`].
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn longest_lead(
        &self,
        user: &UserId,
        of: Option<&CalendarId>,
    ) -> Result<u32, StoreError> {
        let longest: Option<u32> = sqlx::query_scalar(
            "SELECT max(CASE WHEN use_provider_reminders = 1 THEN ?3
                 ELSE (SELECT max(value) FROM json_each(lead_times)) END)
             FROM calendars WHERE user_id = ?1 AND counts = 1 AND (?2 IS NULL OR id = ?2)",
        )
        .bind(user.as_str())
        .bind(of.map(CalendarId::as_str))
        .bind(LeadTime::MAX_MINUTES)
        .fetch_one(&self.read)
        .await?;
        Ok(longest.unwrap_or(0))
    }
}

pub(super) fn read_calendar(row: &SqliteRow) -> Result<Calendar, StoreError> {
    let id: String = row.try_get("id")?;
    let unreadable = |column| StoreError::Unreadable {
        table: "calendars",
        column,
        row: id.clone(),
    };
    let zone: Option<String> = row.try_get("timezone")?;
    let privacy: &str = row.try_get("privacy")?;
    let lead_times: Option<&str> = row.try_get("lead_times")?;
    Ok(Calendar {
        name: row.try_get("name")?,
        color: row.try_get("color")?,
        timezone: zone.filter(|zone| !zone.is_empty()),
        is_primary: row.try_get("is_primary")?,
        is_active: row.try_get("is_active")?,
        privacy: Privacy::parse(privacy).ok_or_else(|| unreadable("privacy"))?,
        private_as_others: row.try_get("private_as_others")?,
        lead_times: lead_times
            .map(serde_json::from_str)
            .transpose()
            .map_err(|_| unreadable("lead_times"))?,
        use_provider_reminders: row.try_get("use_provider_reminders")?,
        upcoming_events: row.try_get("upcoming")?,
        added_at: Instant::from_ms(row.try_get("created_at")?),
        last_sync_at: read_instant(row, "last_sync_at")?,
        last_sync_local: None,
        error_message: row.try_get("error_message")?,
        notice: row.try_get("notice")?,
        presence: read_presence(row)?,
        missing_since: read_instant(row, "missing_since")?,
        missing_since_local: None,
        id: CalendarId(id),
    })
}
