//! Words for when an event starts or started, for reminders that come late.

use storytime_types::Instant;

const MINUTES_A_DAY: i64 = 24 * 60;

/// `starts in 3 min`, `starts now`, `started just now`, `started 12 min ago`, seen from `now`.
///
/// Whole minutes, rounded up before the start and down after it.
#[must_use]
pub fn words(start: Instant, now: Instant) -> String {
    let ahead = start.ms_since(now);
    let minutes_past = -ahead / Instant::MINUTE;
    if ahead > 0 {
        let minutes = (ahead - 1) / Instant::MINUTE + 1;
        format!("starts in {}", duration(minutes))
    } else if ahead == 0 {
        "starts now".to_owned()
    } else if minutes_past == 0 {
        "started just now".to_owned()
    } else {
        format!("started {} ago", duration(minutes_past))
    }
}

/// `12 min`, `2 h`, `2 h 5 min`, `1 day`, `3 days`; parts of an hour are dropped from a day on.
fn duration(minutes: i64) -> String {
    let (days, hours, minutes) = (
        minutes / MINUTES_A_DAY,
        minutes % MINUTES_A_DAY / 60,
        minutes % 60,
    );
    match (days, hours, minutes) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (1, 0, _) => "1 day".to_owned(),
        (1, hours, _) => format!("1 day {hours} h"),
        (days, 0, _) => format!("{days} days"),
        (days, hours, _) => format!("{days} days {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(-1, "starts in 1 min")]
    #[case(-180_000, "starts in 3 min")]
    #[case(-180_001, "starts in 4 min")]
    #[case(-3_600_000, "starts in 1 h")]
    #[case(-86_400_000, "starts in 1 day")]
    #[case(0, "starts now")]
    #[case(59_999, "started just now")]
    #[case(60_000, "started 1 min ago")]
    #[case(12 * 60_000 + 59_999, "started 12 min ago")]
    #[case(125 * 60_000, "started 2 h 5 min ago")]
    #[case(26 * 3_600_000, "started 1 day 2 h ago")]
    #[case(72 * 3_600_000, "started 3 days ago")]
    fn a_start_is_told_as_seen_from_now(#[case] past_ms: i64, #[case] told: &str) {
        let start = Instant::from_ms(1_767_600_000_000);
        assert_eq!(words(start, start.plus_ms(past_ms)), told);
    }

    #[test]
    fn the_ends_of_time_have_words_too() {
        assert!(words(Instant::MAX, Instant::MIN).starts_with("starts in "));
        assert!(words(Instant::MIN, Instant::MAX).starts_with("started "));
    }
}
