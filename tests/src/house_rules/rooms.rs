//! A room looks only upstream: calendars → events → stories → reminders → channels. `channels`
//! sees a finished message, never an event. `engine` and `api` join the rooms.

use super::source::Source;
use super::{Breach, assert_kept, breaches_in, lines_found};

/// Each module of `core`, and those that it may name beside itself.
const HOUSE: [(&str, &[&str]); 17] = [
    ("accounts", &[]),
    ("clock", &[]),
    ("config", &[]),
    ("io_words", &[]),
    ("private_file", &["io_words"]),
    ("providers", &["io_words", "private_file"]),
    (
        "calendars",
        &["clock", "config", "io_words", "private_file", "providers"],
    ),
    ("logging", &["config"]),
    ("events", &["calendars"]),
    ("stories", &["calendars", "events"]),
    ("reminders", &["calendars", "events", "stories"]),
    ("channels", &["clock", "config"]),
    ("vault", &["clock", "config", "io_words", "private_file"]),
    (
        "store",
        &[
            "clock",
            "config",
            "calendars",
            "events",
            "stories",
            "reminders",
            "channels",
            "accounts",
            "vault",
            "io_words",
        ],
    ),
    ("engine", ALL_ROOMS),
    ("api", EVERYTHING),
    ("error", EVERYTHING),
];
/// What joins the rooms sees all of them.
#[rustfmt::skip]
const ALL_ROOMS: &[&str] = &[
    "clock", "config", "calendars", "logging", "io_words", "private_file", "providers", "events",
    "stories", "reminders", "channels", "accounts", "vault", "store",
];
/// So does what offers the use cases, or turns errors into the API's.
#[rustfmt::skip]
const EVERYTHING: &[&str] = &[
    "clock", "config", "calendars", "logging", "io_words", "private_file", "providers", "events",
    "stories", "reminders", "channels", "accounts", "vault", "store", "engine", "api",
];

fn rule(source: &Source) -> Vec<Breach> {
    let Some(room) = source.room() else {
        return Vec::new();
    };
    let Some((_, may_see)) = HOUSE.iter().find(|(name, _)| *name == room) else {
        let what = format!("nobody has written down what `{room}` may see");
        return vec![Breach::at(source, 1, what)];
    };
    let inside = source.found.paths.iter().filter_map(|mention| {
        let other = mention.path.strip_prefix("crate::")?.split("::").next()?;
        Some((mention, other))
    });
    let is_room = |other: &str| HOUSE.iter().any(|(name, _)| *name == other);
    inside
        .filter(|(_, other)| is_room(other) && *other != room && !may_see.contains(other))
        .map(|(mention, _)| Breach::at(source, mention.line, format!("`{}`", mention.path)))
        .collect()
}

#[test]
fn a_room_looks_only_upstream() {
    assert_kept(
        "calendars → events → stories → reminders → channels; only engine and api join them and \
         use the store",
        &breaches_in("crates/core/src/", rule),
    );
}

#[test]
fn looking_downstream_or_into_the_store_is_found() {
    let text = "use crate::calendars::Fetched;\nuse crate::reminders::plan;\nuse super::super::store::open;\n";
    assert_eq!(
        lines_found("crates/core/src/events/rule.rs", text, rule),
        [2, 3]
    );
    assert!(lines_found("crates/core/src/engine/sync.rs", text, rule).is_empty());
}

#[test]
fn a_channel_that_looks_at_an_event_is_found() {
    let text = "fn send(event: &crate::events::Occurrence) {}";
    assert_eq!(
        lines_found("crates/core/src/channels/slack.rs", text, rule),
        [1]
    );
}

#[test]
fn a_new_room_must_be_written_down() {
    assert_eq!(lines_found("crates/core/src/attic/mod.rs", "", rule), [1]);
}
