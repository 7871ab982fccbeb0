//! Stories: `storylines`, one for each event and theme.

use std::collections::HashMap;

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};
use storytime_types::events::Storyline;
use storytime_types::profile::Theme;
use storytime_types::{EventId, Instant, StorylineId, UserId};

use super::events::{StoredEvent, read_event};
use super::{Store, StoreError, new_id};

/// Rows per statement: 11 values each, under SQLite's 32,766 for one statement.
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
    /// Until when it is kept.
    pub expires_at: Instant,
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
    /// Events that start before `until` and have not ended, without a story in their own theme, or
    /// else in `theme`, that fits their present content.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn events_without_story(
        &self,
        user: &UserId,
        theme: Theme,
        now: Instant,
        until: Instant,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        sqlx::query(
            "SELECT e.* FROM events e
             LEFT JOIN storylines s
                 ON s.event_id = e.id AND s.theme = coalesce(e.theme_override, ?2) AND s.is_active = 1
                    AND s.data_hash = e.data_hash AND s.expires_at > ?3
             WHERE e.user_id = ?1 AND e.end_time > ?3 AND e.start_time < ?4
                 AND e.status != 'CANCELLED' AND s.id IS NULL
             ORDER BY e.start_time LIMIT 2000",
        )
        .bind(user.as_str())
        .bind(theme.as_str())
        .bind(now.ms())
        .bind(until.ms())
        .fetch_all(&self.read)
        .await?
        .iter()
        .map(read_event)
        .collect()
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
                     emoji, data_hash, rewrites, expires_at, created_at) ",
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
                    .push_bind(story.expires_at.ms())
                    .push_bind(now.ms());
            });
            query.push(
                " ON CONFLICT (event_id, theme) DO UPDATE SET
                     story_text = excluded.story_text, plain_text = excluded.plain_text,
                     emoji = excluded.emoji, data_hash = excluded.data_hash,
                     rewrites = excluded.rewrites, expires_at = excluded.expires_at,
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
        events: &[EventId],
        theme: Theme,
    ) -> Result<HashMap<EventId, StoredStoryline>, StoreError> {
        let ids: Vec<&str> = events.iter().map(EventId::as_str).collect();
        sqlx::query(
            "SELECT s.* FROM storylines s JOIN events e ON e.id = s.event_id
             WHERE s.theme = coalesce(e.theme_override, ?) AND s.is_active = 1
                 AND s.event_id IN (SELECT value FROM json_each(?))",
        )
        .bind(theme.as_str())
        .bind(serde_json::json!(ids).to_string())
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
