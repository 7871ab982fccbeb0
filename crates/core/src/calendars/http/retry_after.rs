//! How long a server wants to be left alone.

use std::time::Duration;

use reqwest::header::{self, HeaderMap};

/// How long a server wants to be left alone: seconds, or a date (RFC 9110, 10.2.3), which is read
/// against the server's own clock.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
    let asked = text(header::RETRY_AFTER)?;
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = |text| chrono::DateTime::parse_from_rfc2822(text).ok();
    let (until, now) = (date(asked)?, date(text(header::DATE)?)?);
    (until - now).to_std().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    fn asked(pairs: &[(&'static str, &str)]) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_str(value).unwrap());
        }
        retry_after(&headers)
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_by_the_server_s_own_clock() {
        assert_eq!(
            asked(&[("retry-after", "120")]),
            Some(Duration::from_secs(120))
        );
        let dates = [
            ("date", "Mon, 23 Nov 2026 10:00:00 GMT"),
            ("retry-after", "Mon, 23 Nov 2026 10:01:30 GMT"),
        ];
        assert_eq!(asked(&dates), Some(Duration::from_secs(90)));
        for odd in ["", "soon", "-5", "99999999999999999999999"] {
            assert_eq!(asked(&[("retry-after", odd)]), None, "{odd}");
        }
    }
}
