//! Who may come in.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use storytime_core::api::Api;
use storytime_types::ErrorCode;

use crate::envelope::Refusal;
use crate::secret::OneTimeCode;

/// Who may come in.
#[derive(Clone)]
pub enum Access {
    /// Whoever can open the socket: its file mode lets in nobody but the person.
    Owner,
    /// Programs on this computer that know a session's token. Every page of the web can send
    /// requests to 127.0.0.1 too, hence the checks of Host (against DNS rebinding) and Origin.
    Loopback {
        /// Where it listens.
        port: u16,
        /// Signs a browser in.
        code: Arc<OneTimeCode>,
    },
}

/// A session's token is known, or none is needed.
pub(crate) async fn require_token(
    State((access, api)): State<(Access, Api)>,
    request: Request,
    next: Next,
) -> Response {
    if matches!(access, Access::Owner) {
        return next.run(request).await;
    }
    match knows_token(&api, request.headers()).await {
        Ok(true) => next.run(request).await,
        Ok(false) => Refusal::new(
            ErrorCode::Unauthenticated,
            "This needs a token: send Authorization: Bearer with what is in serve.token.",
        )
        .into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

async fn knows_token(api: &Api, headers: &HeaderMap) -> Result<bool, Refusal> {
    let Some(token) = bearer(headers) else {
        return Ok(false);
    };
    Ok(api.session_user(token).await?.is_some())
}

/// The token of `Authorization: Bearer TOKEN` (RFC 6750, 2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim())
        .filter(|token| !token.is_empty())
}

/// The request is meant for this address, and no other site's page sent it.
pub(crate) async fn require_own_address(
    State(access): State<Access>,
    request: Request,
    next: Next,
) -> Response {
    match access {
        Access::Loopback { port, .. } if !is_own(port, &request) => Refusal::new(
            ErrorCode::Forbidden,
            "This request was meant for another host or came from another site.",
        )
        .into_response(),
        _ => next.run(request).await,
    }
}

fn is_own(port: u16, request: &Request) -> bool {
    let header = |name| match request.headers().get(name) {
        Some(value) => value.to_str().map(Some),
        None => Ok(None),
    };
    let (Ok(host), Ok(origin)) = (header(header::HOST), header(header::ORIGIN)) else {
        return false;
    };
    let is_ours = |host: &str| {
        let (name, its_port) = host.rsplit_once(':').unwrap_or((host, "80"));
        ["127.0.0.1", "localhost"].contains(&name) && its_port.parse() == Ok(port)
    };
    host.is_some_and(is_ours) && origin.is_none_or(|origin| origin.strip_prefix("http://") == host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(headers: &[(&str, &str)]) -> Request {
        headers
            .iter()
            .fold(Request::builder(), |request, (name, value)| {
                request.header(*name, *value)
            })
            .body(Body::empty())
            .unwrap()
    }

    #[test]
    fn a_request_to_this_address_comes_in_by_either_name() {
        for host in ["127.0.0.1:7700", "localhost:7700"] {
            assert!(is_own(7700, &request(&[("host", host)])));
            let origin = format!("http://{host}");
            assert!(is_own(
                7700,
                &request(&[("host", host), ("origin", &origin)])
            ));
        }
        assert!(is_own(80, &request(&[("host", "localhost")])));
    }

    #[test]
    fn a_page_of_another_site_or_a_rebound_name_stays_outside() {
        let outside: [&[(&str, &str)]; 8] = [
            &[],
            &[("host", "evil.example:7700")],
            &[("host", "127.0.0.1:7701")],
            &[("host", "127.0.0.1")],
            &[("host", "127.0.0.1.evil.example:7700")],
            &[
                ("host", "localhost:7700"),
                ("origin", "http://evil.example"),
            ],
            &[("host", "localhost:7700"), ("origin", "null")],
            &[
                ("host", "localhost:7700"),
                ("origin", "https://localhost:7700"),
            ],
        ];
        for headers in outside {
            assert!(!is_own(7700, &request(headers)), "{headers:?}");
        }
    }

    #[test]
    fn a_token_stands_behind_the_word_bearer_and_nowhere_else() {
        let token =
            |value: &str| bearer(request(&[("authorization", value)]).headers()).map(str::to_owned);
        assert_eq!(token("Bearer abc").as_deref(), Some("abc"));
        assert_eq!(token("bearer  abc ").as_deref(), Some("abc"));
        for value in ["abc", "Basic abc", "Bearer", "Bearer ", ""] {
            assert_eq!(token(value), None, "{value:?}");
        }
    }
}
