//! What was said of which meeting.

use serde::{Deserialize, Deserializer};
use sqlx::SqliteConnection;
use storytime_types::profile::LeadTime;
use storytime_types::{CalendarId, ChannelId, EventId, Instant, UserId};

use crate::reminders::{CancelReason, MeetingMark, Said};
use crate::store::StoreError;
use crate::store::many::{instant, many};

/// A reminder that was said, column by column.
#[derive(Deserialize)]
struct SaidRow {
    event: EventId,
    #[serde(deserialize_with = "instant")]
    start: Instant,
    lead: LeadTime,
    channel: ChannelId,
    calendar: Option<CalendarId>,
    #[serde(deserialize_with = "marks")]
    meeting: Vec<MeetingMark>,
}

impl From<SaidRow> for Said {
    fn from(row: SaidRow) -> Self {
        Self {
            event: row.event,
            start: row.start,
            lead: row.lead,
            channel: row.channel,
            calendar: row.calendar,
            meeting: row.meeting,
        }
    }
}

/// The planned reminders of meetings that start within these bounds and were said, or stand for said.
/// Not those of an event that is stored no longer where the person had asked for another one: that one
/// went with its event, and so the meeting reminds anew.
pub(in crate::store) async fn said_of_meetings(
    connection: &mut SqliteConnection,
    user: &UserId,
    from: Instant,
    until: Instant,
) -> Result<Vec<Said>, StoreError> {
    let query = sqlx::query_scalar(
        "SELECT json_group_array(json_array(n.event_id, n.event_start, n.lead_minutes, n.channel_id,
             e.calendar_id, n.meeting))
         FROM notification_logs n LEFT JOIN events e ON e.id = n.event_id
         WHERE n.user_id = ?1 AND n.event_start >= ?2 AND n.event_start <= ?3
             AND n.meeting IS NOT NULL AND n.status <> 'PENDING'
             AND (n.status = 'SENT' OR n.error_message IN (?4, ?5))
             AND n.event_id IS NOT NULL AND n.channel_id IS NOT NULL
             AND (e.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM notification_logs s
                 WHERE s.event_id = n.event_id AND s.kind = 'snooze'
                     AND s.status = 'CANCELLED' AND s.error_message <> ?5))",
    )
    .bind(user.as_str())
    .bind(from.ms())
    .bind(until.ms())
    .bind(CancelReason::Covered.as_str())
    .bind(CancelReason::Dismissed.as_str());
    let rows: Vec<SaidRow> = many("notification_logs", query, connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Marks as they stand in the database: a JSON array; none where nothing tells the meeting.
pub(super) fn marks_text(marks: &[MeetingMark]) -> Option<String> {
    (!marks.is_empty()).then(|| serde_json::json!(marks).to_string())
}

/// The reverse of [`marks_text`].
fn marks<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<MeetingMark>, D::Error> {
    let text = String::deserialize(from)?;
    serde_json::from_str(&text).map_err(serde::de::Error::custom)
}
