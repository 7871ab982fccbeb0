//! The facts in plain words: what stands beside every story, and in its place where none is told.

use super::{Facts, guard};

/// What a title is called that has no letters to show.
const UNTITLED: &str = "Untitled event";
/// How many events a digest names before it only counts.
const DIGEST_LINES: usize = 8;

/// A title as it is shown: one clean line, never empty.
#[must_use]
pub fn title(title: &str) -> String {
    let title = guard::line(title);
    if title.is_empty() {
        UNTITLED.to_owned()
    } else {
        title
    }
}

/// `Budget Planning Meeting at 15:00, Room 4`; an all-day event is `Holiday, all day`.
#[must_use]
pub fn text(facts: &Facts) -> String {
    let when = match &facts.starts {
        Some(time) => match &facts.other_day {
            Some(day) => format!(" at {}", day.at(time)),
            None => format!(" at {time}"),
        },
        None => ", all day".to_owned(),
    };
    let place = facts
        .location
        .as_deref()
        .map(guard::line)
        .filter(|place| !place.is_empty());
    let place = place.map(|place| format!(", {place}")).unwrap_or_default();
    format!("{}{when}{place}", title(&facts.title))
}

/// One event of a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestEntry {
    /// Local start as `HH:MM`, or none for an all-day event.
    pub starts: Option<String>,
    /// The event's title.
    pub title: String,
}

/// One message for several events that came due while nothing could be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// `3 events while you were away`.
    pub title: String,
    /// An event a line, and how many more there are where it would be too many lines.
    pub lines: Vec<String>,
}

/// The digest of so many events, in the order given.
#[must_use]
pub fn digest(entries: &[DigestEntry]) -> Digest {
    let named = if entries.len() > DIGEST_LINES {
        DIGEST_LINES - 1
    } else {
        entries.len()
    };
    let mut lines: Vec<String> = entries.iter().take(named).map(digest_line).collect();
    if named < entries.len() {
        lines.push(format!("and {} more", entries.len() - named));
    }
    let events = if entries.len() == 1 {
        "event"
    } else {
        "events"
    };
    Digest {
        title: format!("{} {events} while you were away", entries.len()),
        lines,
    }
}

fn digest_line(entry: &DigestEntry) -> String {
    let time = entry.starts.as_deref().unwrap_or("All day");
    format!("{time} · {}", title(&entry.title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::OtherDay;
    use crate::stories::surroundings::Surroundings;

    fn budget() -> Facts {
        Facts {
            title: "Budget Planning Meeting".into(),
            starts: Some("15:00".into()),
            hour: Some(15),
            weekday: "Tuesday",
            other_day: None,
            location: None,
            attendee_count: 0,
            recurring: false,
            surroundings: Surroundings::default(),
            may_go_to_ai: true,
        }
    }

    #[test]
    fn a_meeting_is_its_title_and_its_time() {
        assert_eq!(text(&budget()), "Budget Planning Meeting at 15:00");
    }

    #[test]
    fn another_day_is_named() {
        let on = |day| Facts {
            other_day: Some(day),
            ..budget()
        };
        let tomorrow = text(&on(OtherDay::Tomorrow));
        assert_eq!(tomorrow, "Budget Planning Meeting at 15:00 tomorrow");
        let later = text(&on(OtherDay::On("Wed 9 Dec".into())));
        assert_eq!(later, "Budget Planning Meeting at 15:00 on Wed 9 Dec");
    }

    #[test]
    fn its_place_is_told_where_it_has_one() {
        let somewhere = Facts {
            location: Some("Room\n4".into()),
            ..budget()
        };
        assert_eq!(text(&somewhere), "Budget Planning Meeting at 15:00, Room 4");
        let nowhere = Facts {
            location: Some(" \n".into()),
            ..budget()
        };
        assert_eq!(text(&nowhere), "Budget Planning Meeting at 15:00");
    }

    #[test]
    fn an_all_day_event_has_no_time() {
        let holiday = Facts {
            title: "Holiday".into(),
            starts: None,
            hour: None,
            ..budget()
        };
        assert_eq!(text(&holiday), "Holiday, all day");
    }

    #[test]
    fn an_event_without_a_title_still_has_a_name() {
        let unnamed = Facts {
            title: "\u{200b}\n".into(),
            ..budget()
        };
        assert_eq!(text(&unnamed), "Untitled event at 15:00");
    }

    fn entries(count: usize) -> Vec<DigestEntry> {
        (1..=count)
            .map(|n| DigestEntry {
                starts: Some(format!("0{n}:00")),
                title: format!("Event {n}"),
            })
            .collect()
    }

    #[test]
    fn a_digest_names_its_events() {
        let mut entries = entries(1);
        entries.push(DigestEntry {
            starts: None,
            title: String::new(),
        });
        let digest = digest(&entries);
        assert_eq!(digest.title, "2 events while you were away");
        assert_eq!(
            digest.lines,
            ["01:00 · Event 1", "All day · Untitled event"]
        );
    }

    #[test]
    fn a_long_digest_counts_what_it_does_not_name() {
        assert_eq!(digest(&entries(8)).lines.len(), 8);
        let long = digest(&entries(9));
        assert_eq!(long.title, "9 events while you were away");
        assert_eq!(long.lines.len(), 8);
        assert_eq!(long.lines[7], "and 2 more");
    }
}
