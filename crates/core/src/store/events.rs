//! Event instances: `events`.

mod copies;
mod reach;
pub(super) mod row;

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use storytime_types::choices::{MuteScope, Privacy};
use storytime_types::events::EventStatus;
use storytime_types::profile::Theme;
use storytime_types::{CalendarId, EventId, Instant, UserId};

use self::row::{EventRow, KnownRow, columns, reminders_text, response_text};
use super::ledger::thaw_private;
use super::many::{ManyRows, many};
use super::{Store, StoreError, new_id};
use crate::events::occurrence::OwnResponse;

/// Rows per statement: 26 values each, under SQLite's 32,766 for one statement.
const CHUNK: usize = 500;

/// What an event consists of, whoever stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventContent {
    /// The provider's id, a UID.
    pub uid: String,
    /// Which instance, as [`crate::events::occurrence::InstanceKey::to_text`] writes it.
    pub instance: String,
    /// What it is called.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// The start; local midnight for an all-day event.
    pub start: Instant,
    /// The end.
    pub end: Instant,
    /// First day and the day after the last, for an all-day event.
    pub all_day: Option<(NaiveDate, NaiveDate)>,
    /// Where.
    pub location: Option<String>,
    /// Where to join.
    pub meeting_link: Option<String>,
    /// How many are invited.
    pub attendee_count: u32,
    /// Who called it, an address in lower case.
    pub organizer: Option<String>,
    /// What has become of it.
    pub status: EventStatus,
    /// Not sure yet.
    pub tentative: bool,
    /// Marked busy.
    pub busy: bool,
    /// What the person answered.
    pub response: OwnResponse,
    /// Whether only the person may know what it is.
    pub is_private: bool,
    /// How many minutes before its start its calendar reminds; empty where it says that it does not.
    pub reminders: Option<Vec<u32>>,
    /// SHA-256 over what a story or a reminder shows.
    pub data_hash: String,
}

/// A stored event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its id.
    pub id: EventId,
    /// Whose it is.
    pub user: UserId,
    /// Its calendar.
    pub calendar: CalendarId,
    /// What that is called.
    pub calendar_name: String,
    /// What the connection is called that it comes through.
    pub account_name: String,
    /// How that calendar is shown elsewhere, `#rrggbb`.
    pub calendar_color: Option<String>,
    /// What of it may leave this computer: of a private one, that the person is busy; of another,
    /// what was chosen for its calendar.
    pub privacy: Privacy,
    /// Whether its calendar's own reminders count.
    pub uses_reminders: bool,
    /// How the person muted it.
    pub muted: Option<MuteScope>,
    /// When this start was first seen.
    pub found_at: Instant,
    /// Its own style, where the person chose one for it.
    pub theme: Option<Theme>,
    /// The event in another calendar that is the same meeting and reminds in its place.
    pub copy_of: Option<EventId>,
    /// All the rest.
    pub content: EventContent,
}

/// What the sync compares a source's answer with.
#[derive(Clone, Debug)]
pub struct KnownEvent {
    /// Its id.
    pub id: EventId,
    /// Its content's hash.
    pub data_hash: String,
    /// Its start.
    pub start: Instant,
    /// Its end.
    pub end: Instant,
    /// Its status.
    pub status: EventStatus,
    /// Whether it was marked busy.
    pub busy: bool,
    /// What the person had answered.
    pub response: OwnResponse,
    /// Whether it was private.
    pub is_private: bool,
    /// How many minutes before its start its calendar reminded.
    pub reminders: Option<Vec<u32>>,
}

/// What an import changes in one calendar.
#[derive(Clone, Debug, Default)]
pub struct EventChanges {
    /// New ones.
    pub insert: Vec<EventContent>,
    /// Changed ones, and whether they count as found only now.
    pub update: Vec<(EventId, EventContent, Found)>,
    /// Those called off, or gone from a complete listing.
    pub cancel: Vec<EventId>,
}

/// From when on a changed event is known as what it is, as far as reminding goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It has another start, or it did not remind before and does now.
    Now,
    /// Only other fields changed.
    AsBefore,
}

impl EventChanges {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.insert.is_empty() && self.update.is_empty() && self.cancel.is_empty()
    }
}

impl Store {
    /// The instances of a calendar that overlap `from`..`to`, by UID and instance.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn known_events(
        &self,
        calendar: &CalendarId,
        from: Instant,
        to: Instant,
    ) -> Result<HashMap<(String, String), KnownEvent>, StoreError> {
        let query = sqlx::query_scalar(
            "SELECT json_group_array(json_array(provider_event_id, instance, id, data_hash,
                 start_time, end_time, status, is_busy, own_response, reminders, is_private))
             FROM events WHERE calendar_id = ? AND end_time > ? AND start_time < ?",
        )
        .bind(calendar.as_str())
        .bind(from.ms())
        .bind(to.ms());
        let rows: Vec<KnownRow> = many("events", query, &self.read).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The instances of what is switched on that overlap `from`..`to` and are not cancelled, in order
    /// of their start.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn events_between(
        &self,
        user: &UserId,
        from: Instant,
        to: Instant,
        limit: Option<u32>,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let query = sqlx::query_scalar(concat!(
            "SELECT json_group_array(",
            columns!(),
            " ORDER BY e.start_time, e.provider_event_id)
             FROM (SELECT e.* FROM events e JOIN calendars c ON c.id = e.calendar_id
                   JOIN calendar_integrations i ON i.id = c.integration_id
                   WHERE e.user_id = ?1 AND e.end_time > ?2 AND e.start_time < ?3
                       AND e.status != 'CANCELLED' AND c.counts = 1 AND i.status != 'INACTIVE'
                   ORDER BY e.start_time, e.provider_event_id LIMIT ?4) e",
        ))
        .bind(user.as_str())
        .bind(from.ms())
        .bind(to.ms())
        .bind(limit.map_or(-1, i64::from));
        self.stored(query).await
    }

    /// One event of the profile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn event(
        &self,
        user: &UserId,
        id: &EventId,
    ) -> Result<Option<StoredEvent>, StoreError> {
        let query = sqlx::query_scalar(concat!(
            "SELECT json_group_array(",
            columns!(),
            ") FROM events e WHERE e.id = ? AND e.user_id = ?",
        ))
        .bind(id.as_str())
        .bind(user.as_str());
        Ok(self.stored(query).await?.pop())
    }

    /// Gives an event a style of its own, or takes it away. Answers whether there is such an event.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_event_theme(
        &self,
        user: &UserId,
        id: &EventId,
        theme: Option<Theme>,
    ) -> Result<bool, StoreError> {
        let done =
            sqlx::query("UPDATE events SET theme_override = ?3 WHERE id = ?1 AND user_id = ?2")
                .bind(id.as_str())
                .bind(user.as_str())
                .bind(theme.map(Theme::as_str))
                .execute(&self.write)
                .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Events of a profile by id; those that are gone are left out.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn events_by_id(
        &self,
        user: &UserId,
        ids: &[EventId],
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let ids: Vec<&str> = ids.iter().map(EventId::as_str).collect();
        // The plus keeps SQLite from looking through all events of the profile.
        let query = sqlx::query_scalar(concat!(
            "SELECT json_group_array(",
            columns!(),
            ") FROM events e
             WHERE e.id IN (SELECT value FROM json_each(?)) AND +e.user_id = ?",
        ))
        .bind(serde_json::json!(ids).to_string())
        .bind(user.as_str());
        self.stored(query).await
    }

    async fn stored(&self, query: ManyRows<'_>) -> Result<Vec<StoredEvent>, StoreError> {
        let rows: Vec<EventRow> = many("events", query, &self.read).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}

pub(super) async fn apply(
    connection: &mut SqliteConnection,
    user: &UserId,
    calendar: &CalendarId,
    changes: &EventChanges,
    now: Instant,
) -> Result<(), StoreError> {
    for chunk in changes.insert.chunks(CHUNK) {
        insert_chunk(connection, user, calendar, chunk, now).await?;
    }
    for (id, content, found) in &changes.update {
        update_one(connection, id, content, *found, now).await?;
    }
    for id in &changes.cancel {
        sqlx::query("UPDATE events SET status = 'CANCELLED', last_updated_at = ?2 WHERE id = ?1")
            .bind(id.as_str())
            .bind(now.ms())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Notes which event stands for which copy.
pub(super) async fn mark_copies(
    connection: &mut SqliteConnection,
    copies: &[(EventId, Option<EventId>)],
) -> Result<(), StoreError> {
    for (id, copy_of) in copies {
        sqlx::query("UPDATE events SET copy_of = ?2 WHERE id = ?1")
            .bind(id.as_str())
            .bind(copy_of.as_ref().map(EventId::as_str))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

async fn insert_chunk(
    connection: &mut SqliteConnection,
    user: &UserId,
    calendar: &CalendarId,
    chunk: &[EventContent],
    now: Instant,
) -> Result<(), StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "INSERT INTO events (id, user_id, calendar_id, provider_event_id, instance, title,
             description, start_time, end_time, is_all_day, start_date, end_date, location,
             meeting_link, attendee_count, organizer, status, is_tentative, is_busy, own_response,
             reminders, is_private, data_hash, found_at, last_updated_at, created_at) ",
    );
    query.push_values(chunk, |mut row, event| {
        row.push_bind(new_id())
            .push_bind(user.as_str())
            .push_bind(calendar.as_str())
            .push_bind(&event.uid)
            .push_bind(&event.instance)
            .push_bind(&event.title)
            .push_bind(&event.description)
            .push_bind(event.start.ms())
            .push_bind(event.end.ms())
            .push_bind(event.all_day.is_some())
            .push_bind(event.all_day.map(|(first, _)| first.to_string()))
            .push_bind(event.all_day.map(|(_, end)| end.to_string()))
            .push_bind(&event.location)
            .push_bind(&event.meeting_link)
            .push_bind(event.attendee_count)
            .push_bind(&event.organizer)
            .push_bind(event.status.as_str())
            .push_bind(event.tentative)
            .push_bind(event.busy)
            .push_bind(response_text(event.response))
            .push_bind(reminders_text(event.reminders.as_deref()))
            .push_bind(event.is_private)
            .push_bind(&event.data_hash)
            .push_bind(now.ms())
            .push_bind(now.ms())
            .push_bind(now.ms());
    });
    // Outside the window an instance may be known already: it has come back into view.
    query.push(
        " ON CONFLICT (calendar_id, provider_event_id, instance) DO UPDATE SET
             title = excluded.title, description = excluded.description,
             found_at = CASE WHEN start_time = excluded.start_time THEN found_at
                             ELSE excluded.found_at END,
             start_time = excluded.start_time, end_time = excluded.end_time,
             is_all_day = excluded.is_all_day, start_date = excluded.start_date,
             end_date = excluded.end_date, location = excluded.location,
             meeting_link = excluded.meeting_link, attendee_count = excluded.attendee_count,
             organizer = excluded.organizer,
             status = excluded.status, is_tentative = excluded.is_tentative,
             is_busy = excluded.is_busy, own_response = excluded.own_response,
             reminders = excluded.reminders, is_private = excluded.is_private,
             data_hash = excluded.data_hash, last_updated_at = excluded.last_updated_at",
    );
    // As long as its chunk: no statement to keep for the next time.
    query.build().persistent(false).execute(connection).await?;
    Ok(())
}

async fn update_one(
    connection: &mut SqliteConnection,
    id: &EventId,
    event: &EventContent,
    found: Found,
    now: Instant,
) -> Result<(), StoreError> {
    if event.is_private {
        thaw_private(connection, id).await?;
    }
    sqlx::query(
        "UPDATE events SET title = ?2, description = ?3, start_time = ?4, end_time = ?5,
             is_all_day = ?6, start_date = ?7, end_date = ?8, location = ?9, meeting_link = ?10,
             attendee_count = ?11, status = ?12, is_tentative = ?13, is_busy = ?14,
             own_response = ?15, data_hash = ?16, last_updated_at = ?17,
             found_at = CASE WHEN ?18 THEN ?17 ELSE found_at END, organizer = ?19, reminders = ?20,
             is_private = ?21
         WHERE id = ?1",
    )
    .bind(id.as_str())
    .bind(&event.title)
    .bind(&event.description)
    .bind(event.start.ms())
    .bind(event.end.ms())
    .bind(event.all_day.is_some())
    .bind(event.all_day.map(|(first, _)| first.to_string()))
    .bind(event.all_day.map(|(_, end)| end.to_string()))
    .bind(&event.location)
    .bind(&event.meeting_link)
    .bind(event.attendee_count)
    .bind(event.status.as_str())
    .bind(event.tentative)
    .bind(event.busy)
    .bind(response_text(event.response))
    .bind(&event.data_hash)
    .bind(now.ms())
    .bind(found == Found::Now)
    .bind(&event.organizer)
    .bind(reminders_text(event.reminders.as_deref()))
    .bind(event.is_private)
    .execute(connection)
    .await?;
    Ok(())
}
