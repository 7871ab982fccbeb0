//! What a server says of an answer: how to ask for changes of it, and how long it stays fresh.

use reqwest::Response;
use reqwest::header::{self, HeaderName};

use crate::calendars::{HttpValidators, Validators};

/// What an answer gives to ask with the next time.
pub(super) fn validators_of(response: &Response) -> Validators {
    let text = |name: HeaderName| {
        let value = response.headers().get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    Validators::Http(HttpValidators {
        etag: text(header::ETAG),
        last_modified: text(header::LAST_MODIFIED),
        refresh_ms: text(header::CACHE_CONTROL).and_then(|said| max_age_ms(&said)),
    })
}

/// How long an answer stays fresh (RFC 9111, 5.2.2), in milliseconds; none where it may not be kept.
fn max_age_ms(cache_control: &str) -> Option<i64> {
    let mut age = None;
    for directive in cache_control.split(',') {
        let directive = directive.trim().to_ascii_lowercase();
        match directive.split_once('=') {
            Some(("max-age", seconds)) => age = seconds.trim_matches('"').parse::<i64>().ok(),
            None if matches!(directive.as_str(), "no-cache" | "no-store") => return None,
            _ => {}
        }
    }
    age.filter(|seconds| *seconds > 0)?.checked_mul(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_stays_fresh_for_its_maximum_age_unless_it_may_not_be_kept() {
        assert_eq!(max_age_ms("private, max-age=3600"), Some(3_600_000));
        assert_eq!(max_age_ms("Max-Age=\"60\""), Some(60_000));
        for never in [
            "",
            "max-age=0",
            "no-cache, max-age=3600",
            "max-age=3600, no-store",
            "max-age=-5",
            "max-age=99999999999999999999",
            "max-age=9223372036854775807",
        ] {
            assert_eq!(max_age_ms(never), None, "{never}");
        }
    }
}
