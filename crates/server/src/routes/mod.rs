//! What stands under `/api`, one file an area. Each handler carries its part of the description.

mod auth;
mod backups;
mod calendars;
mod changes;
mod events;
mod notifications;
mod settings;
mod sign_in;
mod status;
mod sync;
mod user;
mod vault;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::limits::{Counting, Kind, count, count_refused, count_together};
use crate::router::Surroundings;
use crate::{docs, openapi};

type Routes = OpenApiRouter<Surroundings>;

/// Some routes, and how their calls are counted.
type Counted = (Kind, Routes);

/// What needs a token on 127.0.0.1.
fn guarded() -> [Counted; 3] {
    let others = OpenApiRouter::new()
        .routes(routes!(auth::profile))
        .routes(routes!(auth::profile_again, auth::change_profile))
        .routes(routes!(auth::logout))
        .routes(routes!(auth::make_code))
        .routes(routes!(auth::set_password, auth::remove_password))
        .routes(routes!(auth::change_email))
        .routes(routes!(auth::sessions, auth::end_all_sessions))
        .routes(routes!(auth::end_session))
        .routes(routes!(auth::tokens, auth::make_token))
        .routes(routes!(user::remove))
        .routes(routes!(user::export))
        .routes(routes!(user::dashboard))
        .routes(routes!(calendars::list))
        .routes(routes!(calendars::connect_ics))
        .routes(routes!(calendars::connect_caldav))
        .routes(routes!(sign_in::connect_google))
        .routes(routes!(sign_in::connect_microsoft))
        .routes(routes!(sign_in::client_ids, sign_in::write_client_id))
        .routes(routes!(sign_in::status, sign_in::cancel))
        .routes(routes!(calendars::sample_day))
        .routes(routes!(calendars::switch_integration))
        .routes(routes!(calendars::change_password))
        .routes(routes!(calendars::change, calendars::disconnect))
        .routes(routes!(calendars::remove_gone))
        .routes(routes!(sync::status))
        .routes(routes!(events::list))
        .routes(routes!(events::storylines))
        .routes(routes!(events::choose_theme))
        .routes(routes!(events::mute))
        .routes(routes!(notifications::list))
        .routes(routes!(notifications::channels))
        .routes(routes!(notifications::test_channel))
        .routes(routes!(notifications::retry))
        .routes(routes!(notifications::snooze))
        .routes(routes!(notifications::dismiss))
        .routes(routes!(settings::limits, settings::change_limits))
        .routes(routes!(settings::local_api, settings::change_local_api))
        .routes(routes!(
            settings::registration,
            settings::change_registration
        ))
        .routes(routes!(status::status))
        .routes(routes!(status::pause))
        .routes(routes!(status::present))
        .routes(routes!(status::about))
        .routes(routes!(status::zones))
        .routes(routes!(vault::status))
        .routes(routes!(vault::unlock))
        .routes(routes!(vault::change_key))
        .routes(routes!(vault::choose_passphrase))
        .routes(routes!(vault::begin_anew))
        .routes(routes!(backups::list, backups::make))
        .routes(routes!(backups::restore))
        .routes(routes!(backups::problems))
        .routes(routes!(changes::stream));
    let syncs = OpenApiRouter::new()
        .routes(routes!(sync::begin))
        .routes(routes!(sync::begin_one));
    let ai = OpenApiRouter::new().routes(routes!(events::regenerate_story));
    [(Kind::Other, others), (Kind::Sync, syncs), (Kind::Ai, ai)]
}

/// How one comes in. None of it is counted before it is answered: what others do in vain must not
/// keep out who has the password.
fn ways_in() -> Routes {
    OpenApiRouter::new()
        .routes(routes!(auth::register))
        .routes(routes!(auth::login))
        .routes(routes!(auth::lock))
}

/// The one-time code; wrong ones are counted.
fn code() -> Routes {
    OpenApiRouter::new().routes(routes!(auth::redeem_code))
}

/// What else needs no token.
fn open() -> Routes {
    OpenApiRouter::new().routes(routes!(openapi::json))
}

/// The calls that need a token, counted.
pub(crate) fn behind_token(counting: &Counting) -> Router<Surroundings> {
    joined(guarded(), counting)
}

/// The calls that need none; and Swagger UI, which describes itself.
pub(crate) fn before_token(counting: &Counting) -> Router<Surroundings> {
    let in_vain = from_fn_with_state(counting.clone(), count_refused);
    let together = from_fn_with_state(counting.clone(), count_together);
    Router::from(ways_in())
        .merge(Router::from(code()).route_layer(in_vain))
        .merge(Router::from(open()).route_layer(together))
        .route("/docs", get(docs::index))
        .route("/docs/", get(docs::page))
        .route("/docs/{*path}", get(docs::file))
}

fn joined<const N: usize>(all: [Counted; N], counting: &Counting) -> Router<Surroundings> {
    all.into_iter()
        .fold(Router::new(), |joined, (kind, routes)| {
            let counted = from_fn_with_state((counting.clone(), kind), count);
            joined.merge(Router::from(routes).route_layer(counted))
        })
}

/// All calls as they are described, and whether they need a token.
pub(crate) fn described() -> impl Iterator<Item = (bool, utoipa::openapi::OpenApi)> {
    let guarded = guarded().into_iter().map(|(_, routes)| (true, routes));
    let open = [ways_in(), code(), open()].map(|routes| (false, routes));
    guarded
        .chain(open)
        .map(|(needs_token, routes)| (needs_token, routes.into_openapi()))
}
