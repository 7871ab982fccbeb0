//! One transaction for what a sync found and what it changes in the plan, so that no event is ever
//! stored without its reminders.

use chrono::NaiveDate;
use serde::Deserialize;
use sqlx::SqliteConnection;
use storytime_types::choices::MuteScope;
use storytime_types::events::EventStatus;
use storytime_types::notifications::{NotificationKind, NotificationStatus};
use storytime_types::profile::LeadTime;
use storytime_types::{CalendarId, ChannelId, EventId, Instant, NotificationId, UserId};

use super::events::EventChanges;
use super::events::row::{reminders, response};
use super::ledger::{self, LedgerChanges};
use super::many::{flag, instant, many, maybe_instant};
use super::settings::{Setting, instant_of, set_instant};
use super::{Store, StoreError, channels, mutes};
use crate::events::occurrence::OwnResponse;
use crate::reminders::{CancelReason, IdempotencyKey, RowState, Said};

/// What a sync found in one calendar.
#[derive(Clone, Debug)]
pub struct Import {
    /// Which calendar.
    pub calendar: CalendarId,
    /// What changes in it.
    pub changes: EventChanges,
    /// What tells the source next time that nothing changed.
    pub sync_token: Option<String>,
    /// How far its series are expanded now.
    pub window_until: Instant,
    /// What of the calendar had to be left out, in one sentence.
    pub notice: Option<String>,
    /// Whether the source was read for it, and not only its last body again.
    pub was_read: bool,
}

/// Which part of the store a plan is made from.
#[derive(Clone, Copy, Debug)]
pub struct PlanReach {
    /// Events that ended before it are of no interest, unless a row waits for them.
    pub from: Instant,
    /// Events that start after it are not planned yet.
    pub until: Instant,
}

/// What a plan is made from, read within the transaction that will hold its result.
#[derive(Clone, Debug)]
pub struct PlanInput {
    /// The events within reach, those that a row waits for, and later ones that may be copies of one
    /// another.
    pub events: Vec<PlanEvent>,
    /// The ledger's reminders of these events, and every one that waits.
    pub rows: Vec<RowState>,
    /// What was said of meetings within reach, their events being stored or not.
    pub said: Vec<Said>,
    /// Where reminders go.
    pub channel: Option<ChannelId>,
    /// When the plan was last made.
    pub planned_at: Option<Instant>,
    /// When its rules last changed.
    pub rules_changed_at: Option<Instant>,
}

/// An event as far as planning goes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PlanEvent {
    /// Its id.
    pub id: EventId,
    /// Which instance.
    pub instance: String,
    /// What it is called.
    pub title: String,
    /// The start; local midnight for an all-day event.
    #[serde(deserialize_with = "instant")]
    pub start: Instant,
    /// The end.
    #[serde(deserialize_with = "instant")]
    pub end: Instant,
    /// The first day of an all-day event.
    pub first_day: Option<NaiveDate>,
    /// What has become of it.
    pub status: EventStatus,
    /// Not sure yet.
    #[serde(deserialize_with = "flag")]
    pub tentative: bool,
    /// Marked busy.
    #[serde(deserialize_with = "flag")]
    pub busy: bool,
    /// What the person answered.
    #[serde(deserialize_with = "response")]
    pub response: OwnResponse,
    /// When this start was first seen.
    #[serde(deserialize_with = "instant")]
    pub found_at: Instant,
    /// Its calendar is switched on, and not gone.
    #[serde(deserialize_with = "flag")]
    pub is_live: bool,
    /// Its calendar is gone.
    #[serde(deserialize_with = "flag")]
    pub is_gone: bool,
    /// Its calendar.
    pub calendar: CalendarId,
    /// The provider's id, a UID.
    pub uid: String,
    /// Who called it.
    pub organizer: Option<String>,
    /// The event that was found to stand for it when the plan was last made.
    pub copy_of: Option<EventId>,
    /// How many minutes before its start its calendar reminds; empty where it says that it does not.
    #[serde(deserialize_with = "reminders")]
    pub reminders: Option<Vec<u32>>,
    /// Whether that counts.
    #[serde(deserialize_with = "flag")]
    pub uses_reminders: bool,
    /// The lead times of its calendar, where the person chose some.
    #[serde(deserialize_with = "lead_times")]
    pub lead_times: Option<Vec<LeadTime>>,
    /// How the person muted it.
    #[serde(deserialize_with = "mutes::scope")]
    pub muted: Option<MuteScope>,
}

/// A row of the ledger as far as planning goes, column by column.
#[derive(Deserialize)]
struct PlanRow {
    key: String,
    kind: NotificationKind,
    event: Option<EventId>,
    #[serde(deserialize_with = "maybe_instant")]
    event_start: Option<Instant>,
    #[serde(deserialize_with = "instant")]
    due: Instant,
    #[serde(deserialize_with = "instant")]
    useless_after: Instant,
    status: NotificationStatus,
    attempts: u32,
    #[serde(deserialize_with = "flag")]
    in_flight: bool,
    error_message: Option<String>,
}

impl From<PlanRow> for RowState {
    fn from(row: PlanRow) -> Self {
        Self {
            key: IdempotencyKey::from_stored(row.key),
            kind: row.kind,
            event_id: row.event,
            start: row.event_start,
            due: row.due,
            useless_after: row.useless_after,
            status: row.status,
            attempts: row.attempts,
            in_flight: row.in_flight,
            reason: row.error_message.as_deref().and_then(CancelReason::parse),
        }
    }
}

impl Store {
    /// Writes an import, if there is one, together with the changes that `plan` makes of what is
    /// then stored. Answers what was changed in the ledger.
    ///
    /// # Errors
    /// When the database refuses; nothing is changed then.
    pub async fn commit_plan(
        &self,
        user: &UserId,
        import: Option<&Import>,
        reach: PlanReach,
        now: Instant,
        plan: impl FnOnce(&PlanInput) -> LedgerChanges + Send,
    ) -> Result<LedgerChanges, StoreError> {
        let mut transaction = self.write.begin().await?;
        if let Some(import) = import {
            super::events::apply(
                &mut transaction,
                user,
                &import.calendar,
                &import.changes,
                now,
            )
            .await?;
            mark_calendar(&mut transaction, import, now).await?;
        }
        let input = plan_input(&mut transaction, user, reach).await?;
        let changes = plan(&input);
        ledger::apply(&mut transaction, user, &changes, now).await?;
        super::events::mark_copies(&mut transaction, &changes.copies).await?;
        set_instant(&mut transaction, user, Setting::PlannedAt, Some(now)).await?;
        transaction.commit().await?;
        Ok(changes)
    }
}

async fn mark_calendar(
    connection: &mut SqliteConnection,
    import: &Import,
    now: Instant,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE calendars SET sync_token = ?2, window_until = ?3, updated_at = ?4, notice = ?5,
             last_sync_at = CASE WHEN ?6 THEN ?4 ELSE last_sync_at END,
             error_message = CASE WHEN ?6 THEN NULL ELSE error_message END
         WHERE id = ?1",
    )
    .bind(import.calendar.as_str())
    .bind(&import.sync_token)
    .bind(import.window_until.ms())
    .bind(now.ms())
    .bind(&import.notice)
    .bind(import.was_read)
    .execute(connection)
    .await?;
    Ok(())
}

/// The events after ?3 that are copies, or may be: another calendar has one that begins then and has
/// the same UID, or title, end and organiser. Whether they are, [`crate::reminders::copies`] says.
macro_rules! copies_ahead {
    () => {
        "SELECT id FROM events WHERE user_id = ?1 AND start_time > ?3 AND copy_of IS NOT NULL
         UNION SELECT one.id
         FROM (SELECT start_time, provider_event_id FROM events
               WHERE user_id = ?1 AND start_time > ?3
               GROUP BY start_time, provider_event_id
               HAVING min(calendar_id) < max(calendar_id)) AS several
         JOIN events one ON one.user_id = ?1 AND one.start_time = several.start_time
             AND one.provider_event_id = several.provider_event_id
         UNION SELECT one.id
         FROM (SELECT start_time, end_time, title, organizer FROM events
               WHERE user_id = ?1 AND start_time > ?3 AND organizer IS NOT NULL
               GROUP BY start_time, end_time, title, organizer
               HAVING min(calendar_id) < max(calendar_id)) AS several
         JOIN events one ON one.user_id = ?1 AND one.start_time = several.start_time
             AND one.end_time = several.end_time AND one.title = several.title
             AND one.organizer = several.organizer"
    };
}

async fn plan_input(
    connection: &mut SqliteConnection,
    user: &UserId,
    reach: PlanReach,
) -> Result<PlanInput, StoreError> {
    let events = sqlx::query_scalar(concat!(
        "SELECT json_group_array(json_array(e.id, e.instance, e.title, e.start_time, e.end_time,
             e.start_date, e.status, e.is_tentative, e.is_busy, e.own_response, e.found_at,
             c.counts = 1 AND i.status != 'INACTIVE', c.presence = 'GONE', e.calendar_id, e.provider_event_id,
             e.organizer, e.copy_of, e.reminders, c.use_provider_reminders, c.lead_times, ",
        mutes::muted!(),
        "))
         FROM events e
         JOIN calendars c ON c.id = e.calendar_id
         JOIN calendar_integrations i ON i.id = c.integration_id
         WHERE e.user_id = ?1 AND (e.end_time > ?2 AND e.start_time <= ?3
             OR e.id IN (SELECT event_id FROM notification_logs
                         WHERE status = 'PENDING' AND event_id IS NOT NULL)
             OR e.id IN (",
        copies_ahead!(),
        "))"
    ))
    .bind(user.as_str())
    .bind(reach.from.ms())
    .bind(reach.until.ms());
    let rows = sqlx::query_scalar(
        "SELECT json_group_array(json_array(idempotency_key, kind, event_id, event_start,
             scheduled_for, useless_after, status, attempts, attempt_begun IS NOT NULL,
             error_message))
         FROM notification_logs
         WHERE user_id = ?1 AND event_id IS NOT NULL AND (status = 'PENDING' OR event_id IN
             (SELECT id FROM events WHERE user_id = ?1 AND end_time > ?2 AND start_time <= ?3))",
    )
    .bind(user.as_str())
    .bind(reach.from.ms())
    .bind(reach.until.ms());
    let rows: Vec<PlanRow> = many("notification_logs", rows, &mut *connection).await?;
    Ok(PlanInput {
        events: many("events", events, &mut *connection).await?,
        rows: rows.into_iter().map(Into::into).collect(),
        said: ledger::said_of_meetings(&mut *connection, user, reach.from, reach.until).await?,
        channel: channels::primary(&mut *connection, user).await?,
        planned_at: instant_of(&mut *connection, user, Setting::PlannedAt).await?,
        rules_changed_at: instant_of(&mut *connection, user, Setting::RulesChangedAt).await?,
    })
}

fn lead_times<'de, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<Option<Vec<LeadTime>>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    let read = text.map(|text| serde_json::from_str(&text));
    read.transpose().map_err(serde::de::Error::custom)
}

/// The id of a row that is about to be written.
#[must_use]
pub fn new_notification_id() -> NotificationId {
    NotificationId(super::new_id())
}
