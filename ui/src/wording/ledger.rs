//! Rows of the ledger in words.

use storytime_types::notifications::{Notification, NotificationKind, NotificationStatus};

use super::lead_time;

/// What became of a reminder, in a word or two.
pub fn state(status: NotificationStatus) -> &'static str {
    match status {
        NotificationStatus::Pending => "Coming",
        NotificationStatus::Sent => "Sent",
        NotificationStatus::Failed => "Could not be sent",
        NotificationStatus::Missed => "Missed",
        NotificationStatus::Cancelled => "Not sent",
    }
}

/// What kind of message it is, and through what it goes: `15 min before · This computer`.
pub fn about(row: &Notification) -> String {
    let kind = match row.kind {
        NotificationKind::Reminder => lead_time::before(row.lead_minutes),
        NotificationKind::Snooze => "reminded again".to_owned(),
        NotificationKind::Twist => "a late change".to_owned(),
        NotificationKind::Digest => "several at once".to_owned(),
        NotificationKind::Nudge => "about a calendar".to_owned(),
        NotificationKind::Test => "a test".to_owned(),
    };
    let channel = row.channel_name.as_deref().unwrap_or("a removed channel");
    format!("{kind} · {channel}")
}

/// What is worth knowing beside its state: why it was not sent, or what is doubtful about it.
pub fn remark(row: &Notification) -> Option<&str> {
    row.reason.as_deref().or(row.error_message.as_deref())
}
