//! The one router.

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::Response;
use storytime_core::api::Api;

use crate::access::{Access, require_own_address, require_token};
use crate::body::BODY_LIMIT;
use crate::envelope;
use crate::listen::Stop;
use crate::{files, request_id, routes};

/// What handlers may ask for.
#[derive(Clone)]
pub(crate) struct Surroundings {
    api: Api,
    access: Access,
    stop: Stop,
}

impl FromRef<Surroundings> for Api {
    fn from_ref(all: &Surroundings) -> Self {
        all.api.clone()
    }
}

impl FromRef<Surroundings> for Access {
    fn from_ref(all: &Surroundings) -> Self {
        all.access.clone()
    }
}

impl FromRef<Surroundings> for Stop {
    fn from_ref(all: &Surroundings) -> Self {
        all.stop.clone()
    }
}

/// The API and the window's files, for those whom `access` lets in. Streams end when `stop` says so.
pub fn router(api: Api, access: Access, stop: Stop) -> Router {
    let guarded = routes::guarded()
        .fallback(envelope::unknown)
        .layer(from_fn_with_state(
            (access.clone(), api.clone()),
            require_token,
        ));
    Router::new()
        .nest("/api", guarded.merge(routes::open()))
        .fallback(files::serve)
        .with_state(Surroundings {
            api,
            access: access.clone(),
            stop,
        })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(access, require_own_address))
        .layer(map_response(envelope::wrap))
        .layer(map_response(with_security_headers))
        .layer(from_fn(request_id::name))
}

/// What every answer carries, unless it has its own: nothing is guessed, framed, kept or told on.
async fn with_security_headers(mut response: Response) -> Response {
    let defaults: [(HeaderName, &str); 7] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in defaults {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests;
