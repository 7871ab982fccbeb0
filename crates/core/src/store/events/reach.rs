//! How far the events of a calendar reach.

use storytime_types::{CalendarId, Instant};

use crate::store::{Store, StoreError};

/// The ids of what goes of calendar `?1` from `?2` on.
macro_rules! beyond {
    () => {
        "(SELECT id FROM events e
          WHERE calendar_id = ?1 AND start_time >= ?2 AND theme_override IS NULL
              AND NOT EXISTS (SELECT 1 FROM notification_logs WHERE event_id = e.id)
              AND NOT EXISTS (SELECT 1 FROM mutes m
                  WHERE m.calendar_id = e.calendar_id
                      AND m.provider_event_id = e.provider_event_id
                      AND m.instance = e.instance))"
    };
}

impl Store {
    /// The moment before which every event of a calendar begins that is not cancelled.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn known_until(&self, calendar: &CalendarId) -> Result<Option<Instant>, StoreError> {
        let last: Option<i64> = sqlx::query_scalar(
            "SELECT max(start_time) FROM events WHERE calendar_id = ? AND status != 'CANCELLED'",
        )
        .bind(calendar.as_str())
        .fetch_one(&self.read)
        .await?;
        Ok(last.map(|start| Instant::from_ms(start).plus_ms(1)))
    }

    /// Lets go the events of a calendar that begin at `until` or later, with their stories. What the
    /// ledger tells of stays, and so does what the person chose something for: a style, or silence.
    ///
    /// # Errors
    /// When the database refuses; nothing is changed then.
    pub async fn forget_from(
        &self,
        calendar: &CalendarId,
        until: Instant,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write.begin().await?;
        for statement in [
            concat!("DELETE FROM storylines WHERE event_id IN ", beyond!()),
            concat!("DELETE FROM events WHERE id IN ", beyond!()),
            "UPDATE calendars SET window_until = min(window_until, ?2) WHERE id = ?1",
        ] {
            sqlx::query(statement)
                .bind(calendar.as_str())
                .bind(until.ms())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
