//! Stories: `storylines`, one for each event and theme.

use std::collections::HashMap;

use serde::Deserialize;
use sqlx::{QueryBuilder, Sqlite};
use storytime_types::choices::Privacy;
use storytime_types::events::Storyline;
use storytime_types::profile::Theme;
use storytime_types::{CalendarId, EventId, Instant, StorylineId, UserId};

use super::events::row::privacy_of;
use super::many::{ManyRows, flag, instant, many};
use super::{Store, StoreError, new_id};
use crate::stories::surroundings::Slot;

/// Rows per statement: 12 values each, under SQLite's 32,766 for one statement.
const CHUNK: usize = 500;

/// The columns of a story `s`, in the order of [`StoryRow`].
macro_rules! columns {
    () => {
        "json_array(s.id, s.event_id, s.data_hash, s.rewrites, s.theme, s.story_text, s.plain_text,
             s.emoji, s.ai_provider, s.tokens_used, s.expires_at, s.is_active)"
    };
}

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
    /// What of it may leave this computer.
    pub privacy: Privacy,
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

/// A [`ToldSlot`], column by column.
#[derive(Deserialize)]
struct ToldRow {
    event: EventId,
    title: String,
    #[serde(deserialize_with = "instant")]
    start: Instant,
    #[serde(deserialize_with = "instant")]
    end: Instant,
    #[serde(deserialize_with = "flag")]
    all_day: bool,
    #[serde(deserialize_with = "flag")]
    declined: bool,
    #[serde(deserialize_with = "instant")]
    known_since: Instant,
    privacy: Privacy,
    #[serde(deserialize_with = "flag")]
    is_private: bool,
    #[serde(deserialize_with = "flag")]
    private_as_others: bool,
    #[serde(deserialize_with = "flag")]
    is_told: bool,
    surroundings: Option<String>,
}

impl From<ToldRow> for ToldSlot {
    fn from(row: ToldRow) -> Self {
        Self {
            slot: Slot {
                event: row.event,
                title: row.title,
                start: row.start,
                end: row.end,
                all_day: row.all_day,
            },
            declined: row.declined,
            known_since: row.known_since,
            privacy: privacy_of(row.privacy, row.is_private, row.private_as_others),
            told: if row.is_told {
                Told::Of(row.surroundings)
            } else {
                Told::Not
            },
        }
    }
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
        let query = sqlx::query_scalar(
            "SELECT json_group_array(json_array(id, title, start_time, end_time, is_all_day,
                 is_declined, known_since, privacy, is_private, private_as_others, is_told,
                 surroundings) ORDER BY start_time, id)
             FROM (SELECT e.id, substr(e.title, 1, 200) AS title, e.start_time, e.end_time,
                       e.is_all_day, e.own_response = 'DECLINED' AS is_declined,
                       c.created_at AS known_since, c.privacy, e.is_private,
                       c.private_as_others,
                       s.id IS NOT NULL AS is_told, s.surroundings
                   FROM events e JOIN calendars c ON c.id = e.calendar_id
                   LEFT JOIN storylines s
                       ON s.event_id = e.id AND s.theme = coalesce(e.theme_override, ?2)
                          AND s.is_active = 1 AND s.data_hash = e.data_hash AND s.expires_at > ?5
                   WHERE e.user_id = ?1 AND e.end_time > ?3 AND e.start_time < ?4
                       AND e.status != 'CANCELLED' AND c.counts = 1
                   ORDER BY e.start_time, e.id LIMIT 10000)",
        )
        .bind(user.as_str())
        .bind(theme.as_str())
        .bind(from.ms())
        .bind(until.ms())
        .bind(now.ms());
        let rows: Vec<ToldRow> = many("events", query, &self.read).await?;
        Ok(rows.into_iter().map(Into::into).collect())
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
        let query = sqlx::query_scalar(
            "SELECT json_group_array(json_array(calendar_id, provider_event_id, json(starts)))
             FROM (SELECT e.calendar_id, e.provider_event_id,
                       json_group_array(e.start_time) AS starts
                   FROM events e
                   JOIN (SELECT DISTINCT calendar_id, provider_event_id FROM events
                         WHERE instance != '' AND id IN (SELECT value FROM json_each(?))) series
                       ON series.calendar_id = e.calendar_id
                          AND series.provider_event_id = e.provider_event_id
                   WHERE e.instance != '' AND e.status != 'CANCELLED'
                   GROUP BY e.calendar_id, e.provider_event_id)",
        )
        .bind(serde_json::json!(ids).to_string());
        let rows: Vec<(CalendarId, String, Vec<i64>)> = many("events", query, &self.read).await?;
        let series = rows.into_iter().map(|(calendar, uid, starts)| {
            let starts = starts.into_iter().map(Instant::from_ms).collect();
            ((calendar, uid), starts)
        });
        Ok(series.collect())
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
            // As long as its chunk: no statement to keep for the next time.
            let insert = query.build().persistent(false);
            insert.execute(&mut *transaction).await?;
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
        let query = sqlx::query_scalar(concat!(
            "SELECT json_group_array(",
            columns!(),
            ") FROM storylines s JOIN events e ON e.id = s.event_id
             WHERE s.theme = coalesce(e.theme_override, ?) AND s.is_active = 1
                 AND s.event_id IN (SELECT value FROM json_each(?)) AND +s.user_id = ?",
        ))
        .bind(theme.as_str())
        .bind(serde_json::json!(ids).to_string())
        .bind(user.as_str());
        let stories = self.stories(query).await?.into_iter();
        Ok(stories.map(|story| (story.event.clone(), story)).collect())
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
        let query = sqlx::query_scalar(concat!(
            "SELECT json_group_array(",
            columns!(),
            " ORDER BY s.theme) FROM storylines s WHERE s.user_id = ? AND s.event_id = ?",
        ))
        .bind(user.as_str())
        .bind(event.as_str());
        self.stories(query).await
    }

    async fn stories(&self, query: ManyRows<'_>) -> Result<Vec<StoredStoryline>, StoreError> {
        let rows: Vec<StoryRow> = many("storylines", query, &self.read).await?;
        Ok(rows.into_iter().map(Into::into).collect())
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

/// A [`StoredStoryline`], column by column.
#[derive(Deserialize)]
struct StoryRow {
    id: StorylineId,
    event: EventId,
    data_hash: String,
    rewrites: u32,
    theme: Theme,
    story_text: String,
    plain_text: String,
    emoji: Option<String>,
    ai_provider: Option<String>,
    tokens_used: Option<u32>,
    #[serde(deserialize_with = "instant")]
    expires_at: Instant,
    #[serde(deserialize_with = "flag")]
    is_active: bool,
}

impl From<StoryRow> for StoredStoryline {
    fn from(row: StoryRow) -> Self {
        Self {
            id: row.id,
            event: row.event,
            data_hash: row.data_hash,
            rewrites: row.rewrites,
            storyline: Storyline {
                theme: row.theme,
                story_text: row.story_text,
                plain_text: row.plain_text,
                emoji: row.emoji,
                ai_provider: row.ai_provider,
                tokens_used: row.tokens_used,
                expires_at: row.expires_at,
                is_active: row.is_active,
            },
        }
    }
}
