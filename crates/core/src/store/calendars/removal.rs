//! Removing an integration or a calendar, with every row that tells what was in it.

mod trouble;

use serde_json::json;
use sqlx::{Row as _, SqliteConnection};
use storytime_types::calendars::called;
use storytime_types::notifications::NotificationKind;
use storytime_types::{CalendarId, Instant, IntegrationId, UserId};

use crate::store::backups::rewriting::{RewriteError, Rewriting, Rewritten, rewrite};
use crate::store::oauth::read_provider;
use crate::store::removal::NOBODY;
use crate::store::settings::{Setting, set_instant};
use crate::store::{MIGRATIONS, Store, StoreError, backups};
use trouble::{forget_calendar_s_trouble, forget_trouble, forget_what_went_on};

/// What becomes of what was sent of a calendar that goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// It stays in the ledger: it was sent.
    Stays,
    /// It goes, too.
    Goes,
}

/// So many letters of a place tell it from others, where a message has cut it.
const TOLD_APART_BY: u32 = 12;

impl Store {
    /// Removes an integration in one transaction: its calendars, events and stories, what was told of
    /// its trouble, and the reminders that nobody ever tried to send. Answers the ids of the calendars
    /// that went, or nothing where there is no such integration.
    ///
    /// # Errors
    /// When the database refuses; nothing is removed then.
    pub async fn delete_integration(
        &self,
        user: &UserId,
        id: &IntegrationId,
        history: History,
        now: Instant,
    ) -> Result<Option<Vec<CalendarId>>, StoreError> {
        let mut transaction = self.write.begin().await?;
        let gone = forget_integration(&mut transaction, user, id, history, now).await?;
        if gone.is_some() {
            set_instant(&mut transaction, &NOBODY, Setting::RemovedAt, Some(now)).await?;
        }
        transaction.commit().await?;
        Ok(gone)
    }

    /// Takes an integration out of the backups, too. Answers how many copies are left as they are:
    /// those that cannot be read, and damaged databases that were set aside.
    ///
    /// # Errors
    /// When a copy cannot be written.
    pub async fn remove_integration_from_backups(
        &self,
        user: &UserId,
        id: &IntegrationId,
        history: History,
        now: Instant,
    ) -> Result<u32, StoreError> {
        let parting = Parting {
            user,
            id,
            history,
            now,
        };
        let mut unreadable = 0;
        for backup in backups::newest_first(&self.folder) {
            if rewrite(&backup, &parting).await? == Rewritten::Unreadable {
                unreadable += 1;
            }
        }
        Ok(unreadable + backups::damaged(&self.folder))
    }

    /// Removes a calendar that is gone from its integration, and what was sent of it. Answers which state it was in; nothing is
    /// removed where it is another one, or where there is no such calendar.
    ///
    /// # Errors
    /// When the database refuses; nothing is removed then.
    pub async fn delete_gone_calendar(
        &self,
        user: &UserId,
        id: &CalendarId,
        now: Instant,
    ) -> Result<Option<Removal>, StoreError> {
        let mut transaction = self.write.begin().await?;
        let found: Option<(String, bool)> = sqlx::query_as(
            "SELECT integration_id, presence = 'GONE' FROM calendars WHERE id = ? AND user_id = ?",
        )
        .bind(id.as_str())
        .bind(user.as_str())
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((integration, is_gone)) = found else {
            return Ok(None);
        };
        if !is_gone {
            return Ok(Some(Removal::StillThere));
        }
        let (of, integration) = (user.as_str(), IntegrationId(integration));
        forget_calendar_s_trouble(&mut transaction, of, &integration, id.as_str()).await?;
        // Without its events nobody could tell later whose history it was.
        forget_calendar(&mut transaction, of, id.as_str(), History::Goes, now).await?;
        set_instant(&mut transaction, &NOBODY, Setting::RemovedAt, Some(now)).await?;
        transaction.commit().await?;
        Ok(Some(Removal::Removed))
    }
}

/// What became of a calendar that was to be removed by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// It is removed.
    Removed,
    /// Its integration lists it, so it would only come back.
    StillThere,
}

/// An integration that leaves a backup.
struct Parting<'a> {
    user: &'a UserId,
    id: &'a IntegrationId,
    history: History,
    now: Instant,
}

impl Rewriting for Parting<'_> {
    type Refusal = StoreError;

    async fn rewrite(
        &self,
        connection: &mut SqliteConnection,
    ) -> Result<bool, RewriteError<StoreError>> {
        // An older one gets the tables of today, as it would when somebody goes back to it.
        let migrated = MIGRATIONS.run_direct(None, connection, false).await;
        migrated.map_err(RewriteError::of_another_version)?;
        let gone = forget_integration(connection, self.user, self.id, self.history, self.now);
        Ok(gone.await?.is_some())
    }
}

async fn forget_integration(
    connection: &mut SqliteConnection,
    user: &UserId,
    id: &IntegrationId,
    history: History,
    now: Instant,
) -> Result<Option<Vec<CalendarId>>, sqlx::Error> {
    let known = sqlx::query(
        "SELECT provider, name, shown_address FROM calendar_integrations
         WHERE id = ? AND user_id = ?",
    )
    .bind(id.as_str())
    .bind(user.as_str())
    .fetch_optional(&mut *connection)
    .await?;
    let Some(known) = known else {
        return Ok(None);
    };
    let calendars: Vec<(String, String)> = sqlx::query_as(
        "SELECT id, coalesce(own_name, name) FROM calendars WHERE integration_id = ? AND user_id = ?",
    )
    .bind(id.as_str())
    .bind(user.as_str())
    .fetch_all(&mut *connection)
    .await?;
    let names = names_of(&known, &calendars)?;
    for (calendar, _) in &calendars {
        forget_calendar(&mut *connection, user.as_str(), calendar, history, now).await?;
    }
    forget_trouble(&mut *connection, user.as_str(), id).await?;
    forget_what_went_on(&mut *connection, user.as_str(), &names).await?;
    forget_nudges(&mut *connection, user.as_str(), &names, history).await?;
    sqlx::query("DELETE FROM calendar_integrations WHERE id = ? AND user_id = ?")
        .bind(id.as_str())
        .bind(user.as_str())
        .execute(&mut *connection)
        .await?;
    let calendars = calendars.into_iter();
    Ok(Some(calendars.map(|(id, _)| CalendarId(id)).collect()))
}

/// What an integration may have been called: a file is called as its calendar is.
fn names_of(
    known: &sqlx::sqlite::SqliteRow,
    calendars: &[(String, String)],
) -> Result<Vec<String>, sqlx::Error> {
    let own: String = known.try_get("name")?;
    let address: Option<String> = known.try_get("shown_address")?;
    let named = calendars.iter().map(|(_, name)| name.clone());
    let Ok(provider) = read_provider(known) else {
        return Ok(vec![own]);
    };
    let all = std::iter::once(own).chain(named);
    Ok(all
        .map(|name| called(provider, &name, address.as_deref()))
        .collect())
}

/// Removes a calendar with its events, their stories and what is muted of them. Of its reminders those
/// stay that somebody tried to send, unless the history goes.
async fn forget_calendar(
    connection: &mut SqliteConnection,
    user: &str,
    calendar: &str,
    history: History,
    now: Instant,
) -> Result<(), sqlx::Error> {
    forget_stories_beside(connection, user, calendar).await?;
    let whole_history = history == History::Goes;
    if whole_history {
        forget_digests(connection, user, calendar).await?;
    }
    forget_what_it_lent(connection, user, calendar, history).await?;
    sqlx::query(
        "DELETE FROM notification_logs
         WHERE event_id IN (SELECT id FROM events WHERE calendar_id = ?1)
             AND (?2 OR attempts = 0 AND attempt_begun IS NULL AND status != 'SENT')",
    )
    .bind(calendar)
    .bind(whole_history)
    .execute(&mut *connection)
    .await?;
    // What is on its way is recorded as what it comes to.
    sqlx::query(
        "UPDATE notification_logs
         SET status = 'CANCELLED', error_message = 'its calendar was removed', updated_at = ?2
         WHERE status = 'PENDING' AND attempt_begun IS NULL
             AND event_id IN (SELECT id FROM events WHERE calendar_id = ?1)",
    )
    .bind(calendar)
    .bind(now.ms())
    .execute(&mut *connection)
    .await?;
    for statement in [
        "DELETE FROM storylines WHERE event_id IN (SELECT id FROM events WHERE calendar_id = ?)",
        "UPDATE events SET copy_of = NULL
         WHERE copy_of IN (SELECT id FROM events WHERE calendar_id = ?)",
        "DELETE FROM events WHERE calendar_id = ?",
        "DELETE FROM mutes WHERE calendar_id = ?",
        "DELETE FROM calendars WHERE id = ?",
    ] {
        sqlx::query(statement)
            .bind(calendar)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// A story of another calendar's event may name what stands beside it, in its first letters at least;
/// such a one is told anew.
async fn forget_stories_beside(
    connection: &mut SqliteConnection,
    user: &str,
    calendar: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM storylines WHERE id IN
             (SELECT s.id FROM storylines s
              JOIN events own ON own.id = s.event_id
              JOIN events beside ON beside.user_id = ?1 AND beside.calendar_id = ?2
                  AND beside.start_time BETWEEN own.start_time - ?3 AND own.start_time + ?3
              WHERE s.user_id = ?1 AND s.surroundings IS NOT NULL AND own.calendar_id != ?2
                  AND beside.title != ''
                  AND instr(s.story_text || s.plain_text, substr(beside.title, 1, 8)) > 0)",
    )
    .bind(user)
    .bind(calendar)
    .bind(2 * Instant::DAY)
    .execute(connection)
    .await?;
    Ok(())
}

/// A meeting's message may have its link or its place from a copy in the calendar that goes. What still
/// waits is composed anew; what was sent loses its text if the history goes.
async fn forget_what_it_lent(
    connection: &mut SqliteConnection,
    user: &str,
    calendar: &str,
    history: History,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE notification_logs SET message = NULL, message_text = ''
         WHERE user_id = ?1 AND (?3 OR status = 'PENDING') AND EXISTS
             (SELECT 1 FROM events lent JOIN events own ON own.id = lent.copy_of
              WHERE lent.calendar_id = ?2 AND own.id = notification_logs.event_id
                  AND (own.location IS NULL
                           AND instr(message_text, substr(lent.location, 1, ?4)) > 0
                       OR own.meeting_link IS NULL
                           AND instr(message_text, lent.meeting_link) > 0))",
    )
    .bind(user)
    .bind(calendar)
    .bind(history == History::Goes)
    .bind(TOLD_APART_BY)
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes the digests that name one of a calendar's events. Those that still wait stay: they speak for
/// other calendars, too.
async fn forget_digests(
    connection: &mut SqliteConnection,
    user: &str,
    calendar: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM notification_logs
         WHERE user_id = ?1 AND kind = ?3 AND status != 'PENDING' AND EXISTS
             (SELECT 1 FROM events WHERE calendar_id = ?2 AND title != ''
                  AND instr(notification_logs.message_text, title) > 0)",
    )
    .bind(user)
    .bind(calendar)
    .bind(NotificationKind::Digest.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes the word that an integration is too old, where nobody tried to send it.
async fn forget_nudges(
    connection: &mut SqliteConnection,
    user: &str,
    names: &[String],
    history: History,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM notification_logs
         WHERE user_id = ?1 AND kind = ?2
             AND (?4 OR attempts = 0 AND attempt_begun IS NULL AND status != 'SENT')
             AND EXISTS (SELECT 1 FROM json_each(?3)
                 WHERE instr(title, value || ' ') = 1 OR instr(title, ' of ' || value || ' ') > 0)",
    )
    .bind(user)
    .bind(NotificationKind::Nudge.as_str())
    .bind(json!(names).to_string())
    .bind(history == History::Goes)
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
