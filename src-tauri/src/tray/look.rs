//! All that the tray shows at one moment; what is the same is not drawn again.

use super::countdown;
use super::face::Face;
use super::glance::Glance;
use super::menu::{self, Entry};

/// The icon, the words beside it and its menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The icon.
    pub face: Face,
    /// What the pointer over it reads.
    pub tooltip: String,
    /// Its menu.
    pub menu: Vec<Entry>,
}

impl Look {
    /// While the engine starts.
    pub fn starting() -> Self {
        Self {
            face: Face::Normal,
            tooltip: "StoryTime Calendar is starting…".into(),
            menu: menu::starting(),
        }
    }

    /// Of a moment.
    pub fn of(glance: &Glance) -> Self {
        Self {
            face: Face::of(glance),
            tooltip: tooltip(glance),
            menu: menu::of(glance),
        }
    }
}

/// What is wrong, else until when reminders are held, else what is next.
fn tooltip(glance: &Glance) -> String {
    menu::first_problem(glance)
        .or_else(|| menu::paused_words(glance))
        .unwrap_or_else(|| countdown::line(glance))
}

#[cfg(test)]
mod tests {
    use storytime_types::Instant;

    use super::super::glance::tests::{event_at, now, problem, quiet};
    use super::*;

    #[test]
    fn the_tooltip_says_what_the_icon_shows() {
        let mut glance = quiet();
        let reads = |glance: &Glance| Look::of(glance).tooltip;
        assert_eq!(reads(&glance), "Nothing coming up");
        glance.status.next_event = Some(event_at(now().plus_ms(12 * Instant::MINUTE)));
        assert_eq!(reads(&glance), "Standup in 12 min");
        glance.status.paused_until = Some(now().plus_ms(Instant::HOUR));
        assert_eq!(reads(&glance), "Reminders are paused");
        glance.status.problems = vec![problem("Work cannot be read.")];
        assert_eq!(reads(&glance), "Work cannot be read.");
    }

    #[test]
    fn while_presenting_the_tooltip_names_no_title() {
        let mut glance = quiet();
        glance.status.next_event = Some(event_at(now().plus_ms(12 * Instant::MINUTE)));
        glance.status.presenting = true;
        assert_eq!(Look::of(&glance).tooltip, "An event in 12 min");
        glance.status.problems = vec![problem("Divorce lawyer's calendar cannot be read.")];
        assert_eq!(Look::of(&glance).tooltip, "A calendar needs a look.");
    }

    #[test]
    fn while_locked_the_tooltip_names_no_title_either() {
        let mut glance = quiet();
        glance.status.next_event = Some(event_at(now().plus_ms(12 * Instant::MINUTE)));
        glance.is_locked = true;
        assert_eq!(Look::of(&glance).tooltip, "An event in 12 min");
    }

    #[test]
    fn a_minute_that_changes_no_word_changes_no_look() {
        let mut glance = quiet();
        glance.status.next_event = Some(event_at(now().plus_ms(5 * Instant::HOUR)));
        let later = glance.clone().at(now().plus_ms(30 * Instant::MINUTE));
        assert_eq!(Look::of(&glance), Look::of(&later));
    }
}
