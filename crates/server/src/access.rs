//! Who may come in.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRef as _, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use storytime_core::accounts::Door;
use storytime_core::api::Api;
use storytime_types::{ApiError, ErrorCode, Secret};
use tokio::sync::watch;

use crate::envelope::Refusal;
use crate::router::Surroundings;
use crate::secret::OneTimeCode;

/// Who may come in.
#[derive(Clone)]
pub enum Access {
    /// Whoever can open the socket: its file mode lets in nobody but the person. Once that one has
    /// set a password, the window has to sign in as well.
    Owner(WindowSession),
    /// Programs on this computer that know a session's token. Every page of the web can send
    /// requests to 127.0.0.1 too, hence the checks of Host (against DNS rebinding) and Origin.
    Loopback {
        /// Where it listens.
        port: u16,
        /// Signs a browser in.
        code: Arc<OneTimeCode>,
    },
}

/// The session that the window is in, held by the process behind the socket and nowhere else: it is
/// gone with that process, when the window is closed, or when the person locks it.
#[derive(Clone, Default)]
pub struct WindowSession(Arc<watch::Sender<Option<Secret<String>>>>);

impl WindowSession {
    fn held(&self) -> Option<Secret<String>> {
        self.0.borrow().clone()
    }

    /// Holds another token, or none; answers the one before.
    fn hold(&self, token: Option<Secret<String>>) -> Option<Secret<String>> {
        let mut before = None;
        self.0.send_if_modified(|held| {
            let is_another = held.is_some() || token.is_some();
            before = std::mem::replace(held, token);
            is_another
        });
        before
    }
}

/// Tells when the window came into a session, or out of one.
pub struct Comings(watch::Receiver<Option<Secret<String>>>);

impl Comings {
    /// Waits for the next; for ever once there can be none.
    pub async fn next(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending().await
        }
    }
}

impl Access {
    /// For whoever can open the socket, with no session yet.
    #[must_use]
    pub fn owner() -> Self {
        Self::Owner(WindowSession::default())
    }

    /// Where a password is typed that comes in here.
    pub(crate) fn door(&self) -> Door {
        match self {
            Self::Owner(_) => Door::Window,
            Self::Loopback { .. } => Door::Loopback,
        }
    }

    /// Keeps a new session's token for the window. A browser keeps its own.
    pub(crate) fn keep(&self, token: &Secret<String>) {
        if let Self::Owner(window) = self {
            window.hold(Some(token.clone()));
        }
    }

    /// The window is in no session any more.
    pub(crate) fn forget(&self) {
        if let Self::Owner(window) = self {
            window.hold(None);
        }
    }

    /// Ends the session that the window is in.
    pub(crate) async fn end(&self, api: &Api) {
        let Self::Owner(window) = self else { return };
        let Some(token) = window.hold(None) else {
            return;
        };
        let ended = match api.of_session(token.expose()).await {
            Ok(Some(known)) => known.logout().await,
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = ended {
            tracing::warn!(
                error = error.message,
                "the window's session is left to end by itself"
            );
        }
    }

    /// Whether the window has to sign in before it is shown anything of the profile behind `api`.
    pub(crate) async fn is_locked(&self, api: &Api) -> Result<bool, ApiError> {
        let caller = self.of_window(api).await?;
        Ok(caller.is_none_or(|caller| caller.user() != api.user()))
    }

    /// When the window signs in or out; never where there is none.
    pub(crate) fn comings(&self) -> Comings {
        Comings(match self {
            Self::Owner(window) => window.0.subscribe(),
            Self::Loopback { .. } => watch::channel(None).1,
        })
    }

    /// As whom the window asks.
    async fn of_window(&self, api: &Api) -> Result<Option<Api>, ApiError> {
        let Self::Owner(window) = self else {
            return Ok(None);
        };
        if let Some(token) = window.held()
            && let Some(known) = api.of_session(token.expose()).await?
        {
            return Ok(Some(known));
        }
        api.unlocked().await
    }

    /// As whom these headers ask; nobody where they show no token that is good.
    async fn who_asks(&self, api: &Api, headers: &HeaderMap) -> Result<Option<Api>, Refusal> {
        if let Some(token) = bearer(headers) {
            return Ok(api.of_session(token).await?);
        }
        Ok(self.of_window(api).await?)
    }
}

/// The use cases as the profile that asks. Every handler behind [`require_token`] takes it.
#[derive(Clone)]
pub(crate) struct Me(pub(crate) Api);

/// As whom is asked, where nobody in particular has to.
pub(crate) struct Asking(pub(crate) Option<Api>);

impl<S: Send + Sync> FromRequestParts<S> for Me {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let nobody = || Refusal::new(ErrorCode::Unauthenticated, "Sign in first.");
        parts.extensions.get().cloned().ok_or_else(nobody)
    }
}

impl FromRequestParts<Surroundings> for Asking {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, all: &Surroundings) -> Result<Self, Refusal> {
        let (access, api) = (Access::from_ref(all), Api::from_ref(all));
        access.who_asks(&api, &parts.headers).await.map(Self)
    }
}

/// What [`require_token`] goes by.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) access: Access,
    pub(crate) api: Api,
    /// What to tell who stays outside.
    pub(crate) way_in: &'static str,
}

/// Lets in who shows a session's token, or comes through the socket of an unlocked profile, and
/// tells the handler who it is.
pub(crate) async fn require_token(
    State(guard): State<Guard>,
    mut request: Request,
    next: Next,
) -> Response {
    match guard.access.who_asks(&guard.api, request.headers()).await {
        Ok(Some(known)) => {
            request.extensions_mut().insert(Me(known));
            next.run(request).await
        }
        Ok(None) => Refusal::new(ErrorCode::Unauthenticated, guard.way_in).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

/// The token of `Authorization: Bearer TOKEN` (RFC 6750, 2.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
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
        Access::Loopback { port, .. } if !is_from_here(&request) || !is_own(port, &request) => {
            Refusal::new(
                ErrorCode::Forbidden,
                "This request was meant for another host, or came from another site or computer.",
            )
            .into_response()
        }
        _ => next.run(request).await,
    }
}

/// Only 127.0.0.1 is listened on; that nobody else gets in does not hang on that alone.
fn is_from_here(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.is_some_and(|ConnectInfo(peer)| peer.ip().is_loopback())
}

fn is_own(port: u16, request: &Request) -> bool {
    let (Some(host), Some(origin)) = (
        single(request, header::HOST),
        single(request, header::ORIGIN),
    ) else {
        return false;
    };
    let is_ours = |host: &str| {
        let (name, its_port) = host.rsplit_once(':').unwrap_or((host, "80"));
        ["127.0.0.1", "localhost"].contains(&name) && its_port.parse() == Ok(port)
    };
    // The target of the request may name a host, too, and outranks the header (RFC 9112, 3.2.2).
    let target = request.uri().authority();
    let target_is_ours = target.is_none_or(|target| is_ours(target.as_str()));
    target_is_ours
        && host.is_some_and(is_ours)
        && origin.is_none_or(|origin| origin.strip_prefix("http://") == host)
}

/// A header that is there once or not at all; none for one that is there twice or is no text.
fn single(request: &Request, name: header::HeaderName) -> Option<Option<&str>> {
    let mut values = request.headers().get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Some(None),
        (Some(value), None) => value.to_str().ok().map(Some),
        (Some(_), Some(_)) => None,
    }
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
    fn a_request_that_names_another_host_besides_stays_outside() {
        let twice = request(&[("host", "127.0.0.1:7700"), ("host", "evil.example:7700")]);
        assert!(!is_own(7700, &twice));
        let mut absolute = request(&[("host", "127.0.0.1:7700")]);
        *absolute.uri_mut() = "http://evil.example:7700/api/auth/me".parse().unwrap();
        assert!(!is_own(7700, &absolute));
        *absolute.uri_mut() = "http://127.0.0.1:7700/api/auth/me".parse().unwrap();
        assert!(is_own(7700, &absolute));
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
