//! What is shown at a glance, the pause, present mode, the zones to choose from, and what runs.

use axum::Json;
use axum::extract::State;
use storytime_core::api::Api;
use storytime_types::about::About;
use storytime_types::status::{Pause, Present, Status, ZoneName};

use crate::body::Body;
use crate::envelope::Answer;

pub(super) async fn status(State(api): State<Api>) -> Answer<Status> {
    Ok(Json(api.status().await?))
}

pub(super) async fn pause(State(api): State<Api>, Body(asked): Body<Pause>) -> Answer<Status> {
    Ok(Json(api.pause(asked).await?))
}

pub(super) async fn present(State(api): State<Api>, Body(asked): Body<Present>) -> Answer<Status> {
    Ok(Json(api.present(asked).await?))
}

pub(super) async fn about(State(api): State<Api>) -> Answer<About> {
    Ok(Json(api.about().await?))
}

pub(super) async fn zones(State(api): State<Api>) -> Answer<Vec<ZoneName>> {
    Ok(Json(api.zones().await?))
}
