//! How far the events of a calendar reach.

use storytime_types::{CalendarId, Instant};

use crate::store::{Store, StoreError};

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
}
