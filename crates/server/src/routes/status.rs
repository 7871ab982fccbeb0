//! What is shown at a glance, the pause, and the zones to choose from.

use axum::Json;
use axum::extract::State;
use storytime_core::api::Api;
use storytime_types::status::{Pause, Status, ZoneName};

use crate::body::Body;
use crate::envelope::Answer;

pub(super) async fn status(State(api): State<Api>) -> Answer<Status> {
    Ok(Json(api.status().await?))
}

pub(super) async fn pause(State(api): State<Api>, Body(asked): Body<Pause>) -> Answer<Status> {
    Ok(Json(api.pause(asked).await?))
}

pub(super) async fn zones(State(api): State<Api>) -> Answer<Vec<ZoneName>> {
    Ok(Json(api.zones().await?))
}
