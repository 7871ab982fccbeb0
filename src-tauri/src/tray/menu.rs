//! What the tray's menu shows: a pure function of the status. Tauri comes after it.

use storytime_desktop::text::one_line;
use storytime_types::LocalMoment;
use storytime_types::status::{Pause, Status};

use super::{Command, countdown};

/// More problems than this are for the window to list.
const PROBLEMS_SHOWN: usize = 3;
/// Longer sentences are cut, so that the menu keeps its width.
const PROBLEM_GRAPHEMES: usize = 90;

/// One line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Something to read.
    Line(String),
    /// Something to click.
    Item(Choice, String),
    /// Like an item that cannot be clicked now.
    Greyed(Choice, String),
    /// A rule between groups.
    Separator,
    /// Choices behind a title.
    Submenu(String, Vec<(Choice, String)>),
}

/// Everything that can be clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Open,
    Join,
    SyncNow,
    PauseHour,
    PauseUntilTomorrow,
    Resume,
    Quit,
}

impl Choice {
    const ALL: [Self; 7] = [
        Self::Open,
        Self::Join,
        Self::SyncNow,
        Self::PauseHour,
        Self::PauseUntilTomorrow,
        Self::Resume,
        Self::Quit,
    ];

    /// Its name in menu events.
    pub fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Join => "join",
            Self::SyncNow => "sync-now",
            Self::PauseHour => "pause-hour",
            Self::PauseUntilTomorrow => "pause-until-tomorrow",
            Self::Resume => "resume",
            Self::Quit => "quit",
        }
    }

    /// The reverse of [`Self::id`].
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.id() == id)
    }

    /// What clicking it means.
    pub fn command(self) -> Command {
        match self {
            Self::Open => Command::Open,
            Self::Join => Command::Join,
            Self::SyncNow => Command::SyncNow,
            Self::PauseHour => Command::Pause(Pause::Hour),
            Self::PauseUntilTomorrow => Command::Pause(Pause::UntilTomorrow),
            Self::Resume => Command::Pause(Pause::Resume),
            Self::Quit => Command::Quit,
        }
    }
}

/// The menu while the engine starts.
pub fn starting() -> Vec<Entry> {
    vec![
        Entry::Line("Starting…".into()),
        Entry::Separator,
        open(),
        Entry::Separator,
        quit(),
    ]
}

/// The menu of a status: problems first, then what is next, then what can be done.
pub fn of(status: &Status) -> Vec<Entry> {
    let mut entries = problems(status);
    entries.push(Entry::Line(countdown::line(status)));
    entries.extend(paused(status));
    entries.extend([
        Entry::Separator,
        open(),
        join(status),
        Entry::Item(Choice::SyncNow, "Sync now".into()),
        pause_or_resume(status),
        Entry::Separator,
        quit(),
    ]);
    entries
}

fn problems(status: &Status) -> Vec<Entry> {
    let shown = status.problems.iter().take(PROBLEMS_SHOWN);
    let mut entries: Vec<_> = shown
        .map(|problem| Entry::Line(format!("⚠ {}", one_line(&problem.text, PROBLEM_GRAPHEMES))))
        .collect();
    let more = status.problems.len().saturating_sub(PROBLEMS_SHOWN);
    if more > 0 {
        entries.push(Entry::Line(format!("⚠ {more} more in the window")));
    }
    if !entries.is_empty() {
        entries.push(Entry::Separator);
    }
    entries
}

fn open() -> Entry {
    Entry::Item(Choice::Open, "Open StoryTime".into())
}

fn quit() -> Entry {
    Entry::Item(Choice::Quit, "Quit".into())
}

fn join(status: &Status) -> Entry {
    let linked = |event: &&_| join_link_of(event).is_some();
    match status.next_event.as_ref().filter(linked) {
        Some(event) => Entry::Item(Choice::Join, format!("Join {}", countdown::title(event))),
        None => Entry::Greyed(Choice::Join, "Join".into()),
    }
}

/// Where Join leads.
pub fn join_link(status: &Status) -> Option<&str> {
    status.next_event.as_ref().and_then(join_link_of)
}

fn join_link_of(event: &storytime_types::events::Event) -> Option<&str> {
    event.meeting_link.as_deref()
}

fn paused(status: &Status) -> Option<Entry> {
    status.paused_until?;
    let until = status.paused_until_local.as_ref();
    let words = |until: &LocalMoment| format!(" until {}", until.words(&status.today_date));
    let until = until.map_or_else(String::new, words);
    Some(Entry::Line(format!("Reminders are paused{until}")))
}

fn pause_or_resume(status: &Status) -> Entry {
    if status.paused_until.is_some() {
        return Entry::Item(Choice::Resume, "Resume reminders".into());
    }
    let choices = vec![
        (Choice::PauseHour, "For 1 hour".into()),
        (Choice::PauseUntilTomorrow, "Until tomorrow".into()),
    ];
    Entry::Submenu("Pause reminders".into(), choices)
}

#[cfg(test)]
pub(super) mod tests {
    use storytime_types::Instant;
    use storytime_types::events::{Event, EventStatus, LocalTimes, When};
    use storytime_types::profile::Theme;
    use storytime_types::status::{PageName, Problem};

    use super::*;

    /// The present of these tests.
    pub fn now() -> Instant {
        Instant::from_ms(1_800_000_000_000)
    }

    pub fn nothing_planned() -> Status {
        Status {
            first_run: false,
            now: now(),
            today: "Sunday 22 November".into(),
            today_date: "2026-11-22".into(),
            today_ends_at: now().plus_ms(Instant::DAY),
            next_event: None,
            paused_until: None,
            paused_until_local: None,
            last_sync_at: None,
            last_sync_local: None,
            presenting: false,
            problems: Vec::new(),
        }
    }

    pub fn event_at(start: Instant) -> Event {
        let end = start.plus_ms(15 * Instant::MINUTE);
        Event {
            id: "e1".to_owned().into(),
            calendar_id: "c1".to_owned().into(),
            provider_event_id: "uid-1".into(),
            title: "Standup".into(),
            description: None,
            start_time: When::At(start),
            end_time: When::At(end),
            is_all_day: false,
            location: None,
            meeting_link: None,
            attendee_count: 0,
            status: EventStatus::Active,
            starts_at: start,
            ends_at: end,
            local: LocalTimes {
                date: "2026-11-22".into(),
                day: "Today".into(),
                start: Some("10:00".into()),
                end: Some("10:15".into()),
                end_date: "2026-11-22".into(),
            },
            theme: Theme::Fantasy,
            theme_override: None,
            storyline: None,
        }
    }

    /// As a person reads it.
    fn read(entries: &[Entry]) -> Vec<String> {
        entries
            .iter()
            .map(|entry| match entry {
                Entry::Line(text) => text.clone(),
                Entry::Item(_, text) => format!("[{text}]"),
                Entry::Greyed(_, text) => format!("({text})"),
                Entry::Separator => "--".into(),
                Entry::Submenu(title, choices) => {
                    let choices: Vec<_> = choices.iter().map(|(_, text)| text.as_str()).collect();
                    format!("[{title} > {}]", choices.join(" | "))
                }
            })
            .collect()
    }

    #[test]
    fn a_quiet_day_has_everything_but_a_join() {
        assert_eq!(
            read(&of(&nothing_planned())),
            [
                "Nothing coming up",
                "--",
                "[Open StoryTime]",
                "(Join)",
                "[Sync now]",
                "[Pause reminders > For 1 hour | Until tomorrow]",
                "--",
                "[Quit]",
            ]
        );
    }

    #[test]
    fn the_next_event_leads_and_can_be_joined() {
        let mut event = event_at(now().plus_ms(12 * Instant::MINUTE));
        event.meeting_link = Some("https://meet.example/abc".into());
        let status = Status {
            next_event: Some(event),
            ..nothing_planned()
        };

        let menu = read(&of(&status));

        assert_eq!(menu[0], "Standup in 12 min");
        assert!(menu.contains(&"[Join Standup]".to_owned()), "{menu:?}");
        assert_eq!(join_link(&status), Some("https://meet.example/abc"));
    }

    #[test]
    fn a_pause_says_until_when_and_can_be_ended() {
        let status = Status {
            paused_until: Some(now().plus_ms(Instant::HOUR)),
            paused_until_local: Some(LocalMoment {
                date: "2026-11-22".into(),
                time: "15:30".into(),
            }),
            ..nothing_planned()
        };
        let menu = read(&of(&status));
        assert_eq!(menu[1], "Reminders are paused until 15:30");
        assert!(menu.contains(&"[Resume reminders]".to_owned()), "{menu:?}");
        assert!(
            !menu.iter().any(|line| line.contains("Pause reminders")),
            "{menu:?}"
        );
    }

    #[test]
    fn problems_come_first_in_words_and_the_rest_is_counted() {
        let status = Status {
            problems: (1..=5)
                .map(|n| Problem {
                    text: format!("Calendar {n} cannot be read."),
                    page: PageName::Calendars,
                })
                .collect(),
            ..nothing_planned()
        };
        let menu = read(&of(&status));
        assert_eq!(
            menu[..5],
            [
                "⚠ Calendar 1 cannot be read.",
                "⚠ Calendar 2 cannot be read.",
                "⚠ Calendar 3 cannot be read.",
                "⚠ 2 more in the window",
                "--",
            ]
        );
    }

    #[test]
    fn a_title_cannot_break_the_menu() {
        let mut event = event_at(now().plus_ms(Instant::MINUTE));
        event.title = format!("\u{202e}R&D\n{}", "x".repeat(500));
        let status = Status {
            next_event: Some(event),
            ..nothing_planned()
        };
        let menu = read(&of(&status));
        assert!(menu[0].starts_with("R&D xxx"), "{}", menu[0]);
        assert!(menu[0].chars().count() < 60, "{}", menu[0]);
    }

    #[test]
    fn open_is_the_first_thing_to_click() {
        for menu in [starting(), of(&nothing_planned())] {
            let first = menu.iter().find(|entry| matches!(entry, Entry::Item(..)));
            assert!(
                matches!(first, Some(Entry::Item(Choice::Open, _))),
                "{menu:?}"
            );
        }
    }

    #[test]
    fn every_choice_is_found_again_by_its_id() {
        for choice in Choice::ALL {
            assert_eq!(Choice::from_id(choice.id()), Some(choice));
        }
    }
}
