//! What stands under `/api`, one file an area.

mod auth;
mod backups;
mod calendars;
mod changes;
mod events;
mod notifications;
mod status;
mod sync;
mod user;

use axum::Router;
use axum::routing::{delete, get, post, put};

use crate::router::Surroundings;

/// What needs a token on 127.0.0.1.
pub(crate) fn guarded() -> Router<Surroundings> {
    Router::new()
        .route("/auth/me", get(auth::profile))
        .route("/auth/logout", post(auth::logout))
        .route(
            "/auth/password",
            put(auth::set_password).delete(auth::remove_password),
        )
        .route(
            "/auth/sessions",
            get(auth::sessions).delete(auth::end_all_sessions),
        )
        .route("/auth/sessions/{id}", delete(auth::end_session))
        .route("/auth/tokens", get(auth::tokens).post(auth::make_token))
        .route(
            "/user/profile",
            get(auth::profile).put(auth::change_profile),
        )
        .route("/user", delete(user::remove))
        .route("/user/export", get(user::export))
        .route("/user/dashboard", get(user::dashboard))
        .route("/calendars", get(calendars::list))
        .route("/calendars/connect/ics", post(calendars::connect_ics))
        .route("/calendars/sample-day", post(calendars::sample_day))
        .route("/calendars/sync", post(sync::begin_one))
        .route(
            "/calendars/integrations/{id}",
            put(calendars::switch_integration),
        )
        .route(
            "/calendars/{id}",
            put(calendars::switch).delete(calendars::disconnect),
        )
        .route("/sync/manual", post(sync::begin))
        .route("/sync/status", get(sync::status))
        .route("/events", get(events::list))
        .route("/events/{id}/storylines", get(events::storylines))
        .route(
            "/events/{id}/regenerate-story",
            post(events::regenerate_story),
        )
        .route("/events/{id}/theme", put(events::choose_theme))
        .route("/notifications", get(notifications::list))
        .route("/notifications/channels", get(notifications::channels))
        .route(
            "/notifications/channels/{id}/test",
            post(notifications::test_channel),
        )
        .route("/notifications/{id}/retry", post(notifications::retry))
        .route("/notifications/{id}/snooze", post(notifications::snooze))
        .route("/notifications/{id}/dismiss", post(notifications::dismiss))
        .route("/status", get(status::status))
        .route("/pause", put(status::pause))
        .route("/present", put(status::present))
        .route("/about", get(status::about))
        .route("/backups", get(backups::list).post(backups::make))
        .route("/backups/{id}/restore", post(backups::restore))
        .route("/problems", get(backups::problems))
        .route("/zones", get(status::zones))
        .route("/changes", get(changes::stream))
}

/// What needs none.
pub(crate) fn open() -> Router<Surroundings> {
    Router::new()
        .route("/auth/register", post(auth::register))
        .route("/auth/login", post(auth::login))
        .route("/auth/code", post(auth::redeem_code))
        .route("/auth/lock", get(auth::lock))
}
