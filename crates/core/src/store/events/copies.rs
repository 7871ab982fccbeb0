//! The copies of events in other calendars.

use storytime_types::{EventId, UserId};

use super::StoredEvent;
use super::row::columns;
use crate::store::{Store, StoreError};

impl Store {
    /// The copies of these events that take place and are in calendars that are switched on, those of
    /// the calendar that was connected first coming first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn copies_of(
        &self,
        user: &UserId,
        ids: &[EventId],
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let ids: Vec<&str> = ids.iter().map(EventId::as_str).collect();
        // A copy begins when the other does, which is what the events are indexed by.
        let query = sqlx::query_scalar(concat!(
            "SELECT json_group_array(",
            columns!(),
            " ORDER BY e.calendar_id, e.id)
             FROM json_each(?1) asked CROSS JOIN events one ON one.id = asked.value
             CROSS JOIN events e ON e.user_id = ?2 AND e.start_time = one.start_time
             JOIN calendars c ON c.id = e.calendar_id
             JOIN calendar_integrations i ON i.id = c.integration_id
             WHERE e.copy_of = one.id AND e.status != 'CANCELLED' AND c.counts = 1
                 AND i.status != 'INACTIVE'",
        ))
        .bind(serde_json::json!(ids).to_string())
        .bind(user.as_str());
        self.stored(query).await
    }
}
