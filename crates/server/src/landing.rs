//! The place on loopback that a browser is sent back to after a sign-in elsewhere (RFC 8252, 7.3):
//! open for one sign-in, on a port of its own, and apart from the router.

mod page;

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use storytime_core::calendars::oauth::landing::{
    EndPage, Landing, LandingSite, Returned, Returning,
};
use storytime_types::Secret;
use tokio::net::TcpListener;

use crate::connections;
use crate::stop::{Stop, Stopper};

/// A port that is free for one of the loopback addresses may be taken for the other.
const TRIES: u8 = 16;

/// Opens such places on this computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct LoopbackLanding;

impl LandingSite for LoopbackLanding {
    fn open<'a>(
        &'a self,
        host: &'static str,
        returning: Arc<dyn Returning>,
    ) -> Pin<Box<dyn Future<Output = io::Result<Landing>> + Send + 'a>> {
        Box::pin(open(host, returning))
    }
}

/// Nobody is listened to any longer once it is dropped.
struct Listening(Stopper);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.stop();
    }
}

async fn open(host: &'static str, returning: Arc<dyn Returning>) -> io::Result<Landing> {
    let (port, listeners) = bind(host, || 0).await?;
    let (stopper, stop) = Stop::channel();
    let app = app(format!("{host}:{port}"), returning);
    for listener in listeners {
        tokio::spawn(connections::serve(listener, app.clone(), stop.clone()));
    }
    Ok(Landing {
        redirect: format!("http://{host}:{port}"),
        listening: Box::new(Listening(stopper)),
    })
}

/// A free port: of 127.0.0.1, and, since `localhost` may mean that as well, of ::1. Somebody else's
/// program must not be there instead of us. `wanted` is asked before each try; 0 is any.
async fn bind(
    host: &str,
    mut wanted: impl FnMut() -> u16 + Send,
) -> io::Result<(u16, Vec<TcpListener>)> {
    let mut tries = TRIES;
    loop {
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, wanted())).await?;
        let port = first.local_addr()?.port();
        if host != "localhost" {
            return Ok((port, vec![first]));
        }
        match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(second) => return Ok((port, vec![first, second])),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && tries > 0 => tries -= 1,
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
            // No IPv6 here.
            Err(_) => return Ok((port, vec![first])),
        }
    }
}

fn app(own: String, returning: Arc<dyn Returning>) -> Router {
    Router::new()
        .route("/", get(landed))
        .with_state(returning)
        .layer(from_fn_with_state(Arc::<str>::from(own), require_own_host))
}

/// A page that was led here under another name has no business here.
async fn require_own_host(State(own): State<Arc<str>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST);
    if host.is_some_and(|host| host.as_bytes() == own.as_bytes()) {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

type Pairs = Vec<(String, String)>;

async fn landed(
    State(returning): State<Arc<dyn Returning>>,
    pairs: Result<Query<Pairs>, QueryRejection>,
) -> Response {
    let pairs = pairs.map(|Query(pairs)| pairs).unwrap_or_default();
    let end = returning.returned(brought(pairs)).await;
    let status = match &end {
        EndPage::SignedIn { .. } => StatusCode::OK,
        EndPage::Failed { .. } => StatusCode::BAD_REQUEST,
    };
    let mut response = (status, page::html(&end)).into_response();
    for (name, value) in page::headers() {
        if let Ok(value) = HeaderValue::from_str(&value) {
            let name: HeaderName = name;
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// What stands in the address. What stands there twice is nobody's answer (RFC 6749, 3.1).
fn brought(pairs: Pairs) -> Returned {
    let mut returned = Returned::default();
    for (name, value) in pairs {
        let twice = match name.as_str() {
            "state" => returned.state.replace(value).is_some(),
            "code" => returned.code.replace(Secret::new(value)).is_some(),
            "error" => returned.error.replace(value).is_some(),
            _ => false,
        };
        if twice {
            return Returned::default();
        }
    }
    returned
}

#[cfg(test)]
mod tests;
