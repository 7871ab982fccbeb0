//! The rest of a day as a row of stretches: what runs, what comes, and the free time between.

use storytime_types::Instant;
use storytime_types::events::{Event, EventStatus};

/// A shorter pause between two events is not worth a word.
const SHORTEST_FREE_MS: i64 = 10 * Instant::MINUTE;

/// Hours are counted by twos in longer stretches, so that an empty afternoon does not fill the page.
const MOST_HOURS_SHOWN: usize = 4;

/// A day as it stands at one moment.
#[derive(Debug, PartialEq)]
pub struct Day<'e> {
    /// What lasts all day.
    pub all_day: Vec<&'e Event>,
    /// What has ended, in the order of its start.
    pub earlier: Vec<&'e Event>,
    /// From now on, in order; empty when nothing more comes today.
    pub ahead: Vec<Stretch<'e>>,
    /// What the next day that holds anything holds.
    pub later: Vec<&'e Event>,
}

/// A part of the day.
#[derive(Debug, PartialEq)]
pub enum Stretch<'e> {
    /// Something planned.
    Planned {
        /// What.
        event: &'e Event,
        /// Whether it begins while something before it still runs.
        overlaps: bool,
        /// Where it stands.
        stage: Stage,
        /// How long it lasts, in milliseconds.
        length: i64,
    },
    /// Nothing planned.
    Free {
        /// How long, in milliseconds.
        length: i64,
        /// The whole hours that strike within it.
        hours: Vec<u32>,
    },
}

/// Where an event stands at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It has not begun.
    Ahead,
    /// It runs: milliseconds since its start.
    Running(i64),
}

impl<'e> Day<'e> {
    /// The day that ends at `ends`, as it stands at `now`; `events` in the order of their starts. Of a
    /// meeting that is in several calendars the one that reminds stands for all.
    pub fn of(events: &'e [Event], now: Instant, ends: Instant) -> Self {
        let meetings = events.iter().filter(|it| it.copy_of.is_none());
        let (today, later): (Vec<_>, Vec<_>) = meetings.partition(|it| it.starts_at < ends);
        let (all_day, timed): (Vec<_>, Vec<_>) = today.into_iter().partition(|it| it.is_all_day);
        let (earlier, ahead): (Vec<_>, Vec<_>) = timed
            .into_iter()
            .partition(|it| it.ends_at <= now && it.starts_at < now);
        Self {
            all_day: all_day.into_iter().filter(|it| it.ends_at > now).collect(),
            earlier,
            ahead: stretches(&ahead, now, ends),
            later: first_day(&later),
        }
    }

    /// Whether so little is left of it that the next day is worth more than a sentence.
    pub fn is_nearly_over(&self) -> bool {
        let planned = |it: &&Stretch<'_>| matches!(it, Stretch::Planned { .. });
        self.ahead.iter().filter(planned).count() <= 1 && self.later.len() > 1
    }
}

/// Those of `events` that take place, up to the end of the day of the first one.
fn first_day<'e>(events: &[&'e Event]) -> Vec<&'e Event> {
    let on = events
        .iter()
        .filter(|it| it.status != EventStatus::Cancelled);
    let on: Vec<&Event> = on.copied().collect();
    let same_day = |one: &&Event, next: &&Event| one.local.date == next.local.date;
    on.chunk_by(same_day).next().unwrap_or_default().to_vec()
}

fn stretches<'e>(events: &[&'e Event], now: Instant, ends: Instant) -> Vec<Stretch<'e>> {
    let mut stretches = Vec::new();
    let mut taken_until = now;
    for event in events {
        let free = event.starts_at.ms_since(taken_until);
        if free >= SHORTEST_FREE_MS {
            stretches.push(Stretch::Free {
                length: free,
                hours: hours_within(taken_until, event.starts_at, ends),
            });
        }
        let since_start = now.ms_since(event.starts_at);
        let is_on = event.status != EventStatus::Cancelled;
        stretches.push(Stretch::Planned {
            event,
            overlaps: is_on && event.starts_at < taken_until && since_start < 0,
            stage: if since_start >= 0 {
                Stage::Running(since_start)
            } else {
                Stage::Ahead
            },
            length: event.ends_at.ms_since(event.starts_at),
        });
        if is_on {
            taken_until = taken_until.max(event.ends_at);
        }
    }
    stretches
}

/// The hours that strike after `from` and before `to`, counted back from the day's end: on the two
/// days a year when the clock is changed, only those after the change carry its number.
fn hours_within(from: Instant, to: Instant, day_ends: Instant) -> Vec<u32> {
    let hours: Vec<u32> = (1..24)
        .filter(|hour| {
            let at = day_ends.plus_ms(-Instant::HOUR * i64::from(24 - hour));
            from < at && at < to
        })
        .collect();
    let step = hours.len().div_ceil(MOST_HOURS_SHOWN).max(1);
    hours.into_iter().step_by(step).collect()
}

/// The civil time of `now` as the API writes times, counted back from the day's end.
pub fn civil_time(now: Instant, day_ends: Instant) -> String {
    let left = day_ends.ms_since(now).clamp(0, Instant::DAY);
    let minutes = (Instant::DAY - left) / Instant::MINUTE % 1_440;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::examples;

    const NOON: i64 = 12 * Instant::HOUR;

    fn event(id: &str, from_minute: i64, to_minute: i64) -> Event {
        let mut event = examples::event(id, "Today");
        event.starts_at = Instant::from_ms(NOON + from_minute * Instant::MINUTE);
        event.ends_at = Instant::from_ms(NOON + to_minute * Instant::MINUTE);
        event
    }

    /// The day at noon as one letter or number a stretch.
    fn told(events: &[Event]) -> String {
        let day = Day::of(
            events,
            Instant::from_ms(NOON),
            Instant::from_ms(Instant::DAY),
        );
        let told = day.ahead.iter().map(|stretch| match stretch {
            Stretch::Free { length, .. } => format!("free {}", length / Instant::MINUTE),
            Stretch::Planned {
                event,
                overlaps,
                stage,
                ..
            } => {
                let running = if *stage == Stage::Ahead { "" } else { " runs" };
                let beside = if *overlaps { " beside" } else { "" };
                format!("{}{running}{beside}", event.title)
            }
        });
        told.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn free_time_stands_between_what_is_planned() {
        let events = [
            event("a", 60, 90),
            event("b", 120, 150),
            event("c", 155, 160),
        ];
        assert_eq!(told(&events), "free 60, a, free 30, b, c");
    }

    #[test]
    fn what_runs_comes_first_and_what_begins_beside_it_says_so() {
        let events = [event("a", -30, 90), event("b", 60, 70), event("c", 80, 120)];
        assert_eq!(told(&events), "a runs, b beside, c beside");
    }

    #[test]
    fn an_event_that_is_called_off_leaves_its_time_free() {
        let mut off = event("off", 30, 90);
        off.status = EventStatus::Cancelled;
        assert_eq!(
            told(&[off, event("a", 120, 150)]),
            "free 30, off, free 120, a"
        );
    }

    #[test]
    fn what_has_ended_is_earlier_and_what_begins_after_midnight_is_later() {
        let events = [
            event("gone", -60, -30),
            event("a", 10, 20),
            event("tomorrow", 800, 830),
        ];
        let day = Day::of(
            &events,
            Instant::from_ms(NOON),
            Instant::from_ms(Instant::DAY),
        );
        assert_eq!(day.earlier, [&events[0]]);
        assert_eq!(day.later, [&events[2]]);
        assert_eq!(told(&events), "free 10, a");
    }

    #[test]
    fn with_one_event_left_the_next_day_is_worth_seeing_and_no_day_behind_it() {
        let mut events = [
            event("last", 600, 630),
            event("off", 800, 830),
            event("b", 900, 930),
            event("c", 960, 990),
            event("the day after", 2_400, 2_430),
        ];
        events[1].status = EventStatus::Cancelled;
        events[4].local.date = "Another day".to_owned();
        let at = |minute| {
            let now = Instant::from_ms(NOON + minute * Instant::MINUTE);
            Day::of(&events, now, Instant::from_ms(Instant::DAY))
        };

        let evening = at(590);

        assert_eq!(evening.later, [&events[2], &events[3]]);
        assert!(evening.is_nearly_over());
        let busy = [
            event("a", 60, 90),
            event("b", 120, 150),
            event("c", 900, 930),
        ];
        let noon = Day::of(
            &busy,
            Instant::from_ms(NOON),
            Instant::from_ms(Instant::DAY),
        );
        assert!(!noon.is_nearly_over());
    }

    #[test]
    fn the_hours_of_a_free_stretch_are_those_that_strike_within_it() {
        let at = |minute| Instant::from_ms(NOON + minute * Instant::MINUTE);
        let ends = Instant::from_ms(Instant::DAY);
        assert_eq!(hours_within(at(-10), at(70), ends), [12, 13]);
        assert_eq!(hours_within(at(0), at(60), ends), [] as [u32; 0]);
        assert_eq!(hours_within(at(0), at(600), ends), [13, 16, 19]);
    }

    #[test]
    fn the_time_of_day_is_known_from_how_much_of_the_day_is_left() {
        let ends = Instant::from_ms(Instant::DAY);
        assert_eq!(civil_time(Instant::from_ms(NOON + 90_000), ends), "12:01");
        assert_eq!(civil_time(ends, ends), "00:00");
    }
}
