//! `events`, `stories` and `reminders` do no I/O and never ask for the time: it is passed in.

use super::mentions::Mention;
use super::source::Source;
use super::{Breach, assert_kept, breaches_in, lines_found};

const PURE: [&str; 3] = ["events", "stories", "reminders"];
const OUTSIDE: [&str; 11] = [
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::env",
    "std::io::stdin",
    "tokio",
    "reqwest",
    "sqlx",
    "crate::clock",
    "crate::store",
];
/// Calls that read the machine's clock or its zone.
const CLOCKS: [(&str, &str); 9] = [
    ("SystemTime", "now"),
    ("Instant", "now"),
    ("Utc", "now"),
    ("Local", "now"),
    ("Zoned", "now"),
    ("Timestamp", "now"),
    ("TimeZone", "system"),
    ("Uuid", "now_v7"),
    ("Uuid", "new_v4"),
];

fn rule(source: &Source) -> Vec<Breach> {
    if !source.room().is_some_and(|room| PURE.contains(&room)) {
        return Vec::new();
    }
    let reaches_out = |mention: &&Mention| {
        OUTSIDE.iter().any(|path| mention.is_in(path))
            || CLOCKS
                .iter()
                .any(|(kind, call)| mention.has(kind) && mention.has(call))
    };
    let found = source.found.paths.iter().filter(reaches_out);
    found
        .map(|mention| Breach::at(source, mention.line, format!("`{}`", mention.path)))
        .collect()
}

#[test]
fn events_stories_and_reminders_do_no_io_and_never_ask_for_the_time() {
    assert_kept(
        "events, stories and reminders are given all they need, the time too",
        &breaches_in("crates/core/src/", rule),
    );
}

#[test]
fn io_or_a_clock_in_a_pure_room_is_found() {
    let text = "\
use std::fs::File;
use std::time::SystemTime;
fn due() { SystemTime::now(); chrono::Utc::now(); tokio::spawn(later()); }
";
    assert_eq!(
        lines_found("crates/core/src/reminders/plan.rs", text, rule),
        [1, 3, 3, 3]
    );
    assert!(lines_found("crates/core/src/engine/sync.rs", text, rule).is_empty());
}
