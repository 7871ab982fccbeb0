//! The one router.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::Response;
use storytime_core::api::Api;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::access::{Access, Guard, require_own_address, require_token};
use crate::body::BODY_LIMIT;
use crate::envelope;
use crate::limits::{Counting, RateLimits, count_refused};
use crate::local_api::Offer;
use crate::stop::Stop;
use crate::{files, request_id, routes};

/// How long an answer may be in the making: longer than whatever asks others may take by itself, which
/// knows what to say and to clean up. The stream of changes has begun long before.
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(150);

/// What handlers may ask for.
#[derive(Clone)]
pub(crate) struct Surroundings {
    api: Api,
    access: Access,
    offer: Offer,
    counting: Counting,
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

impl FromRef<Surroundings> for Offer {
    fn from_ref(all: &Surroundings) -> Self {
        all.offer.clone()
    }
}

impl FromRef<Surroundings> for Counting {
    fn from_ref(all: &Surroundings) -> Self {
        all.counting.clone()
    }
}

impl FromRef<Surroundings> for Stop {
    fn from_ref(all: &Surroundings) -> Self {
        all.stop.clone()
    }
}

/// The API and the window's files, for those whom `access` lets in. Streams end when `stop` says so.
pub fn router(api: Api, access: Access, stop: Stop) -> Router {
    let offer = match &access {
        Access::Loopback { port, .. } => Offer::Fixed(Some(*port)),
        Access::Owner(_) => Offer::Fixed(None),
    };
    routed(api, access, offer, stop)
}

/// As [`router`], where the API on 127.0.0.1 is offered in this way.
pub(crate) fn routed(api: Api, access: Access, offer: Offer, stop: Stop) -> Router {
    let counting = Counting {
        access: access.clone(),
        api: api.clone(),
        limits: RateLimits::new(api.clock()),
    };
    let guarded = routes::behind_token(&counting)
        .fallback(envelope::unknown)
        .layer(from_fn_with_state(
            Guard {
                access: access.clone(),
                api: api.clone(),
                way_in: way_in(&access, &offer),
            },
            require_token,
        ))
        .layer(from_fn_with_state(counting.clone(), count_refused));
    let app = Router::new()
        .nest("/api", guarded.merge(routes::before_token(&counting)))
        .fallback(files::serve)
        .with_state(Surroundings {
            api,
            access: access.clone(),
            offer,
            counting,
            stop,
        });
    enclosed(app, access)
}

/// What to tell who shows no token that is good.
fn way_in(access: &Access, offer: &Offer) -> &'static str {
    match (access, offer) {
        (Access::Owner(_), _) => "A password locks this profile: sign in with it first.",
        (Access::Loopback { .. }, Offer::Switched(_)) => {
            "Sign in first: send Authorization: Bearer with a token that was made in Settings under \
             Local API, or that POST /api/auth/login answers."
        }
        (Access::Loopback { .. }, Offer::Fixed(_)) => {
            "Sign in first: send Authorization: Bearer with a token that POST /api/auth/login \
             answers, or with what is in serve.token."
        }
    }
}

/// What holds for every request and every answer, from the inside out.
pub(crate) fn enclosed(app: Router, access: Access) -> Router {
    app.layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            TIME_LIMIT,
        ))
        .layer(CatchPanicLayer::custom(envelope::after_panic))
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
