//! The tray's first line: the next event and how far away it is; and when what the tray shows reads
//! differently. No I/O, no clock of its own.

use storytime_types::Instant;
use storytime_types::events::Event;

use super::glance::Glance;

/// Within so many minutes of its start an event is counted down.
const COUNTED_MINUTES: i64 = 60;

/// The line about the next event.
pub fn line(glance: &Glance) -> String {
    match &glance.status.next_event {
        Some(event) => of_event(glance, event),
        None if glance.status.first_run => "No calendar yet: open StoryTime to begin".into(),
        None => "Nothing coming up".into(),
    }
}

/// Whether the next event starts before long.
pub fn is_soon(glance: &Glance) -> bool {
    let now = glance.status.now;
    glance.status.next_event.as_ref().is_some_and(|event| {
        event.starts_at > now && minutes_until(event.starts_at, now) <= glance.soon_minutes
    })
}

/// When the tray may read differently, if nothing else changes: at the next minute of a countdown,
/// at the begin and the end of what is shown, at the end of a pause and of the day.
pub fn look_again_at(glance: &Glance) -> Instant {
    let (status, now) = (&glance.status, glance.status.now);
    let next = status.next_event.as_ref().map(|event| {
        if event.starts_at <= now {
            event.ends_at
        } else {
            // `in 12 min` holds while more than 11 minutes are left.
            let shown = minutes_until(event.starts_at, now).min(COUNTED_MINUTES + 1);
            event.starts_at.minus_minutes(shown - 1)
        }
    });
    glance
        .rest_of_today()
        .flat_map(|event| [event.starts_at, event.ends_at])
        .chain(next)
        .chain(status.paused_until)
        .filter(|at| *at > now)
        .fold(
            status.today_ends_at.max(now.plus_ms(Instant::MINUTE)),
            Instant::min,
        )
}

fn of_event(glance: &Glance, event: &Event) -> String {
    let (now, local, title) = (glance.status.now, &event.local, glance.title(event));
    let hours = glance.status.hours;
    if event.is_all_day {
        return format!("{title}, {} (all day)", local.day);
    }
    if event.starts_at <= now {
        return match &local.end {
            Some(end) => format!("{title}, until {}", hours.write(end)),
            None => format!("{title}, now"),
        };
    }
    let minutes = minutes_until(event.starts_at, now);
    match &local.start {
        Some(start) if minutes > COUNTED_MINUTES && local.day == "Today" => {
            format!("{title} at {}", hours.write(start))
        }
        Some(start) if minutes > COUNTED_MINUTES => {
            format!("{title}, {} {}", local.day, hours.write(start))
        }
        _ => format!("{title} in {minutes} min"),
    }
}

/// Whole minutes, a begun one counted in: never 0 before the start.
fn minutes_until(start: Instant, now: Instant) -> i64 {
    let ms = start.ms_since(now).max(0);
    ms / Instant::MINUTE + i64::from(ms % Instant::MINUTE > 0)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::glance::tests::{event_at, now, quiet};
    use super::*;

    fn with_event_in(ms: i64) -> Glance {
        let mut glance = quiet();
        glance.status.next_event = Some(event_at(now().plus_ms(ms)));
        glance
    }

    #[rstest]
    #[case::to_the_millisecond(12 * Instant::MINUTE, "Standup in 12 min")]
    #[case::a_begun_minute_counts(11 * Instant::MINUTE + 1, "Standup in 12 min")]
    #[case::the_last_seconds(1_000, "Standup in 1 min")]
    #[case::the_whole_hour(60 * Instant::MINUTE, "Standup in 60 min")]
    #[case::later_today(60 * Instant::MINUTE + 1, "Standup at 10:00")]
    #[case::it_begins(0, "Standup, until 10:15")]
    #[case::it_runs(-5 * Instant::MINUTE, "Standup, until 10:15")]
    fn the_next_event_is_counted_down(#[case] ms: i64, #[case] reads: &str) {
        assert_eq!(line(&with_event_in(ms)), reads);
    }

    #[test]
    fn an_event_of_another_day_names_the_day() {
        let mut glance = with_event_in(Instant::DAY);
        if let Some(event) = &mut glance.status.next_event {
            event.local.day = "Tomorrow".into();
        }
        assert_eq!(line(&glance), "Standup, Tomorrow 10:00");
    }

    #[test]
    fn an_all_day_event_has_no_time() {
        let mut glance = with_event_in(-Instant::HOUR);
        if let Some(event) = &mut glance.status.next_event {
            event.is_all_day = true;
        }
        assert_eq!(line(&glance), "Standup, Today (all day)");
    }

    #[test]
    fn without_an_event_it_says_so_and_what_to_do_first() {
        let mut glance = quiet();
        assert_eq!(line(&glance), "Nothing coming up");
        glance.status.first_run = true;
        assert!(line(&glance).contains("open StoryTime"));
    }

    #[test]
    fn while_presenting_the_countdown_names_no_title() {
        let mut glance = with_event_in(5 * Instant::MINUTE);
        glance.status.presenting = true;
        assert_eq!(line(&glance), "An event in 5 min");
    }

    #[rstest]
    #[case::far_away_only_the_countdown_begins(5 * Instant::HOUR, 4 * Instant::HOUR)]
    #[case::when_the_countdown_begins(62 * Instant::MINUTE, 2 * Instant::MINUTE)]
    #[case::at_the_next_minute(11 * Instant::MINUTE + 20_000, 20_000)]
    #[case::a_whole_minute_lasts_a_minute(11 * Instant::MINUTE, Instant::MINUTE)]
    #[case::at_the_start(20_000, 20_000)]
    #[case::at_the_end(-5 * Instant::MINUTE, 10 * Instant::MINUTE)]
    #[case::another_day_the_day_turns(3 * Instant::DAY, 14 * Instant::HOUR)]
    fn it_is_looked_at_again_when_it_changes(#[case] start_in: i64, #[case] look_in: i64) {
        let glance = with_event_in(start_in);
        assert_eq!(look_again_at(&glance).ms_since(now()), look_in);
    }

    #[test]
    fn what_else_runs_today_is_looked_at_when_it_ends() {
        let mut glance = with_event_in(5 * Instant::HOUR);
        glance.today = vec![event_at(now().plus_ms(-5 * Instant::MINUTE))];
        assert_eq!(look_again_at(&glance).ms_since(now()), 10 * Instant::MINUTE);
    }

    #[test]
    fn the_end_of_a_pause_is_shown_when_it_comes() {
        let end = now().plus_ms(2 * Instant::MINUTE);
        let mut glance = quiet();
        glance.status.paused_until = Some(end);
        assert_eq!(look_again_at(&glance), end);
    }

    #[test]
    fn counting_down_needs_nothing_read_anew_until_the_start() {
        let mut glance = with_event_in(3 * Instant::MINUTE);
        let after = |minutes: i64| now().plus_ms(minutes * Instant::MINUTE);
        assert!(glance.holds_until(after(2)));
        assert!(!glance.holds_until(after(3)));
        glance.status.paused_until = Some(after(1));
        assert!(!glance.holds_until(after(1)));
        assert!(!quiet().holds_until(quiet().status.today_ends_at));
    }

    #[test]
    fn an_event_that_is_over_but_still_named_does_not_make_it_spin() {
        let mut glance = with_event_in(-2 * Instant::HOUR);
        glance.status.today_ends_at = now();
        assert!(look_again_at(&glance) >= now().plus_ms(Instant::MINUTE));
    }
}
