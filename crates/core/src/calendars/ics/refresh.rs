//! How often a subscription says that looking for changes makes sense.

use storytime_types::Instant;

/// Nobody is asked more often for what says how often it changes.
const LEAST_MS: i64 = 15 * Instant::MINUTE;
/// What says that it hardly ever changes is looked at twice a day all the same.
const MOST_MS: i64 = 12 * Instant::HOUR;
/// Properties of the calendar stand before its first component (RFC 5545, 3.6).
const LOOKED_AT: usize = 64 << 10;

/// In milliseconds: what the calendar says itself (REFRESH-INTERVAL, RFC 7986, 5.7, or Outlook's
/// X-PUBLISHED-TTL), else what its server said of the answer's freshness.
pub(super) fn every_ms(bytes: &[u8], fresh_ms: Option<i64>) -> Option<i64> {
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let text = String::from_utf8_lossy(head);
    let own = text
        .lines()
        .take_while(|line| !begins_component(line))
        .filter_map(stated_ms)
        .next();
    let every_ms = own.or(fresh_ms)?;
    Some(every_ms.clamp(LEAST_MS, MOST_MS))
}

fn begins_component(line: &str) -> bool {
    let line = line.trim().to_ascii_uppercase();
    line.starts_with("BEGIN:") && line != "BEGIN:VCALENDAR"
}

fn stated_ms(line: &str) -> Option<i64> {
    let (property, value) = line.split_once(':')?;
    let name = property.split(';').next()?.trim();
    let is_known = ["REFRESH-INTERVAL", "X-PUBLISHED-TTL"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known));
    is_known.then(|| duration_ms(value.trim())).flatten()
}

/// A positive duration (RFC 5545, 3.3.6), in milliseconds.
fn duration_ms(text: &str) -> Option<i64> {
    let text = text.to_ascii_uppercase();
    let parts = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?;
    let (mut sum_ms, mut number, mut of_time) = (0_i64, None::<i64>, false);
    for letter in parts.chars() {
        if let Some(digit) = letter.to_digit(10) {
            let before = number.unwrap_or(0).checked_mul(10)?;
            number = Some(before.checked_add(i64::from(digit))?);
            continue;
        }
        let unit_ms = match (letter, of_time) {
            ('T', false) if number.is_none() => {
                of_time = true;
                continue;
            }
            ('W', false) => 7 * Instant::DAY,
            ('D', false) => Instant::DAY,
            ('H', true) => Instant::HOUR,
            ('M', true) => Instant::MINUTE,
            ('S', true) => 1_000,
            _ => return None,
        };
        sum_ms = sum_ms.checked_add(number.take()?.checked_mul(unit_ms)?)?;
    }
    (number.is_none() && sum_ms > 0).then_some(sum_ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn calendar(head: &str) -> Vec<u8> {
        format!("BEGIN:VCALENDAR\r\n{head}\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR")
            .into_bytes()
    }

    #[rstest]
    #[case("REFRESH-INTERVAL;VALUE=DURATION:PT1H", Some(60))]
    #[case("X-PUBLISHED-TTL:PT30M", Some(30))]
    #[case("x-published-ttl:PT20M", Some(20))]
    #[case("REFRESH-INTERVAL;VALUE=DURATION:P1DT2H", Some(12 * 60))]
    #[case("REFRESH-INTERVAL;VALUE=DURATION:P1W", Some(12 * 60))]
    #[case("REFRESH-INTERVAL;VALUE=DURATION:PT1M", Some(15))]
    #[case("REFRESH-INTERVAL;VALUE=DURATION:PT0S", None)]
    #[case("REFRESH-INTERVAL:-PT1H", None)]
    #[case("REFRESH-INTERVAL:PT99999999999999999999H", None)]
    #[case("REFRESH-INTERVAL:1 hour", None)]
    #[case("X-WR-CALNAME:Team", None)]
    fn a_calendar_says_how_often_it_is_worth_a_look(
        #[case] line: &str,
        #[case] minutes: Option<i64>,
    ) {
        let expected = minutes.map(|minutes| minutes * Instant::MINUTE);
        assert_eq!(every_ms(&calendar(line), None), expected);
    }

    #[test]
    fn what_the_server_says_counts_where_the_calendar_says_nothing() {
        let hour = Some(Instant::HOUR);
        assert_eq!(every_ms(&calendar("VERSION:2.0"), hour), hour);
        let own = calendar("X-PUBLISHED-TTL:PT2H");
        assert_eq!(every_ms(&own, hour), Some(2 * Instant::HOUR));
    }

    #[test]
    fn an_event_that_carries_such_a_property_says_nothing_of_the_calendar() {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nREFRESH-INTERVAL:PT1H\nEND:VEVENT";
        assert_eq!(every_ms(text.as_bytes(), None), None);
    }
}
