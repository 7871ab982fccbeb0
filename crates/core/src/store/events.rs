//! Event instances: `events`.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};
use storytime_types::events::EventStatus;
use storytime_types::profile::Theme;
use storytime_types::{CalendarId, EventId, Instant, UserId};

use super::{Store, StoreError, new_id};
use crate::events::occurrence::OwnResponse;

/// Rows per statement: 21 values each, under SQLite's 32,766 for one statement.
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
    /// What has become of it.
    pub status: EventStatus,
    /// Not sure yet.
    pub tentative: bool,
    /// Marked busy.
    pub busy: bool,
    /// What the person answered.
    pub response: OwnResponse,
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
    /// When this start was first seen.
    pub found_at: Instant,
    /// Its own style, where the person chose one for it.
    pub theme: Option<Theme>,
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
        let rows = sqlx::query(
            "SELECT id, provider_event_id, instance, data_hash, start_time, end_time, status, is_busy,
                 own_response
             FROM events WHERE calendar_id = ? AND end_time > ? AND start_time < ?",
        )
        .bind(calendar.as_str())
        .bind(from.ms())
        .bind(to.ms())
        .fetch_all(&self.read)
        .await?;
        rows.iter()
            .map(|row| {
                let key = (row.try_get("provider_event_id")?, row.try_get("instance")?);
                let known = KnownEvent {
                    id: EventId(row.try_get("id")?),
                    data_hash: row.try_get("data_hash")?,
                    start: Instant::from_ms(row.try_get("start_time")?),
                    end: Instant::from_ms(row.try_get("end_time")?),
                    status: read_status(row)?,
                    busy: row.try_get("is_busy")?,
                    response: read_response(row)?,
                };
                Ok((key, known))
            })
            .collect()
    }

    /// The instances that overlap `from`..`to` and are not cancelled, in order of their start.
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
        sqlx::query(
            "SELECT e.* FROM events e JOIN calendars c ON c.id = e.calendar_id
             WHERE e.user_id = ?1 AND e.end_time > ?2 AND e.start_time < ?3
                 AND e.status != 'CANCELLED' AND c.is_active = 1
             ORDER BY e.start_time, e.provider_event_id LIMIT ?4",
        )
        .bind(user.as_str())
        .bind(from.ms())
        .bind(to.ms())
        .bind(limit.map_or(-1, i64::from))
        .fetch_all(&self.read)
        .await?
        .iter()
        .map(read_event)
        .collect()
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
        sqlx::query("SELECT * FROM events WHERE id = ? AND user_id = ?")
            .bind(id.as_str())
            .bind(user.as_str())
            .fetch_optional(&self.read)
            .await?
            .map(|row| read_event(&row))
            .transpose()
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
        sqlx::query(
            "SELECT * FROM events
             WHERE id IN (SELECT value FROM json_each(?)) AND +user_id = ?",
        )
        .bind(serde_json::json!(ids).to_string())
        .bind(user.as_str())
        .fetch_all(&self.read)
        .await?
        .iter()
        .map(read_event)
        .collect()
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
             meeting_link, attendee_count, status, is_tentative, is_busy, own_response, data_hash,
             found_at, last_updated_at, created_at) ",
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
            .push_bind(event.status.as_str())
            .push_bind(event.tentative)
            .push_bind(event.busy)
            .push_bind(response_text(event.response))
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
             status = excluded.status, is_tentative = excluded.is_tentative,
             is_busy = excluded.is_busy, own_response = excluded.own_response,
             data_hash = excluded.data_hash, last_updated_at = excluded.last_updated_at",
    );
    query.build().execute(connection).await?;
    Ok(())
}

async fn update_one(
    connection: &mut SqliteConnection,
    id: &EventId,
    event: &EventContent,
    found: Found,
    now: Instant,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE events SET title = ?2, description = ?3, start_time = ?4, end_time = ?5,
             is_all_day = ?6, start_date = ?7, end_date = ?8, location = ?9, meeting_link = ?10,
             attendee_count = ?11, status = ?12, is_tentative = ?13, is_busy = ?14,
             own_response = ?15, data_hash = ?16, last_updated_at = ?17,
             found_at = CASE WHEN ?18 THEN ?17 ELSE found_at END
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
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) fn read_event(row: &SqliteRow) -> Result<StoredEvent, StoreError> {
    let id: String = row.try_get("id")?;
    let date = |column: &'static str| -> Result<Option<NaiveDate>, StoreError> {
        let text: Option<&str> = row.try_get(column)?;
        text.map(|text| {
            text.parse().map_err(|_| StoreError::Unreadable {
                table: "events",
                column,
                row: id.clone(),
            })
        })
        .transpose()
    };
    let all_day = date("start_date")?.zip(date("end_date")?);
    let content = EventContent {
        uid: row.try_get("provider_event_id")?,
        instance: row.try_get("instance")?,
        title: row.try_get("title")?,
        description: row.try_get("description")?,
        start: Instant::from_ms(row.try_get("start_time")?),
        end: Instant::from_ms(row.try_get("end_time")?),
        all_day,
        location: row.try_get("location")?,
        meeting_link: row.try_get("meeting_link")?,
        attendee_count: row.try_get("attendee_count")?,
        status: read_status(row)?,
        tentative: row.try_get("is_tentative")?,
        busy: row.try_get("is_busy")?,
        response: read_response(row)?,
        data_hash: row.try_get("data_hash")?,
    };
    Ok(StoredEvent {
        user: UserId(row.try_get("user_id")?),
        calendar: CalendarId(row.try_get("calendar_id")?),
        found_at: Instant::from_ms(row.try_get("found_at")?),
        theme: row
            .try_get::<Option<&str>, _>("theme_override")?
            .and_then(Theme::parse),
        content,
        id: EventId(id),
    })
}

fn read_status(row: &SqliteRow) -> Result<EventStatus, StoreError> {
    EventStatus::parse(row.try_get("status")?).ok_or_else(|| StoreError::Unreadable {
        table: "events",
        column: "status",
        row: row.try_get("id").unwrap_or_default(),
    })
}

const RESPONSES: [(OwnResponse, &str); 4] = [
    (OwnResponse::Attending, "ATTENDING"),
    (OwnResponse::Tentative, "TENTATIVE"),
    (OwnResponse::NeedsAction, "NEEDS_ACTION"),
    (OwnResponse::Declined, "DECLINED"),
];

fn response_text(response: OwnResponse) -> &'static str {
    RESPONSES
        .iter()
        .find(|(known, _)| *known == response)
        .map_or("ATTENDING", |(_, text)| text)
}

fn read_response(row: &SqliteRow) -> Result<OwnResponse, StoreError> {
    let text: &str = row.try_get("own_response")?;
    RESPONSES
        .iter()
        .find(|(_, known)| *known == text)
        .map(|(response, _)| *response)
        .ok_or_else(|| StoreError::Unreadable {
            table: "events",
            column: "own_response",
            row: row.try_get("id").unwrap_or_default(),
        })
}
