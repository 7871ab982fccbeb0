//! Questions to the APIs of Google and Microsoft, which answer in JSON.

use reqwest::{Client, RequestBuilder, header};
use serde::de::DeserializeOwned;
use url::Url;

use super::FetchError;
use super::bearer::Bearer;
use super::error::{Denial, RedirectFault};
use super::http::{Answer, HttpFetcher, Question};
use super::redacted::redacted;

/// Why an API refuses that answers 403 because it has been asked too often, in Google's words.
const QUOTA_REASONS: [&str; 3] = [
    "rateLimitExceeded",
    "userRateLimitExceeded",
    "quotaExceeded",
];

/// Why it refuses because its calendar API is not switched on for the app's client id, in the words of
/// two generations of Google's APIs.
const API_OFF_REASONS: [&str; 2] = ["accessNotConfigured", "SERVICE_DISABLED"];

/// Why it refuses because the account's administrators do not allow it.
const POLICY_REASONS: [&str; 2] = ["domainPolicy", "ORG_RESTRICTION_VIOLATION"];

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
        403 => match Refusal::of(&answer.body) {
            Refusal::Quota => throttled(place),
            Refusal::Denied(why) => FetchError::AccessDenied { place, why },
        },
        404 => FetchError::CalendarGone { place },
        410 => FetchError::SyncTokenExpired { place },
        429 => throttled(place),
        503 | 504 | 509 if answer.retry_after.is_some() => throttled(place),
        408 | 500.. => FetchError::Busy { place, status },
        _ => FetchError::Status { place, status },
    }
}

/// What a 403 is about
/// (<https://developers.google.com/workspace/calendar/api/guides/errors>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    Quota,
    Denied(Denial),
}

impl Refusal {
    fn of(body: &[u8]) -> Self {
        let envelope = serde_json::from_slice(body).unwrap_or_default();
        let reasons = reasons(&envelope);
        let is_one_of = |known: &[&str]| reasons.iter().any(|reason| known.contains(reason));
        if is_one_of(&QUOTA_REASONS) {
            Self::Quota
        } else if is_one_of(&API_OFF_REASONS) {
            Self::Denied(Denial::ApiOff)
        } else if is_one_of(&POLICY_REASONS) {
            Self::Denied(Denial::Policy)
        } else {
            Self::Denied(Denial::Unsaid)
        }
    }
}

/// Why, in the provider's words: Google has them in two lists, Microsoft in one code.
fn reasons(envelope: &serde_json::Value) -> Vec<&str> {
    let lists = ["/error/errors", "/error/details"];
    let lists = lists.iter().filter_map(|path| envelope.pointer(path));
    let named = lists.filter_map(serde_json::Value::as_array).flatten();
    let named = named.filter_map(|one| one.get("reason"));
    let all = named.chain(envelope.pointer("/error/code"));
    all.filter_map(serde_json::Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_known_by_its_reason() {
        let quota = br#"{"error":{"code":403,"message":"too often","errors":[{"domain":"usageLimits","reason":"rateLimitExceeded"}]}}"#;
        assert_eq!(Refusal::of(quota), Refusal::Quota);
        let off = br#"{"error":{"code":403,"errors":[{"domain":"usageLimits","reason":"accessNotConfigured"}]}}"#;
        assert_eq!(Refusal::of(off), Refusal::Denied(Denial::ApiOff));
        let off = br#"{"error":{"code":403,"status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"SERVICE_DISABLED"}]}}"#;
        assert_eq!(Refusal::of(off), Refusal::Denied(Denial::ApiOff));
        let policy = br#"{"error":{"code":403,"errors":[{"reason":"domainPolicy"}]}}"#;
        assert_eq!(Refusal::of(policy), Refusal::Denied(Denial::Policy));
        let denied = br#"{"error":{"code":403,"errors":[{"reason":"forbidden"}]}}"#;
        assert_eq!(Refusal::of(denied), Refusal::Denied(Denial::Unsaid));
        let microsoft = br#"{"error":{"code":"ErrorAccessDenied"}}"#;
        assert_eq!(Refusal::of(microsoft), Refusal::Denied(Denial::Unsaid));
        assert_eq!(Refusal::of(b"<html>"), Refusal::Denied(Denial::Unsaid));
    }
}
