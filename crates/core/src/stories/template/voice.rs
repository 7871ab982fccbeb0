//! What a theme's storyteller can say: phrases, and when each of them is true.

use super::topic::Topic;

/// Texts with slots, by what must be true of an event for them to be told.
///
/// Slots: `{title}` (in quotation marks) and `{day}` (the weekday) of any event; the others are
/// filled only where [`When`] of the same matter is true: `{time}`, `{place}`, `{people}`, `{from}`
/// and `{next}` (the neighbours' titles), `{before}` and `{after}` (how long the calendar is free).
pub(super) type Phrases = &'static [(When, &'static [&'static str])];

/// Bodies for events whose titles say what they are about.
pub(super) type Topics = &'static [(Topic, &'static [&'static str])];

/// A theme's phrases.
pub(super) struct Voice {
    pub(super) emojis: &'static [&'static str],
    pub(super) openings: Phrases,
    /// Sentences that name the event.
    pub(super) bodies: Phrases,
    pub(super) topics: Topics,
    /// Sentences that may end a story: good wishes, or what stands around the event.
    pub(super) endings: Phrases,
}

/// Of which events a phrase is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum When {
    /// Of any.
    Always,
    /// Timed events.
    Timed,
    /// All-day events.
    AllDay,
    /// From 5 to 11.
    Morning,
    /// From 12 to 13.
    Midday,
    /// From 14 to 17.
    Afternoon,
    /// From 18 to 21.
    Evening,
    /// From 22 to 4.
    Night,
    /// Mondays.
    Monday,
    /// Fridays.
    Friday,
    /// Saturdays and Sundays.
    Weekend,
    /// Its place is known and fits into a sentence.
    Place,
    /// Two or more are invited.
    Group,
    /// One of a series.
    Series,
    /// It comes every (working) day.
    Daily,
    /// It comes every week.
    Weekly,
    /// The first of its day.
    First,
    /// The last of its day.
    Last,
    /// The only one of its day.
    Only,
    /// Another event ends where it starts.
    Straight,
    /// Another event starts where it ends.
    Into,
    /// There is time before it, and it can be said how much.
    FreeBefore,
    /// There is time after it, and it can be said how much.
    FreeAfter,
}

impl When {
    /// What of an event's surroundings is spoken of, beyond the event's own content.
    const OF_SURROUNDINGS: [Self; 7] = [
        Self::First,
        Self::Last,
        Self::Only,
        Self::Straight,
        Self::Into,
        Self::FreeBefore,
        Self::FreeAfter,
    ];

    /// Phrases of one matter would say the same thing twice in one story.
    fn matter(self) -> &'static [Self] {
        match self {
            Self::Series | Self::Daily | Self::Weekly => &[Self::Series, Self::Daily, Self::Weekly],
            Self::First | Self::Last | Self::Only => &[Self::First, Self::Last, Self::Only],
            _ => &[],
        }
    }
}

/// A set of [`When`]s, and of slots that are not bound to one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Matters(u32);

impl Matters {
    /// The weekday is named.
    const DAY: Self = Self(1 << 31);

    pub(super) fn of(when: When) -> Self {
        Self(1 << when as u32)
    }

    /// What must be true for a text to be told.
    pub(super) fn needed(when: When, text: &str) -> Self {
        let slots = SLOTS.iter().filter(|(slot, _)| text.contains(slot));
        slots.fold(Self::of(when), |all, (_, when)| all.and(Self::of(*when)))
    }

    /// What a text speaks of.
    pub(super) fn spoken_of(when: When, text: &str) -> Self {
        let mut all = Self::needed(when, text);
        for same in when.matter() {
            all = all.and(Self::of(*same));
        }
        if text.contains("{day}") {
            all = all.and(Self::DAY);
        }
        Self(all.0 & !Self::of(When::Always).0)
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn and_if(self, when: When, is_true: bool) -> Self {
        if is_true {
            self.and(Self::of(when))
        } else {
            self
        }
    }

    pub(super) fn hold(self, others: Self) -> bool {
        others.0 & !self.0 == 0
    }

    pub(super) fn meet(self, others: Self) -> bool {
        others.0 & self.0 != 0
    }

    /// Whether any of it may change though the event does not.
    pub(super) fn are_of_surroundings(self) -> bool {
        let all = When::OF_SURROUNDINGS.into_iter();
        self.meet(all.fold(Self::default(), |all, when| all.and(Self::of(when))))
    }
}

/// Every slot, and when it can be filled.
pub(super) const SLOTS: [(&str, When); 9] = [
    ("{title}", When::Always),
    ("{day}", When::Always),
    ("{time}", When::Timed),
    ("{place}", When::Place),
    ("{people}", When::Group),
    ("{from}", When::Straight),
    ("{next}", When::Into),
    ("{before}", When::FreeBefore),
    ("{after}", When::FreeAfter),
];
