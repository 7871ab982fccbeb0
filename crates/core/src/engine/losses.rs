//! What of a calendar could not be taken, in the one sentence that its owner reads.

use std::collections::HashMap;

use crate::events::{Occurrence, Warning};

/// Nobody wants to be reminded of one event more often than this within two weeks: it is every
/// twenty minutes, day and night.
const MOST_OF_AN_EVENT: usize = 1_000;

/// Takes out the events that take place too often to be reminded of, and says so of each.
pub(super) fn too_frequent(occurrences: &mut Vec<Occurrence>) -> Vec<String> {
    if occurrences.len() <= MOST_OF_AN_EVENT {
        return Vec::new();
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for occurrence in &*occurrences {
        *counts.entry(&occurrence.uid).or_default() += 1;
    }
    counts.retain(|_, count| *count > MOST_OF_AN_EVENT);
    let frequent: HashMap<String, usize> = counts
        .into_iter()
        .map(|(uid, count)| (uid.to_owned(), count))
        .collect();
    let mut told = HashMap::new();
    occurrences.retain(|occurrence| match frequent.get(&occurrence.uid) {
        None => true,
        Some(count) => {
            told.entry(occurrence.uid.clone())
                .or_insert_with(|| sentence(&occurrence.title, *count));
            false
        }
    });
    let mut sentences: Vec<String> = told.into_values().collect();
    sentences.sort_unstable();
    sentences
}

fn sentence(title: &str, count: usize) -> String {
    const SHOWN: usize = 40;
    let title: String = title.chars().take(SHOWN).collect();
    format!(
        "\"{title}\" takes place {count} times within two weeks and is left out: make it repeat less \
         often, or give it an end"
    )
}

/// Those warnings that tell of something missing or moved; the log has the others, too.
pub(super) fn told<'w>(warnings: impl Iterator<Item = &'w Warning>) -> Vec<String> {
    let mut losses = Vec::new();
    for warning in warnings {
        tracing::debug!(%warning, "a part of the calendar is odd");
        if warning.loss {
            tracing::warn!(%warning, "a part of the calendar could not be used as it stands");
            losses.push(match warning.line {
                0 => warning.cause.clone(),
                line => format!("Line {line}: {}", warning.cause),
            });
        }
    }
    losses
}

/// The first loss, and how many more there are.
pub(super) fn notice(losses: &[String]) -> Option<String> {
    let first = losses.first()?;
    Some(match losses.len() - 1 {
        0 => format!("{first}."),
        1 => format!("{first}. One more part of this calendar could not be used."),
        more => format!("{first}. {more} more parts of this calendar could not be used."),
    })
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
                "\"Tick\" takes place 10000 times within two weeks and is left out: make it repeat \
              less often, or give it an end"
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
    }
}
