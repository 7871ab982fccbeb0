//! Files that are no good as calendars, each with what must come of it.

use std::fmt::Write as _;

use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;

/// The most that a calendar may have, in bytes.
const LIMIT: usize = 50 << 20;

/// What becomes of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// None of it is taken, and this is said.
    Refused(&'static str),
    /// The rest of it is taken, and this is said.
    Told(&'static str),
    /// All of it is taken; nothing needs to be said.
    Taken,
}

/// A file that is no good.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// What it is called in the list.
    pub name: &'static str,
    /// What is in it.
    pub bytes: fn() -> Vec<u8>,
    /// What must become of it.
    pub fate: Fate,
}

/// The title of the good event in every file that has one.
pub const GOOD: &str = "Lunch";

const TOO_FREQUENT: &str =
    "\"Tick\" takes place more than 1,000 times within two weeks, so the app leaves it out";

/// All of them.
pub const INPUTS: [Input; 20] = [
    Input {
        name: "not a calendar",
        bytes: || b"Shopping: milk, bread, two lemons\n".to_vec(),
        fate: Fate::Refused("is not a calendar, since it does not begin with BEGIN:VCALENDAR"),
    },
    Input {
        name: "a picture",
        bytes: || b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0".to_vec(),
        fate: Fate::Refused("is not a calendar, since it does not begin with BEGIN:VCALENDAR"),
    },
    Input {
        name: "a web page",
        bytes: || b"<!DOCTYPE html><html><body>Please sign in</body></html>".to_vec(),
        fate: Fate::Refused("gave a web page, not a calendar"),
    },
    Input {
        name: "empty",
        bytes: Vec::new,
        fate: Fate::Refused("is empty"),
    },
    Input {
        name: "half-written",
        bytes: || {
            let whole = calendar(&[good(), event("b", &["SUMMARY:Review"])]);
            whole[..whole.len() - 40].to_vec()
        },
        fate: Fate::Refused("ends in the middle"),
    },
    Input {
        name: "half-written, UTF-16",
        bytes: || {
            let whole = utf_16(&calendar(&[good(), event("b", &["SUMMARY:Review"])]));
            whole[..whole.len() - 82].to_vec()
        },
        fate: Fate::Refused("ends in the middle"),
    },
    Input {
        name: "over the size limit",
        bytes: || calendar(&[good(), format!("X-LONG:{}\r\n", "a".repeat(LIMIT))]),
        fate: Fate::Refused("is larger than 50 MB"),
    },
    Input {
        name: "not one readable event",
        bytes: || {
            let broken = |uid| component(&[uid, "SUMMARY:Review", "DTSTART:20261122T100000.123Z"]);
            calendar(&[broken("UID:a"), broken("UID:b")])
        },
        fate: Fate::Refused(
            "none of its events can be read: cannot read DTSTART \"20261122T100000.123Z\"",
        ),
    },
    Input {
        name: "a bomb: every second, without end",
        bytes: || calendar(&[good(), event("b", &["SUMMARY:Tick", "RRULE:FREQ=SECONDLY"])]),
        fate: Fate::Told(TOO_FREQUENT),
    },
    Input {
        name: "2,000 bombs",
        bytes: || {
            let bomb = |n| event(&format!("b{n}"), &["SUMMARY:Tick", "RRULE:FREQ=SECONDLY"]);
            let mut bombs: Vec<String> = (0..2000).map(bomb).collect();
            bombs.push(good());
            calendar(&bombs)
        },
        fate: Fate::Told(TOO_FREQUENT),
    },
    Input {
        name: "a long text, every two minutes",
        bytes: || {
            let text = format!("DESCRIPTION:{}", "long ".repeat(10_000));
            let rule = "RRULE:FREQ=MINUTELY;INTERVAL=2";
            calendar(&[good(), event("b", &["SUMMARY:Tick", &text, rule])])
        },
        fate: Fate::Told(TOO_FREQUENT),
    },
    Input {
        name: "a text of 49 MB",
        bytes: || {
            let text = format!("DESCRIPTION:{}", "long ".repeat(LIMIT / 5 - 10_000));
            calendar(&[good(), event("b", &["SUMMARY:Novel", &text])])
        },
        fate: Fate::Taken,
    },
    Input {
        name: "5 million dates left out of one series",
        bytes: || {
            let dates = format!("EXDATE:{}", vec!["20200109"; LIMIT / 10].join(","));
            calendar(&[
                good(),
                event("b", &["SUMMARY:Never", "RRULE:FREQ=YEARLY", &dates]),
            ])
        },
        fate: Fate::Told("cannot read EXDATE"),
    },
    Input {
        name: "a loop of changed instances",
        bytes: || {
            let at = |id: &str, start: &str| {
                format!(
                    "BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:Turn\r\n{id}DTSTART:{start}\r\nEND:VEVENT\r\n"
                )
            };
            calendar(&[
                good(),
                at("RRULE:FREQ=DAILY;COUNT=3\r\n", "20260105T090000Z"),
                at("RECURRENCE-ID:20260106T090000Z\r\n", "20260107T090000Z"),
                at("RECURRENCE-ID:20260107T090000Z\r\n", "20260106T090000Z"),
                at(
                    "RECURRENCE-ID;RANGE=THISANDFUTURE:20260106T090000Z\r\n",
                    "20260105T090000Z",
                ),
            ])
        },
        fate: Fate::Taken,
    },
    Input {
        name: "a zone that nobody knows",
        bytes: || {
            let start = "DTSTART;TZID=Mars/Olympus Mons:20200102T090000";
            let lines = ["UID:b", "SUMMARY:Landing", start, "RRULE:FREQ=DAILY"];
            calendar(&[good(), component(&lines)])
        },
        fate: Fate::Told("nobody knows the time zone \"Mars/Olympus Mons\" of \"Landing\""),
    },
    Input {
        name: "a repetition that cannot be read",
        bytes: || {
            calendar(&[
                good(),
                event("b", &["SUMMARY:Yoga", "RRULE:FREQ=DAILY;BYHOUR=25"]),
            ])
        },
        fate: Fate::Told("\"Yoga\" is shown once only"),
    },
    Input {
        name: "Latin-1",
        bytes: || {
            let text = text_of(&[good(), event("b", &["SUMMARY:Käse für Zoë"])]);
            text.chars()
                .map(|c| u8::try_from(c).unwrap_or(b'?'))
                .collect()
        },
        fate: Fate::Taken,
    },
    Input {
        name: "UTF-16",
        bytes: || utf_16(&calendar(&[good(), event("b", &["SUMMARY:Käse für Zoë"])])),
        fate: Fate::Taken,
    },
    Input {
        name: "2 million lines that are none",
        bytes: || calendar(&[good(), "no property at all\r\n".repeat(2_000_000)]),
        fate: Fate::Taken,
    },
    Input {
        name: "100,000 events",
        bytes: hundred_thousand_events,
        fate: Fate::Taken,
    },
];

/// A calendar with nothing wrong.
#[must_use]
pub fn good_calendar() -> Vec<u8> {
    calendar(&[good()])
}

/// A calendar that has an event of this title every day.
#[must_use]
pub fn daily(title: &str) -> Vec<u8> {
    calendar(&[event(
        title,
        &[&format!("SUMMARY:{title}"), "RRULE:FREQ=DAILY"],
    )])
}

fn good() -> String {
    event("good", &[&format!("SUMMARY:{GOOD}"), "RRULE:FREQ=DAILY"])
}

fn event(uid: &str, lines: &[&str]) -> String {
    let uid = format!("UID:{uid}");
    let mut all = vec![uid.as_str(), "DTSTART:20200102T120000Z", "DURATION:PT30M"];
    all.extend(lines);
    component(&all)
}

fn component(lines: &[&str]) -> String {
    format!("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n", lines.join("\r\n"))
}

fn text_of(components: &[String]) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\n{}END:VCALENDAR\r\n",
        components.concat()
    )
}

fn calendar(components: &[String]) -> Vec<u8> {
    text_of(components).into_bytes()
}

fn utf_16(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    [0xFF, 0xFE].into_iter().chain(units).collect()
}

/// Ten years of them, with now in the middle.
fn hundred_thousand_events() -> Vec<u8> {
    const EVERY_MS: i64 = 10 * 365 * Instant::DAY / 100_000;
    let first = SystemClock.now().plus_ms(-50_000 * EVERY_MS);
    let mut text = good();
    for number in 0..100_000_i64 {
        let start = first.plus_ms(number * EVERY_MS);
        let start = start.plus_ms(-start.ms().rem_euclid(1000));
        let start = start.to_string().replace(['-', ':'], "");
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\nUID:{number}@example.com\r\nDTSTAMP:20260101T000000Z\r\n\
             DTSTART:{start}\r\nDURATION:PT30M\r\nSUMMARY:Meeting {number} about the new garden\r\n\
             LOCATION:Room {}\r\nDESCRIPTION:Bring what you wrote down the last time.\r\n\
             END:VEVENT\r\n",
            number % 40
        );
    }
    calendar(&[text])
}
