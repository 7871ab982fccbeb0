//! What a notification says and offers, fitted to what its server can show. No I/O.

use storytime_core::channels::{Action, Message};
use storytime_core::stories::guard;

/// Longer titles are cut: a server shows one or two lines of them.
const TITLE_GRAPHEMES: usize = 160;
/// Longer bodies are cut: a story has 280 graphemes at most, the rest is facts.
const BODY_GRAPHEMES: usize = 1_000;

/// What a notification server can do (Desktop Notifications Specification, `GetCapabilities`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    /// `actions`: it shows buttons and reports clicks.
    pub(super) actions: bool,
    /// `body-markup`: it reads the body as markup, so `&`, `<` and `>` must be escaped.
    pub(super) markup: bool,
}

impl Abilities {
    /// Of the servers of the large desktops, where one has not said yet what it can do.
    #[cfg(target_os = "linux")]
    pub(super) const USUAL: Self = Self {
        actions: true,
        markup: true,
    };

    /// From the server's own list.
    #[cfg(target_os = "linux")]
    pub(super) fn from_capabilities(names: &[String]) -> Self {
        let has = |name: &str| names.iter().any(|have| have == name);
        Self {
            actions: has("actions"),
            markup: has("body-markup"),
        }
    }
}

/// A notification's texts and buttons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Notice {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) actions: Vec<Action>,
}

impl Notice {
    /// Fits a message to a server.
    pub(super) fn of(message: &Message, server: Abilities) -> Self {
        let title = guard::line_within(&message.title, TITLE_GRAPHEMES);
        let body = guard::lines_within(&message.text(), BODY_GRAPHEMES);
        Self {
            title,
            body: if server.markup { escape(&body) } else { body },
            actions: if server.actions {
                buttons(message)
            } else {
                Vec::new()
            },
        }
    }
}

/// The body's click opens the window; the rest is as the message asks, a Join only with a link.
fn buttons(message: &Message) -> Vec<Action> {
    let wanted = message
        .actions
        .iter()
        .copied()
        .filter(|action| *action != Action::Open)
        .filter(|action| *action != Action::Join || message.join_link.is_some());
    std::iter::once(Action::Open).chain(wanted).collect()
}

/// The key that names an action on the wire; `default` is the body's click.
pub(super) fn key(action: Action) -> &'static str {
    match action {
        Action::Open => "default",
        Action::Join => "join",
        Action::Snooze => "snooze",
        Action::Done => "done",
        Action::Retry => "retry",
        Action::Reconnect => "reconnect",
    }
}

/// The reverse of [`key`].
pub(super) fn action(of_key: &str) -> Option<Action> {
    [
        Action::Open,
        Action::Join,
        Action::Snooze,
        Action::Done,
        Action::Retry,
        Action::Reconnect,
    ]
    .into_iter()
    .find(|action| key(*action) == of_key)
}

/// What is written on a button.
pub(super) fn label(action: Action) -> &'static str {
    match action {
        Action::Open => "Open",
        Action::Join => "Join",
        Action::Snooze => "Snooze 5 min",
        Action::Done => "Done",
        Action::Retry => "Retry",
        Action::Reconnect => "Reconnect",
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use storytime_types::{Instant, NotificationId};

    use super::*;

    const ALL: Abilities = Abilities {
        actions: true,
        markup: true,
    };
    const NONE: Abilities = Abilities {
        actions: false,
        markup: false,
    };

    fn standup() -> Message {
        Message {
            id: NotificationId("n1".into()),
            idempotency_key: "k1".into(),
            title: "Standup".into(),
            story: "The dragon of Jira stirs.".into(),
            facts: vec!["Today 10:00–10:15".into(), "Room 4".into()],
            join_link: Some("https://meet.example/abc".into()),
            integration: None,
            actions: vec![Action::Join, Action::Snooze, Action::Done],
            due: Instant::from_ms(0),
            useless_after: Instant::from_ms(900_000),
        }
    }

    #[test]
    fn the_story_comes_first_and_each_fact_has_its_line() {
        let notice = Notice::of(&standup(), ALL);
        assert_eq!(notice.title, "Standup");
        assert_eq!(
            notice.body,
            "The dragon of Jira stirs.\nToday 10:00–10:15\nRoom 4"
        );
    }

    #[test]
    fn markup_is_escaped_only_where_the_server_reads_markup() {
        let message = Message {
            story: "<b>R&D</b>".into(),
            facts: vec![],
            ..standup()
        };
        assert_eq!(Notice::of(&message, ALL).body, "&lt;b&gt;R&amp;D&lt;/b&gt;");
        assert_eq!(Notice::of(&message, NONE).body, "<b>R&D</b>");
    }

    #[test]
    fn the_title_is_never_markup_so_it_is_never_escaped() {
        let message = Message {
            title: "R&D <sync>".into(),
            ..standup()
        };
        assert_eq!(Notice::of(&message, ALL).title, "R&D <sync>");
    }

    #[test]
    fn a_server_without_actions_gets_no_buttons() {
        assert!(Notice::of(&standup(), NONE).actions.is_empty());
        assert_eq!(
            Notice::of(&standup(), ALL).actions,
            [Action::Open, Action::Join, Action::Snooze, Action::Done]
        );
    }

    #[test]
    fn there_is_no_join_button_without_a_link() {
        let message = Message {
            join_link: None,
            ..standup()
        };
        assert!(!Notice::of(&message, ALL).actions.contains(&Action::Join));
    }

    #[test]
    fn endless_texts_are_cut() {
        let message = Message {
            title: "t".repeat(9_000),
            story: "long ".repeat(5_000),
            ..standup()
        };
        let notice = Notice::of(&message, ALL);
        assert_eq!(notice.title.chars().count(), TITLE_GRAPHEMES);
        assert!(notice.body.chars().count() <= BODY_GRAPHEMES);
    }

    #[test]
    fn every_action_is_found_again_by_its_key() {
        for given in [
            Action::Open,
            Action::Join,
            Action::Snooze,
            Action::Done,
            Action::Retry,
            Action::Reconnect,
        ] {
            assert_eq!(action(key(given)), Some(given));
        }
        assert_eq!(action("unknown"), None);
    }
}
