//! What of a calendar could not be taken, in the one sentence that its owner reads.

use std::collections::HashSet;

use crate::events::frequency::{self, TooFrequent};
use crate::events::{Expansion, Occurrence, Warning};

/// Takes out the events that take place too often to be reminded of, and says so of each.
pub(super) fn too_frequent(occurrences: &mut Vec<Occurrence>) -> Vec<String> {
    let frequent = frequency::too_frequent(occurrences);
    if frequent.is_empty() {
        return Vec::new();
    }
    let uids: HashSet<&str> = frequent.iter().map(TooFrequent::uid).collect();
    occurrences.retain(|occurrence| !uids.contains(&*occurrence.uid));
    frequent.iter().map(ToString::to_string).collect()
}

/// What the lines are counted in that warnings name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// In a file that the person can look at.
    OfItsFile,
    /// In what we made of many texts: the number says nothing to anybody.
    OfOurCopy,
}

/// Those warnings that tell of something missing or moved; the log has the others, too.
pub(super) fn told<'w>(warnings: impl Iterator<Item = &'w Warning>, lines: Lines) -> Vec<String> {
    let mut losses = Vec::new();
    for warning in warnings {
        tracing::debug!(%warning, "a part of the calendar is odd");
        if warning.loss {
            tracing::warn!(%warning, "a part of the calendar could not be used as it stands");
            losses.push(match (warning.line, lines) {
                (0, _) | (_, Lines::OfOurCopy) => warning.cause.clone(),
                (line, Lines::OfItsFile) => format!("Line {line}: {}", warning.cause),
            });
        }
    }
    losses
}

/// What was read, and its losses.
pub(super) fn beside(read: Expansion) -> (Expansion, Vec<String>) {
    let losses = told(read.warnings.iter(), Lines::OfOurCopy);
    (read, losses)
}

/// The first loss, and how many more there are, as far as they are counted.
pub(super) fn notice(losses: &[String]) -> Option<String> {
    const COUNTED: usize = 100;
    let first = losses.first()?;
    Some(match losses.len() - 1 {
        0 => format!("{first}."),
        1 => format!("{first}. One more part of this calendar could not be used."),
        more if more < COUNTED => {
            format!("{first}. {more} more parts of this calendar could not be used.")
        }
        _ => {
            format!("{first}. More than {COUNTED} other parts of this calendar could not be used.")
        }
    })
}

/// What is wrong with several calendars of one integration: a sentence for each of the first three,
/// and how many more there are. What is the same of several is said once.
pub(crate) fn few(mut sentences: Vec<String>) -> Vec<String> {
    const TOLD: usize = 3;
    let mut said = HashSet::new();
    sentences.retain(|sentence| said.insert(sentence.clone()));
    let more = sentences.len().saturating_sub(TOLD);
    sentences.truncate(TOLD);
    match more {
        0 => {}
        1 => sentences.push("1 more of its calendars cannot be used as it stands".to_owned()),
        _ => sentences.push(format!(
            "{more} more of its calendars cannot be used as they stand"
        )),
    }
    sentences
}

/// As [`few`], in one text.
pub(crate) fn in_one(sentences: Vec<String>) -> String {
    let sentences = few(sentences);
    let ends = sentences.iter().map(|one| one.trim_end_matches('.'));
    ends.collect::<Vec<_>>().join(". ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Window, Zone, read};
    use storytime_types::Instant;

    fn fortnight(text: &str) -> Vec<Occurrence> {
        let from = Instant::parse("2026-11-22T00:00:00Z").unwrap();
        let window = Window {
            from,
            to: from.plus_ms(14 * Instant::DAY),
        };
        let calendar = read(text.as_bytes()).unwrap();
        calendar.expand(window, &Zone::utc(), &[]).occurrences
    }

    #[test]
    fn an_event_of_every_second_is_left_out_and_the_others_stay() {
        let mut occurrences = fortnight(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:tick\nSUMMARY:Tick\nDTSTART:20200101T000000Z\n\
             RRULE:FREQ=SECONDLY\nEND:VEVENT\nBEGIN:VEVENT\nUID:lunch\nSUMMARY:Lunch\n\
             DTSTART:20261123T120000Z\nEND:VEVENT\nEND:VCALENDAR\n",
        );

        let losses = too_frequent(&mut occurrences);

        let titles: Vec<_> = occurrences.iter().map(|one| &*one.title).collect();
        assert_eq!(titles, ["Lunch"]);
        assert_eq!(
            losses,
            [
                "\"Tick\" takes place more than 1,000 times within two weeks, so the app leaves it \
                 out: make it repeat less often, or give it an end"
            ]
        );
    }

    #[test]
    fn a_notice_tells_the_first_loss_and_counts_the_others() {
        let losses = ["Line 4: a".to_owned(), "b".to_owned(), "c".to_owned()];
        assert_eq!(notice(&[]), None);
        assert_eq!(notice(&losses[..1]).unwrap(), "Line 4: a.");
        assert_eq!(
            notice(&losses).unwrap(),
            "Line 4: a. 2 more parts of this calendar could not be used."
        );
        let many = vec!["Line 4: a".to_owned(); 202];
        assert_eq!(
            notice(&many).unwrap(),
            "Line 4: a. More than 100 other parts of this calendar could not be used."
        );
    }

    #[test]
    fn of_several_calendars_three_are_told_of_and_the_others_counted() {
        let sentences = |count: usize| -> Vec<String> {
            (0..count)
                .map(|number| format!("{number} is bad."))
                .collect()
        };
        let twice = [sentences(2), sentences(2)].concat();
        assert_eq!(in_one(twice), "0 is bad. 1 is bad");
        assert_eq!(in_one(sentences(1)), "0 is bad");
        assert_eq!(in_one(sentences(3)), "0 is bad. 1 is bad. 2 is bad");
        assert_eq!(
            in_one(sentences(4)),
            "0 is bad. 1 is bad. 2 is bad. 1 more of its calendars cannot be used as it stands"
        );
        assert!(
            in_one(sentences(9))
                .ends_with(". 6 more of its calendars cannot be used as they stand")
        );
    }
}
