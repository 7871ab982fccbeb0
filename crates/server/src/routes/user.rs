//! What is the person's own as a whole: how things stand, all of it to take
//! away, and the end of it.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use storytime_types::dashboard::Dashboard;
use storytime_types::removal::{RemoveEverything, Removed};

use crate::access::Me;
use crate::body::Body;
use crate::envelope::{Answer, Refusal};
use crate::local_api::Offer;
use crate::routes::calendars::gone;

/// How things stand: what lies ahead, and what was done.
#[utoipa::path(get, path = "/user/dashboard", tag = "user",
    responses((status = 200, description = "Found.", body = Dashboard)))]
pub(super) async fn dashboard(Me(api): Me) -> Answer<Dashboard> {
    Ok(Json(api.dashboard().await?))
}

/// Everything the profile owns, as a file to keep.
#[utoipa::path(get, path = "/user/export", tag = "user",
    responses((status = 200, description = "docs/export.md says what is in it.", body = serde_json::Value)))]
pub(super) async fn export(Me(api): Me) -> Result<Response, Refusal> {
    let pieces = api.export().await?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"storytime-export.json\"",
        ),
    ];
    Ok((headers, axum::body::Body::from_stream(pieces)).into_response())
}

/// Removes everything the profile owns.
#[utoipa::path(delete, path = "/user", tag = "user", request_body = RemoveEverything,
    responses((status = 204, description = "Gone."), (status = 200, description = "Gone; this could not be done beside it.", body = Removed)))]
pub(super) async fn remove(
    Me(api): Me,
    State(offer): State<Offer>,
    Body(asked): Body<RemoveEverything>,
) -> Result<Response, Refusal> {
    let removed = api.remove_everything(asked).await?;
    offer.follow().await?;
    Ok(gone(removed))
}
