//! Stories: `storylines`, one for each event and theme.

use std::collections::HashMap;

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};
use storytime_types::events::Storyline;
use storytime_types::profile::Theme;
use storytime_types::{CalendarId, EventId, Instant, StorylineId, UserId};

use super::{Store, StoreError, new_id};
use crate::stories::surroundings::Slot;

/// Rows per statement: 12 values each, under SQLite's 32,766 for one statement.
const CHUNK: usize = 500;

/// A story as it is about to be written.
#[derive(Clone, Debug)]
pub struct NewStoryline {
    /// The event it is about.
    pub event: EventId,
    /// The style it is told in.
    pub theme: Theme,
    /// The story.
    pub story_text: String,
    /// The facts alone.
    pub plain_text: String,
    /// One emoji.
    pub emoji: String,
    /// The hash of the event it was written for: a changed event needs another story.
    pub data_hash: String,
    /// How often the person asked for another one.
    pub rewrites: u32,
    /// The key of the surroundings it speaks of.
    pub surroundings: Option<String>,
    /// Until when it is kept.
    pub expires_at: Instant,
}

/// A series: its calendar and its events' UID.
pub type SeriesKey = (CalendarId, String);

/// The time that an event takes, and how its story stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldSlot {
    /// Its time.
    pub slot: Slot,
    /// The person does not go there.
    pub declined: bool,
    /// Since when its calendar is known here.
    pub known_since: Instant,
    /// Its story.
    pub told: Told,
}

/// Whether there is a story that fits an event's present content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// No.
    Not,
    /// Yes, and it speaks of the surroundings with this key, or of none.
    Of(Option<String>),
}

/// A stored story with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredStoryline {
    /// Its id.
    pub id: StorylineId,
    /// The event it is about.
    pub event: EventId,
    /// The hash of the event it was written for.
    pub data_hash: String,
    /// How often the person asked for another one.
    pub rewrites: u32,
    /// What answers carry of it.
    pub storyline: Storyline,
}

impl Store {
    /// The events that overlap `from`..`until`, in order of their start, each with the time that it
    /// takes and how its story in its own theme, or else in `theme`, stands.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn told_slots(
        &self,
        user: &UserId,
        theme: Theme,
        (from, until): (Instant, Instant),
        now: Instant,
    ) -> Result<Vec<ToldSlot>, StoreError> {
        let rows = sqlx::query(
            "SELECT e.id, substr(e.title, 1, 200) AS title, e.start_time, e.end_time, e.is_all_day,
                 e.own_response = 'DECLINED' AS is_declined, c.created_at AS known_since,
                 s.id IS NOT NULL AS is_told, s.surroundings
             FROM events e JOIN calendars c ON c.id = e.calendar_id
             LEFT JOIN storylines s
                 ON s.event_id = e.id AND s.theme = coalesce(e.theme_override, ?2)
                    AND s.is_active = 1 AND s.data_hash = e.data_hash AND s.expires_at > ?5
             WHERE e.user_id = ?1 AND e.end_time > ?3 AND e.start_time < ?4
                 AND e.status != 'CANCELLED' AND c.is_active = 1
             ORDER BY e.start_time, e.id LIMIT 10000",
        )
        .bind(user.as_str())
        .bind(theme.as_str())
        .bind(from.ms())
        .bind(until.ms())
        .bind(now.ms())
        .fetch_all(&self.read)
        .await?;
        rows.iter().map(read_told_slot).collect()
    }

    /// The starts of every known instance of the series that these events are of, by series.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn series_starts(
        &self,
        events: &[EventId],
    ) -> Result<HashMap<SeriesKey, Vec<Instant>>, StoreError> {
        let ids: Vec<&str> = events.iter().map(EventId::as_str).collect();
        let rows = sqlx::query(
            "SELECT e.calendar_id, e.provider_event_id, e.start_time FROM events e
             JOIN (SELECT DISTINCT calendar_id, provider_event_id FROM events
                   WHERE instance != '' AND id IN (SELECT value FROM json_each(?))) series
                 ON series.calendar_id = e.calendar_id
                    AND series.provider_event_id = e.provider_event_id
             WHERE e.instance != '' AND e.status != 'CANCELLED'",
        )
        .bind(serde_json::json!(ids).to_string())
        .fetch_all(&self.read)
        .await?;
        let mut series: HashMap<SeriesKey, Vec<Instant>> = HashMap::new();
        for row in &rows {
            let key = (
                CalendarId(row.try_get("calendar_id")?),
                row.try_get("provider_event_id")?,
            );
            let start = Instant::from_ms(row.try_get("start_time")?);
            series.entry(key).or_default().push(start);
        }
        Ok(series)
    }

    /// Writes stories; one that exists for the same event and theme is replaced and keeps its id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn upsert_storylines(
        &self,
        user: &UserId,
        stories: &[NewStoryline],
        now: Instant,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write.begin().await?;
        for chunk in stories.chunks(CHUNK) {
            let mut query = QueryBuilder::<Sqlite>::new(
                "INSERT INTO storylines (id, user_id, event_id, theme, story_text, plain_text,
                     emoji, data_hash, rewrites, surroundings, expires_at, created_at) ",
            );
            query.push_values(chunk, |mut row, story| {
                row.push_bind(new_id())
                    .push_bind(user.as_str())
                    .push_bind(story.event.as_str())
                    .push_bind(story.theme.as_str())
                    .push_bind(&story.story_text)
                    .push_bind(&story.plain_text)
                    .push_bind(&story.emoji)
                    .push_bind(&story.data_hash)
                    .push_bind(story.rewrites)
                    .push_bind(&story.surroundings)
                    .push_bind(story.expires_at.ms())
                    .push_bind(now.ms());
            });
            query.push(
                " ON CONFLICT (event_id, theme) DO UPDATE SET
                     story_text = excluded.story_text, plain_text = excluded.plain_text,
                     emoji = excluded.emoji, data_hash = excluded.data_hash,
                     rewrites = excluded.rewrites, surroundings = excluded.surroundings,
                     expires_at = excluded.expires_at,
                     created_at = excluded.created_at, ai_provider = NULL, tokens_used = NULL,
                     is_active = 1",
            );
            query.build().execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// The active stories of these events in their own theme, or else in `theme`, by event.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn stories_of(
        &self,
        user: &UserId,
        events: &[EventId],
        theme: Theme,
    ) -> Result<HashMap<EventId, StoredStoryline>, StoreError> {
        let ids: Vec<&str> = events.iter().map(EventId::as_str).collect();
        sqlx::query(
            "SELECT s.* FROM storylines s JOIN events e ON e.id = s.event_id
             WHERE s.theme = coalesce(e.theme_override, ?) AND s.is_active = 1
                 AND s.event_id IN (SELECT value FROM json_each(?)) AND +s.user_id = ?",
        )
        .bind(theme.as_str())
        .bind(serde_json::json!(ids).to_string())
        .bind(user.as_str())
        .fetch_all(&self.read)
        .await?
        .iter()
        .map(|row| read_storyline(row).map(|story| (story.event.clone(), story)))
        .collect()
    }

    /// Every story of one event.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn storylines_of_event(
        &self,
        user: &UserId,
        event: &EventId,
    ) -> Result<Vec<StoredStoryline>, StoreError> {
        sqlx::query("SELECT * FROM storylines WHERE user_id = ? AND event_id = ? ORDER BY theme")
            .bind(user.as_str())
            .bind(event.as_str())
            .fetch_all(&self.read)
            .await?
            .iter()
            .map(read_storyline)
            .collect()
    }

    /// The texts of the profile's last stories in `theme`, newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn last_story_texts(
        &self,
        user: &UserId,
        theme: Theme,
        count: u32,
    ) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT story_text FROM storylines WHERE user_id = ? AND theme = ?
             ORDER BY created_at DESC, id DESC LIMIT ?",
        )
        .bind(user.as_str())
        .bind(theme.as_str())
        .bind(count)
        .fetch_all(&self.read)
        .await?)
    }

    /// Drops every story of the profile, as when its zone changes: stories name local times.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn drop_stories(&self, user: &UserId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM storylines WHERE user_id = ?")
            .bind(user.as_str())
            .execute(&self.write)
            .await?;
        Ok(())
    }

    /// Drops the stories whose time is over.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn drop_expired_stories(&self, now: Instant) -> Result<u64, StoreError> {
        let dropped = sqlx::query("DELETE FROM storylines WHERE expires_at <= ?")
            .bind(now.ms())
            .execute(&self.write)
            .await?;
        Ok(dropped.rows_affected())
    }
}

fn read_told_slot(row: &SqliteRow) -> Result<ToldSlot, StoreError> {
    let is_told: bool = row.try_get("is_told")?;
    let slot = Slot {
        event: EventId(row.try_get("id")?),
        title: row.try_get("title")?,
        start: Instant::from_ms(row.try_get("start_time")?),
        end: Instant::from_ms(row.try_get("end_time")?),
        all_day: row.try_get("is_all_day")?,
    };
    Ok(ToldSlot {
        slot,
        declined: row.try_get("is_declined")?,
        known_since: Instant::from_ms(row.try_get("known_since")?),
        told: if is_told {
            Told::Of(row.try_get("surroundings")?)
        } else {
            Told::Not
        },
    })
}

fn read_storyline(row: &SqliteRow) -> Result<StoredStoryline, StoreError> {
    let id: String = row.try_get("id")?;
    let theme: &str = row.try_get("theme")?;
    let storyline = Storyline {
        theme: Theme::parse(theme).ok_or_else(|| StoreError::Unreadable {
            table: "storylines",
            column: "theme",
            row: id.clone(),
        })?,
        story_text: row.try_get("story_text")?,
        plain_text: row.try_get("plain_text")?,
        emoji: row.try_get("emoji")?,
        ai_provider: row.try_get("ai_provider")?,
        tokens_used: row.try_get("tokens_used")?,
        expires_at: Instant::from_ms(row.try_get("expires_at")?),
        is_active: row.try_get("is_active")?,
    };
    Ok(StoredStoryline {
        event: EventId(row.try_get("event_id")?),
        data_hash: row.try_get("data_hash")?,
        rewrites: row.try_get("rewrites")?,
        storyline,
        id: StorylineId(id),
    })
}
