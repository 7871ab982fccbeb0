//! What is the person's own as a whole: how things stand, and all of it to take away.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use storytime_core::api::Api;
use storytime_types::dashboard::Dashboard;

use crate::envelope::{Answer, Refusal};

pub(super) async fn dashboard(State(api): State<Api>) -> Answer<Dashboard> {
    Ok(Json(api.dashboard().await?))
}

/// Everything the profile owns, as a file to keep.
pub(super) async fn export(State(api): State<Api>) -> Result<Response, Refusal> {
    let pieces = api.export().await?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"storytime-export.json\"",
        ),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}
