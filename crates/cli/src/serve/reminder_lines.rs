//! The native channel where there is no desktop: one JSON line a reminder on standard output.

use std::pin::Pin;

use serde::Serialize;
use storytime_core::channels::{Channel, Message, SendError};
use storytime_core::clock::Clock;
use storytime_core::stories::guard;
use storytime_types::{Instant, NotificationId};

use crate::output::{json_line, print};

/// Prints reminders.
pub struct ReminderLines<C> {
    clock: C,
}

#[derive(Serialize)]
struct Line<'a> {
    reminder: Reminder<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reminder<'a> {
    id: &'a NotificationId,
    title: String,
    message: String,
    due_at: Instant,
    sent_at: Instant,
}

impl<C: Clock> ReminderLines<C> {
    pub fn new(clock: C) -> Self {
        Self { clock }
    }

    fn line(&self, message: &Message) -> serde_json::Result<String> {
        let reminder = Reminder {
            id: &message.id,
            title: guard::line(&message.title),
            message: text(message),
            due_at: message.due,
            sent_at: self.clock.now(),
        };
        json_line(&Line { reminder })
    }
}

impl<C: Clock> Channel for ReminderLines<C> {
    fn send<'a>(
        &'a self,
        message: &'a Message,
    ) -> Pin<Box<dyn Future<Output = Result<(), SendError>> + Send + 'a>> {
        let printed = self
            .line(message)
            .map_err(std::io::Error::other)
            .and_then(|line| print(&line));
        let answer = printed.map_err(|error| SendError::Unreachable {
            reason: format!("the reminder could not be printed: {error}"),
        });
        Box::pin(std::future::ready(answer))
    }
}

/// The story, then the facts, then where to join; a line each.
fn text(message: &Message) -> String {
    let text = message.text();
    let lines = std::iter::once(text.as_str()).chain(message.join_link.as_deref());
    guard::lines_within(&lines.collect::<Vec<_>>().join("\n"), usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use storytime_core::clock::manual::ManualClock;

    #[test]
    fn a_reminder_is_one_line_of_json_whatever_its_texts_hold() {
        let at = |text| Instant::parse(text).unwrap();
        let lines = ReminderLines::new(ManualClock::at(at("2026-01-05T07:45:00.250Z")));
        let message = Message {
            id: NotificationId("n1".into()),
            idempotency_key: "key".into(),
            title: "Stand\nup\u{9b}2J".into(),
            story: "🐉 A council gathers.".into(),
            facts: vec!["09:00–09:30".into(), "Room 4".into()],
            join_link: Some("https://meet.example/x".into()),
            integration: None,
            actions: vec![],
            due: at("2026-01-05T07:45:00Z"),
            useless_after: at("2026-01-05T08:30:00Z"),
        };

        let line = lines.line(&message).unwrap();

        assert_eq!(line.matches('\n').count(), 1);
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(
            said,
            serde_json::json!({"reminder": {
                "id": "n1",
                "title": "Stand up2J",
                "message": "🐉 A council gathers.\n09:00–09:30\nRoom 4\nhttps://meet.example/x",
                "dueAt": "2026-01-05T07:45:00Z",
                "sentAt": "2026-01-05T07:45:00.250Z",
            }})
        );
    }
}
