//! An event as the phrases see it: what is true of it, and what fills their slots.

use unicode_segmentation::UnicodeSegmentation as _;

use super::script::Line;
use super::topic::Topic;
use super::voice::{Matters, When};
use crate::stories::surroundings::{Rhythm, Side};
use crate::stories::{Facts, OtherDay, guard, sensitive};

/// The most graphemes of a title within a story, where there is room.
pub(super) const TITLE_GRAPHEMES: usize = 80;
/// A longer place is left to the facts beside the story.
pub(super) const PLACE_GRAPHEMES: usize = 40;
/// A neighbour's longer title is cut.
pub(super) const NEIGHBOUR_GRAPHEMES: usize = 30;
/// Events with no more between them follow each other without a break.
const STRAIGHT_MINUTES: u32 = 5;
/// What stands for a title without letters.
const UNNAMED: &str = "an event without a name";

const NUMBERS: [&str; 11] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// Stretches of time that have a name.
const STRETCHES: [(u32, &str); 18] = [
    (10, "ten minutes"),
    (15, "a quarter of an hour"),
    (20, "twenty minutes"),
    (25, "twenty-five minutes"),
    (30, "half an hour"),
    (35, "thirty-five minutes"),
    (40, "forty minutes"),
    (45, "three quarters of an hour"),
    (50, "fifty minutes"),
    (60, "an hour"),
    (75, "an hour and a quarter"),
    (90, "an hour and a half"),
    (120, "two hours"),
    (150, "two and a half hours"),
    (180, "three hours"),
    (240, "four hours"),
    (300, "five hours"),
    (360, "six hours"),
];

/// What phrases may say about an event.
pub(super) struct Facets<'a> {
    /// Without quotation marks; empty for an event without a name.
    title: String,
    weekday: &'static str,
    /// The weekday, or the date of a day that is farther than tomorrow.
    day: &'a str,
    time: Option<&'a str>,
    /// The time of day with its day, where that is not the one on which the story is told.
    moment: Option<String>,
    place: Option<String>,
    people: Option<String>,
    from: Option<String>,
    next: Option<String>,
    before: Option<&'static str>,
    after: Option<&'static str>,
    topic: Option<Topic>,
    truths: Matters,
}

impl<'a> Facets<'a> {
    pub(super) fn of(facts: &'a Facts) -> Self {
        let title = guard::words(&facts.title, TITLE_GRAPHEMES);
        let around = &facts.surroundings;
        let timed = facts.starts.is_some();
        let neighbour = |side| neighbour(side, &title).filter(|_| timed);
        let free = |side| free(side).filter(|_| timed);
        let mut facets = Self {
            topic: Topic::of(&title),
            weekday: facts.weekday,
            day: match &facts.other_day {
                Some(OtherDay::On(date)) => date,
                Some(OtherDay::Tomorrow) | None => facts.weekday,
            },
            time: facts.starts.as_deref(),
            moment: facts
                .starts
                .as_ref()
                .zip(facts.other_day.as_ref())
                .map(|(time, day)| day.at(time)),
            place: facts.location.as_deref().and_then(place),
            people: people(facts.attendee_count),
            from: neighbour(&around.before),
            next: neighbour(&around.after),
            before: free(&around.before),
            after: free(&around.after),
            truths: Matters::default(),
            title,
        };
        facets.truths = facets.truths_of(facts);
        facets
    }

    pub(super) fn title_graphemes(&self) -> usize {
        self.title.graphemes(true).count()
    }

    pub(super) fn is_about(&self, topic: Topic) -> bool {
        self.topic == Some(topic)
    }

    /// Whether a phrase is true of the event and all its slots can be filled.
    pub(super) fn allow(&self, line: &Line) -> bool {
        self.truths.hold(line.needs) && line.topic.is_none_or(|topic| self.is_about(topic))
    }

    /// A sentence with its slots filled, the title cut to so many graphemes. A value is never
    /// searched for slots.
    pub(super) fn fill(&self, text: &str, title_graphemes: usize, into: &mut String) {
        // A phrase that names the day needs no other word for it.
        let with_day = self.moment.as_deref().filter(|_| !text.contains("{day}"));
        let mut rest = text;
        while let Some((literal, slot)) = rest.split_once('{') {
            let (slot, after) = slot.split_once('}').unwrap_or((slot, ""));
            into.push_str(literal);
            match (slot, with_day) {
                ("title", _) => self.write_title(title_graphemes, into),
                ("time", Some(moment)) => into.push_str(moment),
                _ => into.push_str(self.value(slot)),
            }
            rest = after;
        }
        into.push_str(rest);
    }

    fn write_title(&self, most_graphemes: usize, into: &mut String) {
        if self.title.is_empty() {
            into.push_str(UNNAMED);
            return;
        }
        into.push('“');
        into.push_str(&guard::shortened(&self.title, most_graphemes));
        into.push('”');
    }

    fn value(&self, slot: &str) -> &str {
        let value = match slot {
            "day" => Some(self.day),
            "time" => self.time,
            "place" => self.place.as_deref(),
            "people" => self.people.as_deref(),
            "from" => self.from.as_deref(),
            "next" => self.next.as_deref(),
            "before" => self.before,
            "after" => self.after,
            _ => None,
        };
        value.unwrap_or_default()
    }

    fn truths_of(&self, facts: &Facts) -> Matters {
        let hour_is = |is: fn(u8) -> bool| facts.hour.is_some_and(is);
        let around = &facts.surroundings;
        let timed = self.time.is_some();
        let first = timed && around.before == Side::Free;
        let last = timed && around.after == Side::Free;
        [
            (When::Always, true),
            (When::Timed, timed),
            (When::AllDay, !timed),
            (When::Morning, hour_is(|hour| (5..12).contains(&hour))),
            (When::Midday, hour_is(|hour| (12..14).contains(&hour))),
            (When::Afternoon, hour_is(|hour| (14..18).contains(&hour))),
            (When::Evening, hour_is(|hour| (18..22).contains(&hour))),
            (When::Night, hour_is(|hour| !(5..22).contains(&hour))),
            (When::Monday, self.weekday == "Monday"),
            (When::Friday, self.weekday == "Friday"),
            (When::Weekend, matches!(self.weekday, "Saturday" | "Sunday")),
            (When::Place, self.place.is_some()),
            (When::Group, self.people.is_some()),
            (When::Series, facts.recurring),
            (When::Daily, around.rhythm == Some(Rhythm::Daily)),
            (When::Weekly, around.rhythm == Some(Rhythm::Weekly)),
            (When::First, first && !last),
            (When::Last, last && !first),
            (When::Only, first && last && around.alone),
            (When::Straight, self.from.is_some()),
            (When::Into, self.next.is_some()),
            (When::FreeBefore, self.before.is_some()),
            (When::FreeAfter, self.after.is_some()),
        ]
        .into_iter()
        .fold(Matters::default(), |all, (when, is_true)| {
            all.and_if(when, is_true)
        })
    }
}

/// A place that fits into a sentence: short, and not just a link.
fn place(location: &str) -> Option<String> {
    let place = guard::words(location, PLACE_GRAPHEMES + 1);
    let fits = guard::shortened(&place, PLACE_GRAPHEMES) == place;
    (fits && place.chars().any(char::is_alphanumeric)).then_some(place)
}

fn people(invited: u32) -> Option<String> {
    let word = NUMBERS.get(usize::try_from(invited.checked_sub(2)?).ok()?);
    Some(word.map_or_else(|| invited.to_string(), |word| (*word).to_owned()))
}

/// The name of the event right before or after; none of one that nobody should joke about.
fn neighbour(side: &Side, own_title: &str) -> Option<String> {
    let Side::Event { minutes, title } = side else {
        return None;
    };
    if *minutes > STRAIGHT_MINUTES || sensitive::is_sensitive(title) {
        return None;
    }
    let title = guard::words(title, NEIGHBOUR_GRAPHEMES);
    let has_a_name = title.chars().any(char::is_alphanumeric) && title != own_title;
    has_a_name.then(|| format!("“{title}”"))
}

fn free(side: &Side) -> Option<&'static str> {
    let Side::Event { minutes, .. } = side else {
        return None;
    };
    let stretch = STRETCHES.iter().find(|(of, _)| of == minutes);
    stretch.map(|(_, name)| *name)
}
