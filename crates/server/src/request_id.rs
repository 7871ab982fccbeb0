//! A name for each call, in its answer and in everything that is logged because of it.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// A longer one of the caller's is not taken over.
const LONGEST: usize = 64;

/// Names the call as its caller did, or anew.
pub(crate) async fn name(mut request: Request, next: Next) -> Response {
    let given = request
        .headers()
        .get(&HEADER)
        .filter(|id| is_fit(id))
        .cloned();
    let id = given.unwrap_or_else(new_id);
    request.headers_mut().insert(HEADER, id.clone());
    // The path as it is described: in one that somebody made up, or in a query, a secret may stand.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let span = tracing::info_span!(
        "call",
        id = id.to_str().unwrap_or_default(),
        method = %request.method(),
        path = route.as_ref().map_or("none of ours", MatchedPath::as_str)
    );
    let mut response = async {
        let response = next.run(request).await;
        tracing::debug!(status = response.status().as_u16(), "answered");
        response
    }
    .instrument(span)
    .await;
    response.headers_mut().insert(HEADER, id);
    response
}

/// Nothing that would read as more than a name in a log.
fn is_fit(id: &HeaderValue) -> bool {
    let bytes = id.as_bytes();
    (1..=LONGEST).contains(&bytes.len())
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn new_id() -> HeaderValue {
    let id = storytime_core::store::new_id();
    HeaderValue::from_str(&id).unwrap_or_else(|_| HeaderValue::from_static("unnamed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callers_own_name_is_taken_over_unless_it_would_write_into_the_log() {
        let fit = |id: &str| is_fit(&HeaderValue::from_str(id).unwrap());
        assert!(fit("3f2a-call_7.b"));
        for other in ["", "a b", "a\tb", "é", "a=b", &"x".repeat(65)] {
            assert!(!fit(other), "{other:?}");
        }
    }
}
