//! What is shown at a glance, the pause, present mode, the zones to choose from, and what runs.

use axum::Json;
use storytime_types::about::About;
use storytime_types::status::{Pause, Present, Status, ZoneName};

use crate::access::Me;
use crate::body::Body;
use crate::envelope::Answer;

pub(super) async fn status(Me(api): Me) -> Answer<Status> {
    Ok(Json(api.status().await?))
}

pub(super) async fn pause(Me(api): Me, Body(asked): Body<Pause>) -> Answer<Status> {
    Ok(Json(api.pause(asked).await?))
}

pub(super) async fn present(Me(api): Me, Body(asked): Body<Present>) -> Answer<Status> {
    Ok(Json(api.present(asked).await?))
}

pub(super) async fn about(Me(api): Me) -> Answer<About> {
    Ok(Json(api.about().await?))
}

pub(super) async fn zones(Me(api): Me) -> Answer<Vec<ZoneName>> {
    Ok(Json(api.zones().await?))
}
