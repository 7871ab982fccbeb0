//! How far away an event is, in words, and when those words change next.

use storytime_types::Instant;

const SECOND: i64 = 1_000;

/// Where the present moment stands relative to an event. Durations are in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It has not begun.
    Upcoming { until_start: i64 },
    /// It runs now.
    Running { left: i64 },
    /// It has ended.
    Over,
}

impl Phase {
    /// The phase of an event from `start` to `end` at `now`.
    pub fn at(now: Instant, start: Instant, end: Instant) -> Self {
        if now < start {
            Self::Upcoming {
                until_start: start.ms_since(now),
            }
        } else if now < end {
            Self::Running {
                left: end.ms_since(now),
            }
        } else {
            Self::Over
        }
    }

    /// Milliseconds until the words for this phase change; none once it is over.
    pub fn until_next_words(self) -> Option<i64> {
        let remaining = match self {
            Self::Upcoming { until_start } => until_start,
            Self::Running { left } => left,
            Self::Over => return None,
        };
        let step = if remaining > Instant::MINUTE || matches!(self, Self::Running { .. }) {
            Instant::MINUTE
        } else {
            SECOND
        };
        Some(match remaining % step {
            0 => step,
            part => part,
        })
    }
}

/// An amount and its unit, so that the page can set the number larger.
pub type Measure = (i64, &'static str);

/// A duration as one or two measures, rounded up to what a clock on the wall would say.
pub fn measures(ms: i64) -> Vec<Measure> {
    if ms < Instant::MINUTE {
        return vec![(ceil_div(ms.max(0), SECOND), "s")];
    }
    let minutes = ceil_div(ms, Instant::MINUTE);
    let (days, hours, minutes) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let largest_two = match (days, hours) {
        (0, 0) => [(minutes, "min"), (0, "")],
        (0, _) => [(hours, "h"), (minutes, "min")],
        (1, _) => [(1, "day"), (hours, "h")],
        _ => [(days, "days"), (hours, "h")],
    };
    largest_two
        .into_iter()
        .filter(|(amount, _)| *amount > 0)
        .collect()
}

/// What a screen reader hears while an event comes nearer: only at these moments, and politely.
pub fn milestone(title: &str, phase: Phase) -> Option<String> {
    const MINUTES: [i64; 7] = [1, 2, 5, 10, 15, 30, 60];
    match phase {
        Phase::Upcoming { until_start } => MINUTES
            .into_iter()
            .find(|minutes| until_start <= minutes * Instant::MINUTE)
            .map(|minutes| match minutes {
                1 => format!("{title} begins within a minute."),
                60 => format!("{title} begins within an hour."),
                _ => format!("{title} begins within {minutes} minutes."),
            }),
        Phase::Running { .. } => Some(format!("{title} has begun.")),
        Phase::Over => None,
    }
}

fn ceil_div(amount: i64, by: i64) -> i64 {
    amount / by + i64::from(amount % by > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = Instant::MINUTE;
    const HOUR: i64 = Instant::HOUR;

    fn words(ms: i64) -> String {
        measures(ms)
            .iter()
            .map(|(amount, unit)| format!("{amount} {unit}"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_duration_is_said_in_its_two_largest_units() {
        for (ms, said) in [
            (0, "0 s"),
            (1, "1 s"),
            (59_000, "59 s"),
            (MINUTE, "1 min"),
            (12 * MINUTE, "12 min"),
            (HOUR, "1 h"),
            (3 * HOUR + 12 * MINUTE, "3 h 12 min"),
            (24 * HOUR, "1 day"),
            (51 * HOUR, "2 days 3 h"),
        ] {
            assert_eq!(words(ms), said);
        }
    }

    #[test]
    fn at_9_47_and_a_half_a_meeting_at_ten_is_13_minutes_away_as_on_a_wall_clock() {
        assert_eq!(words(12 * MINUTE + 30 * SECOND), "13 min");
    }

    #[test]
    fn rounding_up_carries_into_the_next_unit() {
        assert_eq!(words(59 * MINUTE + 1), "1 h");
        assert_eq!(words(24 * HOUR - 1), "1 day");
    }

    #[test]
    fn an_event_is_upcoming_then_running_then_over() {
        let (start, end) = (Instant::from_ms(1_000), Instant::from_ms(2_000));
        let at = |ms| Phase::at(Instant::from_ms(ms), start, end);
        assert_eq!(at(999), Phase::Upcoming { until_start: 1 });
        assert_eq!(at(1_000), Phase::Running { left: 1_000 });
        assert_eq!(at(2_000), Phase::Over);
    }

    #[test]
    fn the_words_change_at_minute_boundaries_and_every_second_in_the_last_minute() {
        let next = |ms| Phase::Upcoming { until_start: ms }.until_next_words();
        assert_eq!(next(5 * MINUTE + 20_500), Some(20_500));
        assert_eq!(next(5 * MINUTE), Some(MINUTE));
        assert_eq!(next(MINUTE), Some(SECOND));
        assert_eq!(next(41_300), Some(300));
        assert_eq!(
            Phase::Running { left: 30_000 }.until_next_words(),
            Some(30_000)
        );
        assert_eq!(Phase::Over.until_next_words(), None);
    }

    #[test]
    fn a_screen_reader_hears_the_same_words_until_the_next_milestone() {
        let heard = |ms| milestone("Stand-up", Phase::Upcoming { until_start: ms });
        assert_eq!(heard(61 * MINUTE), None);
        assert_eq!(heard(9 * MINUTE), heard(6 * MINUTE));
        assert_eq!(
            heard(5 * MINUTE).as_deref(),
            Some("Stand-up begins within 5 minutes.")
        );
        assert_eq!(
            milestone("Stand-up", Phase::Running { left: 1 }).as_deref(),
            Some("Stand-up has begun.")
        );
    }
}
