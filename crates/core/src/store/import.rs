//! One transaction for what a sync found and what it changes in the plan, so that no event is ever
//! stored without its reminders.

use sqlx::{Row, SqliteConnection};
use storytime_types::{CalendarId, ChannelId, Instant, NotificationId, UserId};

use super::events::{EventChanges, StoredEvent, read_event};
use super::ledger::{self, LedgerChanges, LedgerRow};
use super::settings::{Setting, instant_of, set_instant};
use super::{Store, StoreError, channels};

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
    /// Each event, and whether its calendar is switched on.
    pub events: Vec<(StoredEvent, bool)>,
    /// The ledger's reminders of these events, and every one that waits.
    pub rows: Vec<LedgerRow>,
    /// Where reminders go.
    pub channel: Option<ChannelId>,
    /// When the plan was last made.
    pub planned_at: Option<Instant>,
    /// When its rules last changed.
    pub rules_changed_at: Option<Instant>,
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
        set_instant(&mut transaction, user, Setting::PlannedAt, Some(now)).await?;
        transaction.commit().await?;
        Ok(changes)
    }

    /// Notes that a calendar was looked at and nothing in it changed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mark_calendar_unchanged(
        &self,
        calendar: &CalendarId,
        now: Instant,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE calendars SET last_sync_at = ?2, error_message = NULL WHERE id = ?1")
            .bind(calendar.as_str())
            .bind(now.ms())
            .execute(&self.write)
            .await?;
        Ok(())
    }
}

async fn mark_calendar(
    connection: &mut SqliteConnection,
    import: &Import,
    now: Instant,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE calendars SET sync_token = ?2, window_until = ?3, last_sync_at = ?4, updated_at = ?4,
             error_message = NULL, notice = ?5
         WHERE id = ?1",
    )
    .bind(import.calendar.as_str())
    .bind(&import.sync_token)
    .bind(import.window_until.ms())
    .bind(now.ms())
    .bind(&import.notice)
    .execute(connection)
    .await?;
    Ok(())
}

async fn plan_input(
    connection: &mut SqliteConnection,
    user: &UserId,
    reach: PlanReach,
) -> Result<PlanInput, StoreError> {
    let events = sqlx::query(
        "SELECT e.*, c.is_active = 1 AND i.status != 'INACTIVE' AS is_live
         FROM events e
         JOIN calendars c ON c.id = e.calendar_id
         JOIN calendar_integrations i ON i.id = c.integration_id
         WHERE e.user_id = ?1 AND (e.end_time > ?2 AND e.start_time <= ?3
             OR e.id IN (SELECT event_id FROM notification_logs
                         WHERE status = 'PENDING' AND event_id IS NOT NULL))",
    )
    .bind(user.as_str())
    .bind(reach.from.ms())
    .bind(reach.until.ms())
    .fetch_all(&mut *connection)
    .await?
    .iter()
    .map(|row| Ok((read_event(row)?, row.try_get("is_live")?)))
    .collect::<Result<_, StoreError>>()?;
    let rows = sqlx::query(
        "SELECT * FROM notification_logs
         WHERE user_id = ?1 AND event_id IS NOT NULL AND (status = 'PENDING' OR event_id IN
             (SELECT id FROM events WHERE user_id = ?1 AND end_time > ?2 AND start_time <= ?3))",
    )
    .bind(user.as_str())
    .bind(reach.from.ms())
    .bind(reach.until.ms())
    .fetch_all(&mut *connection)
    .await?
    .iter()
    .map(ledger::read_row)
    .collect::<Result<_, StoreError>>()?;
    Ok(PlanInput {
        events,
        rows,
        channel: channels::primary(&mut *connection, user).await?,
        planned_at: instant_of(&mut *connection, user, Setting::PlannedAt).await?,
        rules_changed_at: instant_of(&mut *connection, user, Setting::RulesChangedAt).await?,
    })
}

/// The id of a row that is about to be written.
#[must_use]
pub fn new_notification_id() -> NotificationId {
    NotificationId(super::new_id())
}
