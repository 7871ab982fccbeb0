//! Any bytes as a calendar: what must hold whatever they are.
//!
//! [`calendar`] does with them all that the app does between a file and a reminder's text, and
//! asserts what everything else relies on. `cargo xtask soak` has a fuzzer call it; the tests call
//! it with every file of `seeds/` and `finds/`.

use chrono::{Datelike as _, Timelike as _};
use storytime_core::calendars::ics::body;
use storytime_core::events::occurrence::Span;
use storytime_core::events::{self, Calendar, ContentHash, Occurrence, Window, Zone};
use storytime_core::stories::surroundings::Surroundings;
use storytime_core::stories::{Facts, guard, plain, template};
use storytime_types::Instant;
use storytime_types::profile::Theme;

/// 2026-01-05T00:00:00Z, a Monday, in milliseconds.
const FROM: i64 = 1_767_571_200_000;
/// No warning or sentence is longer, in characters: they are shown in a line.
const LONGEST_SENTENCE: usize = 600;
/// Stories are told of so many instances; the rest tells nothing new.
const TOLD: usize = 12;

/// Reads, expands and tells what `bytes` hold.
///
/// # Panics
/// When something does not hold: the fuzzer keeps the bytes.
pub fn calendar(bytes: &[u8]) {
    if let Err(error) = body::check(bytes, "team.ics") {
        is_a_sentence(&error.to_string());
    }
    let calendar = match events::read(bytes) {
        Ok(calendar) => calendar,
        Err(error) => return is_a_sentence(&error.to_string()),
    };
    for warning in calendar.warnings() {
        is_a_sentence(&warning.to_string());
    }
    let zone = Zone::find("Europe/Berlin").unwrap_or_else(Zone::utc);
    let fortnight = expanded(&calendar, 14, &zone);
    expanded(&calendar, 366, &zone);
    is_the_same_again(bytes, &fortnight, &zone);
    fortnight
        .iter()
        .take(TOLD)
        .for_each(|occurrence| tell(occurrence, &zone));
}

fn is_a_sentence(text: &str) {
    let length = text.chars().count();
    assert!(length > 0 && length <= LONGEST_SENTENCE, "{length}: {text}");
    assert!(!text.chars().any(char::is_control), "{text:?}");
}

fn window(days: i64) -> Window {
    let from = Instant::from_ms(FROM);
    Window {
        from,
        to: from.plus_ms(days * Instant::DAY),
    }
}

fn expanded(calendar: &Calendar, days: i64, zone: &Zone) -> Vec<Occurrence> {
    let window = window(days);
    let expansion = calendar.expand(window, zone, &[]);
    for warning in &expansion.warnings {
        is_a_sentence(&warning.to_string());
    }
    for occurrence in &expansion.occurrences {
        lies_within(occurrence, window, zone);
    }
    expansion.occurrences
}

fn lies_within(occurrence: &Occurrence, window: Window, zone: &Zone) {
    let (start, end) = match occurrence.span {
        Span::Timed { start, end } => {
            assert!(start <= end, "ends before it starts: {occurrence:?}");
            (start, end)
        }
        Span::AllDay { first, end } => {
            assert!(first < end, "has no day: {occurrence:?}");
            (zone.midnight(first), zone.midnight(end))
        }
    };
    assert!(start < window.to && end >= window.from, "{occurrence:?}");
    let link = occurrence.meeting_link.as_deref().unwrap_or("https://");
    assert!(
        link.starts_with("http://") || link.starts_with("https://"),
        "{link}"
    );
}

/// An unchanged calendar must look unchanged.
fn is_the_same_again(bytes: &[u8], before: &[Occurrence], zone: &Zone) {
    let again = events::read(bytes).map(|calendar| expanded(&calendar, 14, zone));
    let hashes = |list: &[Occurrence]| list.iter().map(ContentHash::of).collect::<Vec<_>>();
    let again = again.unwrap_or_default();
    assert_eq!(hashes(before), hashes(&again));
}

fn tell(occurrence: &Occurrence, zone: &Zone) {
    let facts = facts(occurrence, zone);
    is_a_line(&plain::title(&facts.title));
    is_a_sentence(&plain::text(&facts));
    for theme in Theme::ALL {
        let story = template::tell(theme, &facts, 7, &[]);
        let fit = guard::check(&story.text);
        assert_eq!(fit, Ok(()), "{:?}", story.text);
    }
}

fn is_a_line(text: &str) {
    assert!(
        !text.trim().is_empty() && !text.chars().any(char::is_control),
        "{text:?}"
    );
}

fn facts(occurrence: &Occurrence, zone: &Zone) -> Facts {
    let start = match occurrence.span {
        Span::Timed { start, .. } => Some(start),
        Span::AllDay { .. } => None,
    };
    let local = zone.local(start.unwrap_or(Instant::from_ms(FROM)));
    Facts {
        title: occurrence.title.clone(),
        starts: start.map(|at| zone.time_text(at)),
        hour: start.map(|_| u8::try_from(local.hour()).unwrap_or(0)),
        weekday: if local.weekday() == chrono::Weekday::Mon {
            "Monday"
        } else {
            "Sunday"
        },
        other_day: None,
        location: occurrence.location.clone(),
        attendee_count: occurrence.attendee_count,
        recurring: true,
        surroundings: Surroundings::default(),
        may_go_to_ai: true,
    }
}

#[cfg(test)]
mod tests;
