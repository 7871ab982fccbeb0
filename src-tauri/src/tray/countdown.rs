//! The tray's first line: the next event and how far away it is. No I/O, no clock of its own.

use storytime_desktop::text::one_line;
use storytime_types::Instant;
use storytime_types::events::Event;
use storytime_types::status::Status;

/// Within so many minutes of its start an event is counted down.
const COUNTED_MINUTES: i64 = 60;
/// However quiet the day, the line is looked at again after so many minutes: `Tomorrow` becomes
/// `Today` at midnight.
const LOOK_AGAIN_MINUTES: i64 = 15;
/// Longer titles are cut, so that the menu keeps its width.
const TITLE_GRAPHEMES: usize = 40;

/// The line about the next event.
pub fn line(status: &Status) -> String {
    match &status.next_event {
        Some(event) => of_event(event, status.now),
        None if status.first_run => "No calendar yet: open StoryTime to begin".into(),
        None => "Nothing coming up".into(),
    }
}

/// When [`line`] may read differently, if nothing else changes.
pub fn look_again_at(status: &Status) -> Instant {
    let now = status.now;
    let at_the_latest = now.plus_ms(LOOK_AGAIN_MINUTES * Instant::MINUTE);
    let next = status.next_event.as_ref().map(|event| {
        if event.starts_at <= now {
            event.ends_at
        } else {
            // `in 12 min` holds while more than 11 minutes are left.
            let shown = minutes_until(event.starts_at, now).min(COUNTED_MINUTES + 1);
            event.starts_at.minus_minutes(shown - 1)
        }
    });
    [next, status.paused_until]
        .into_iter()
        .flatten()
        .filter(|at| *at > now)
        .fold(at_the_latest, Instant::min)
}

/// Whether a status read earlier is still right but for its [`Status::now`]: the event is being
/// counted down to, and no pause has ended. Further ahead its day is named, and days go by.
pub fn holds_until(status: &Status, now: Instant) -> bool {
    let is_counted =
        |event: &Event| (1..=COUNTED_MINUTES).contains(&minutes_until(event.starts_at, now));
    status.next_event.as_ref().is_some_and(is_counted)
        && status.paused_until.is_none_or(|until| now < until)
}

/// The event's title as a menu shows it.
pub fn title(event: &Event) -> String {
    let title = one_line(&event.title, TITLE_GRAPHEMES);
    if title.is_empty() {
        "Untitled event".into()
    } else {
        title
    }
}

fn of_event(event: &Event, now: Instant) -> String {
    let (title, local) = (title(event), &event.local);
    if event.is_all_day {
        return format!("{title}, {} (all day)", local.day);
    }
    if event.starts_at <= now {
        return match &local.end {
            Some(end) => format!("{title}, until {end}"),
            None => format!("{title}, now"),
        };
    }
    let minutes = minutes_until(event.starts_at, now);
    match &local.start {
        Some(start) if minutes > COUNTED_MINUTES && local.day == "Today" => {
            format!("{title} at {start}")
        }
        Some(start) if minutes > COUNTED_MINUTES => format!("{title}, {} {start}", local.day),
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

    use super::super::menu::tests::{event_at, nothing_planned, now};
    use super::*;

    fn status_with_event_in(ms: i64) -> Status {
        Status {
            next_event: Some(event_at(now().plus_ms(ms))),
            ..nothing_planned()
        }
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
        assert_eq!(line(&status_with_event_in(ms)), reads);
    }

    #[test]
    fn an_event_of_another_day_names_the_day() {
        let mut status = status_with_event_in(Instant::DAY);
        if let Some(event) = &mut status.next_event {
            event.local.day = "Tomorrow".into();
        }
        assert_eq!(line(&status), "Standup, Tomorrow 10:00");
    }

    #[test]
    fn an_all_day_event_has_no_time() {
        let mut status = status_with_event_in(-Instant::HOUR);
        if let Some(event) = &mut status.next_event {
            event.is_all_day = true;
        }
        assert_eq!(line(&status), "Standup, Today (all day)");
    }

    #[test]
    fn without_an_event_it_says_so_and_what_to_do_first() {
        assert_eq!(line(&nothing_planned()), "Nothing coming up");
        let first = Status {
            first_run: true,
            ..nothing_planned()
        };
        assert!(line(&first).contains("open StoryTime"));
    }

    #[rstest]
    #[case::far_away_only_the_day_may_turn(5 * Instant::HOUR, 15 * Instant::MINUTE)]
    #[case::when_the_countdown_begins(62 * Instant::MINUTE, 2 * Instant::MINUTE)]
    #[case::at_the_next_minute(11 * Instant::MINUTE + 20_000, 20_000)]
    #[case::a_whole_minute_lasts_a_minute(11 * Instant::MINUTE, Instant::MINUTE)]
    #[case::at_the_start(20_000, 20_000)]
    #[case::at_the_end(-5 * Instant::MINUTE, 10 * Instant::MINUTE)]
    fn it_is_looked_at_again_when_it_changes(#[case] start_in: i64, #[case] look_in: i64) {
        let status = status_with_event_in(start_in);
        assert_eq!(look_again_at(&status).ms_since(now()), look_in);
    }

    #[test]
    fn the_end_of_a_pause_is_shown_when_it_comes() {
        let end = now().plus_ms(2 * Instant::MINUTE);
        let status = Status {
            paused_until: Some(end),
            ..nothing_planned()
        };
        assert_eq!(look_again_at(&status), end);
    }

    #[test]
    fn counting_down_needs_nothing_read_anew_until_the_start() {
        let status = status_with_event_in(3 * Instant::MINUTE);
        let after = |minutes: i64| now().plus_ms(minutes * Instant::MINUTE);
        assert!(holds_until(&status, after(2)));
        assert!(!holds_until(&status, after(3)));
        assert!(!holds_until(&nothing_planned(), after(1)));
        let paused = Status {
            paused_until: Some(after(1)),
            ..status
        };
        assert!(!holds_until(&paused, after(1)));
    }

    #[test]
    fn an_event_that_is_over_but_still_named_does_not_make_it_spin() {
        let status = status_with_event_in(-2 * Instant::HOUR);
        assert!(look_again_at(&status) >= now().plus_ms(Instant::MINUTE));
    }
}
