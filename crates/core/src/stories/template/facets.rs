//! An event as the phrases see it: what is true of it, and what fills their slots.

use super::topic::Topic;
use super::voice::{Phrase, When};
use crate::stories::{Facts, guard};

/// The most graphemes of a title within a story; with them the longest story still fits.
pub(super) const TITLE_GRAPHEMES: usize = 80;
/// A longer place is left to the facts beside the story.
pub(super) const PLACE_GRAPHEMES: usize = 40;
/// What stands for a title without letters.
const UNNAMED: &str = "an event without a name";

const NUMBERS: [&str; 11] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// What phrases may say about an event.
pub(super) struct Facets {
    title: String,
    day: &'static str,
    time: Option<String>,
    place: Option<String>,
    people: Option<String>,
    hour: Option<u8>,
    series: bool,
    topic: Option<Topic>,
}

impl Facets {
    pub(super) fn of(facts: &Facts) -> Self {
        let title = guard::words(&facts.title, TITLE_GRAPHEMES);
        Self {
            topic: Topic::of(&title),
            title: if title.is_empty() {
                UNNAMED.to_owned()
            } else {
                format!("“{title}”")
            },
            day: facts.weekday,
            time: facts.starts.clone(),
            place: facts.location.as_deref().and_then(place),
            people: people(facts.attendee_count),
            hour: facts.hour,
            series: facts.recurring,
        }
    }

    /// Whether a phrase is true of the event and all its slots can be filled.
    pub(super) fn allow(&self, (when, text): &Phrase) -> bool {
        let fillable = |slot, value: &Option<String>| value.is_some() || !text.contains(slot);
        self.is(*when)
            && fillable("{time}", &self.time)
            && fillable("{place}", &self.place)
            && fillable("{people}", &self.people)
    }

    /// The text with its slots filled. A value is never searched for slots.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len() + self.title.len());
        let mut rest = text;
        while let Some((literal, slot)) = rest.split_once('{') {
            let (slot, after) = slot.split_once('}').unwrap_or((slot, ""));
            filled.push_str(literal);
            filled.push_str(self.value(slot));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn value(&self, slot: &str) -> &str {
        match slot {
            "title" => &self.title,
            "day" => self.day,
            "time" => self.time.as_deref().unwrap_or_default(),
            "place" => self.place.as_deref().unwrap_or_default(),
            "people" => self.people.as_deref().unwrap_or_default(),
            _ => "",
        }
    }

    fn is(&self, when: When) -> bool {
        let hour_is = |is: fn(u8) -> bool| self.hour.is_some_and(is);
        match when {
            When::Always => true,
            When::Morning => hour_is(|hour| (5..12).contains(&hour)),
            When::Midday => hour_is(|hour| (12..14).contains(&hour)),
            When::Afternoon => hour_is(|hour| (14..18).contains(&hour)),
            When::Evening => hour_is(|hour| (18..22).contains(&hour)),
            When::Night => hour_is(|hour| !(5..22).contains(&hour)),
            When::Timed => self.time.is_some(),
            When::AllDay => self.time.is_none(),
            When::Monday => self.day == "Monday",
            When::Friday => self.day == "Friday",
            When::Weekend => matches!(self.day, "Saturday" | "Sunday"),
            When::Group => self.people.is_some(),
            When::Series => self.series,
            When::About(topic) => self.topic == Some(topic),
        }
    }
}

/// A place that fits into a sentence: short, and not just a link.
fn place(location: &str) -> Option<String> {
    let place = guard::words(location, guard::LINE_GRAPHEMES);
    let fits = !place.is_empty() && guard::shortened(&place, PLACE_GRAPHEMES) == place;
    (fits && place.chars().any(char::is_alphanumeric)).then_some(place)
}

fn people(invited: u32) -> Option<String> {
    let word = NUMBERS.get(usize::try_from(invited.checked_sub(2)?).ok()?);
    Some(word.map_or_else(|| invited.to_string(), |word| (*word).to_owned()))
}
