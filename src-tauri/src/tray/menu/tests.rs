use storytime_types::profile::Theme;
use storytime_types::{Instant, LocalMoment};

use super::super::glance::tests::{event_at, now, problem, quiet};
use super::*;

/// As a person reads it.
fn read(entries: &[Entry]) -> Vec<String> {
    let one = |entry: &Entry| match entry {
        Entry::Line(text) => text.clone(),
        Entry::Item(_, text) => format!("[{text}]"),
        Entry::Greyed(_, text) => format!("({text})"),
        Entry::Check(_, text, true) => format!("[✓ {text}]"),
        Entry::Check(_, text, false) => format!("[ {text}]"),
        Entry::Separator => "--".into(),
        Entry::Submenu(title, choices) => format!("{title} > {}", read(choices).join("")),
    };
    entries.iter().map(one).collect()
}

fn event(title: &str, starts_in_minutes: i64) -> Event {
    Event {
        title: title.into(),
        ..event_at(now().plus_ms(starts_in_minutes * Instant::MINUTE))
    }
}

fn busy(events: usize) -> Glance {
    let mut glance = quiet();
    glance.today = (1..=events)
        .map(|n| event(&format!("Event {n}"), 60))
        .collect();
    glance
}

#[test]
fn a_quiet_day_has_everything_but_a_join() {
    assert_eq!(
        read(&of(&quiet())),
        [
            "Nothing coming up",
            "--",
            "[Open StoryTime]",
            "(Join)",
            "[Sync now]",
            "Pause reminders > [For 1 hour][Until tomorrow]",
            "Story theme > [✓ Fantasy][ Gen Z][ Meme]",
            "[ Present mode (hide titles)]",
            "--",
            "[Quit]",
        ]
    );
}

#[test]
fn a_sync_is_offered_with_when_the_last_one_was() {
    let mut glance = quiet();
    let mut read_at = |date: &str| {
        glance.status.last_sync_local = Some(LocalMoment {
            date: date.into(),
            time: "08:04".into(),
        });
        read(&of(&glance))[4].clone()
    };
    assert_eq!(read_at("2026-11-22"), "[Sync now (last read 08:04)]");
    let yesterday = read_at("2026-11-21");
    assert_eq!(yesterday, "[Sync now (last read Sat 21 Nov 08:04)]");
}

#[test]
fn the_next_event_leads_and_can_be_joined() {
    let mut next = event("Standup", 12);
    next.meeting_link = Some("https://meet.example/abc".into());
    let mut glance = quiet();
    glance.status.next_event = Some(next);

    let menu = read(&of(&glance));

    assert_eq!(menu[0], "Standup in 12 min");
    assert!(menu.contains(&"[Join Standup]".to_owned()), "{menu:?}");
    assert_eq!(join_link(&glance), Some("https://meet.example/abc"));
}

#[test]
fn the_rest_of_today_is_listed_and_what_is_over_is_not() {
    let mut holiday = event("Offsite", -600);
    holiday.is_all_day = true;
    holiday.ends_at = quiet().status.today_ends_at;
    let mut glance = quiet();
    glance.today = vec![
        holiday,
        event("Over", -60),
        event("Standup", -5),
        event("Review", 30),
        event("Tomorrow's", 14 * 60),
    ];

    assert_eq!(
        read(&of(&glance))[1..6],
        [
            "--",
            "Today",
            "[All day  Offsite]",
            "[● now–10:15  Standup]",
            "[10:00–10:15  Review]",
        ]
    );
    assert_eq!(read(&of(&glance))[6], "--");
}

#[test]
fn a_full_day_is_counted_from_the_ninth_event_on() {
    let listed = |events: usize| {
        let menu = read(&of(&busy(events)));
        let items = menu.iter().filter(|line| line.contains("Event ")).count();
        let rest = menu
            .iter()
            .find(|line| line.contains("more today"))
            .cloned();
        (items, rest)
    };
    assert_eq!(listed(8), (8, None));
    assert_eq!(listed(9), (7, Some("[and 2 more today…]".into())));
}

#[test]
fn a_pause_says_until_when_and_can_be_ended() {
    let mut glance = quiet();
    glance.status.paused_until = Some(now().plus_ms(Instant::HOUR));
    glance.status.paused_until_local = Some(LocalMoment {
        date: "2026-11-22".into(),
        time: "15:30".into(),
    });
    let menu = read(&of(&glance));
    assert_eq!(menu[0], "Reminders are paused until 15:30");
    assert!(menu.contains(&"[Resume reminders]".to_owned()), "{menu:?}");
    assert!(
        !menu.iter().any(|line| line.contains("Pause reminders")),
        "{menu:?}"
    );
}

#[test]
fn problems_come_first_and_open_the_place_that_mends_them() {
    let mut glance = quiet();
    glance.status.problems = (1..=5)
        .map(|n| problem(&format!("Calendar {n} cannot be read.")))
        .collect();
    let menu = of(&glance);
    assert_eq!(
        read(&menu)[..5],
        [
            "[⚠ Calendar 1 cannot be read.]",
            "[⚠ Calendar 2 cannot be read.]",
            "[⚠ Calendar 3 cannot be read.]",
            "[⚠ 2 more in the window]",
            "--",
        ]
    );
    assert!(matches!(menu[1], Entry::Item(Choice::Mend(1), _)));
}

#[test]
fn while_presenting_no_title_is_in_the_menu() {
    let mut next = event("Secret plan", 12);
    next.meeting_link = Some("https://meet.example/secret".into());
    let mut glance = quiet();
    glance.today = vec![event("Secret talk", -5), next.clone()];
    glance.status.next_event = Some(next);
    glance.status.presenting = true;
    glance.status.problems = vec![problem("Secret calendar cannot be read.")];

    let menu = read(&of(&glance));

    assert_eq!(menu[0], "[⚠ A calendar needs a look.]");
    assert_eq!(menu[1], "Present mode is on: titles are hidden");
    assert_eq!(menu[3], "An event in 12 min");
    assert!(
        menu.contains(&"[● now–10:15  An event]".to_owned()),
        "{menu:?}"
    );
    assert!(menu.contains(&"[Join]".to_owned()), "{menu:?}");
    assert!(
        menu.contains(&"[✓ Present mode (hide titles)]".to_owned()),
        "{menu:?}"
    );
    assert!(!menu.concat().to_lowercase().contains("secret"), "{menu:?}");
}

#[test]
fn while_locked_the_menu_tells_times_and_why_and_no_title() {
    let mut next = event("Secret plan", 12);
    next.meeting_link = Some("https://meet.example/secret".into());
    let mut glance = quiet();
    glance.today = vec![event("Secret talk", -5), next.clone()];
    glance.status.next_event = Some(next);
    glance.status.problems = vec![problem("Secret calendar cannot be read.")];
    glance.is_locked = true;

    let menu = read(&of(&glance));

    assert_eq!(
        menu[..4],
        [
            "[⚠ A calendar needs a look.]",
            "Locked: open StoryTime to see titles",
            "--",
            "An event in 12 min",
        ]
    );
    assert!(
        menu.contains(&"[● now–10:15  An event]".to_owned()),
        "{menu:?}"
    );
    assert!(
        menu.contains(&"[ Present mode (hide titles)]".to_owned()),
        "{menu:?}"
    );
    assert!(!menu.concat().to_lowercase().contains("secret"), "{menu:?}");
}

#[test]
fn a_title_cannot_break_the_menu() {
    let title = format!("\u{202e}R&D\n{}", "x".repeat(500));
    let mut glance = quiet();
    glance.status.next_event = Some(event(&title, 1));
    glance.today = vec![event(&title, 1)];
    for line in read(&of(&glance)) {
        assert!(line.chars().count() < 80, "{line}");
        assert!(!line.contains(['\n', '\u{202e}']), "{line}");
    }
}

#[test]
fn the_chosen_theme_has_the_mark() {
    let glance = Glance {
        theme: Theme::Meme,
        ..quiet()
    };
    let menu = read(&of(&glance));
    assert!(
        menu.contains(&"Story theme > [ Fantasy][ Gen Z][✓ Meme]".to_owned()),
        "{menu:?}"
    );
}

#[test]
fn open_can_be_clicked_from_the_start_on() {
    for menu in [starting(), of(&quiet())] {
        let first = menu.iter().find(|entry| matches!(entry, Entry::Item(..)));
        assert!(
            matches!(first, Some(Entry::Item(Choice::Open, _))),
            "{menu:?}"
        );
    }
}
