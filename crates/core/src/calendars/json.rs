//! Questions to the APIs of Google and Microsoft, which answer in JSON.

use reqwest::{Client, RequestBuilder, header};
use serde::de::DeserializeOwned;
use url::Url;

use super::FetchError;
use super::bearer::Bearer;
use super::error::RedirectFault;
use super::http::{Answer, HttpFetcher, Question};
use super::redacted::redacted;

/// Why an API refuses that answers 403 because it has been asked too often, in Google's words.
const QUOTA_REASONS: [&str; 3] = [
    "rateLimitExceeded",
    "userRateLimitExceeded",
    "quotaExceeded",
];

/// What `url` answers, which is on the API's own host.
///
/// # Errors
/// What the network, a limit or the provider stood in the way with.
pub(super) async fn get<T: DeserializeOwned>(
    http: &HttpFetcher,
    url: &Url,
    bearer: &Bearer,
    headers: &[(&'static str, &'static str)],
) -> Result<T, FetchError> {
    let answer = http.ask(url, &JsonQuestion { bearer, headers }).await?;
    let place = redacted(&answer.url);
    match answer.status.as_u16() {
        200 => {
            serde_json::from_slice(&answer.body).map_err(|_| FetchError::NotUnderstood { place })
        }
        _ => Err(refusal(&answer, place)),
    }
}

struct JsonQuestion<'a> {
    bearer: &'a Bearer,
    headers: &'a [(&'static str, &'static str)],
}

impl Question for JsonQuestion<'_> {
    fn at(&self, client: &Client, url: &Url) -> RequestBuilder {
        let request = client
            .get(url.clone())
            .header(header::ACCEPT, "application/json")
            .bearer_auth(self.bearer.token.expose());
        let headers = self.headers.iter();
        headers.fold(request, |request, (name, value)| {
            request.header(*name, *value)
        })
    }

    fn may_follow(&self, to: &Url) -> Result<(), RedirectFault> {
        if to.origin() == self.bearer.api.origin() {
            Ok(())
        } else {
            Err(RedirectFault::NotSignedInThere)
        }
    }
}

fn refusal(answer: &Answer, place: String) -> FetchError {
    let status = answer.status.as_u16();
    let throttled = |place| FetchError::Throttled {
        place,
        retry_after: answer.retry_after,
    };
    match status {
        401 => FetchError::TokenRefused { place },
        403 if is_quota(&answer.body) => throttled(place),
        403 => FetchError::AccessDenied { place },
        404 => FetchError::CalendarGone { place },
        410 => FetchError::SyncTokenExpired { place },
        429 => throttled(place),
        503 | 504 | 509 if answer.retry_after.is_some() => throttled(place),
        408 | 500.. => FetchError::Busy { place, status },
        _ => FetchError::Status { place, status },
    }
}

/// Whether a refusal is about how often was asked
/// (<https://developers.google.com/workspace/calendar/api/guides/errors>).
fn is_quota(body: &[u8]) -> bool {
    let Ok(envelope) = serde_json::from_slice::<serde_json::Value>(body) else {
        return false;
    };
    let reasons = envelope
        .pointer("/error/errors")
        .and_then(|all| all.as_array());
    reasons.into_iter().flatten().any(|one| {
        let reason = one.get("reason").and_then(serde_json::Value::as_str);
        reason.is_some_and(|reason| QUOTA_REASONS.contains(&reason))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_that_is_about_quota_is_told_from_one_that_is_not() {
        let quota = br#"{"error":{"code":403,"message":"too often","errors":[{"domain":"usageLimits","reason":"rateLimitExceeded"}]}}"#;
        assert!(is_quota(quota));
        let denied = br#"{"error":{"code":403,"errors":[{"reason":"forbidden"}]}}"#;
        assert!(!is_quota(denied));
        assert!(!is_quota(b"<html>"));
    }
}
