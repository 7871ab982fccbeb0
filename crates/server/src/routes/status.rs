//! What is shown at a glance, the pause, present mode, the zones to choose from, and what runs.

use axum::Json;
use storytime_types::about::About;
use storytime_types::status::{Pause, Present, Status, ZoneName};

use crate::access::Me;
use crate::body::Body;
use crate::envelope::Answer;

/// What is shown at a glance.
#[utoipa::path(get, path = "/status", tag = "status",
    responses((status = 200, description = "Found.", body = Status)))]
pub(super) async fn status(Me(api): Me) -> Answer<Status> {
    Ok(Json(api.status().await?))
}

/// Holds reminders for a while, or lets them go on.
#[utoipa::path(put, path = "/pause", tag = "status", request_body = Pause,
    responses((status = 200, description = "Done.", body = Status)))]
pub(super) async fn pause(Me(api): Me, Body(asked): Body<Pause>) -> Answer<Status> {
    Ok(Json(api.pause(asked).await?))
}

/// Hides what is private on the screen, or shows it again.
#[utoipa::path(put, path = "/present", tag = "status", request_body = Present,
    responses((status = 200, description = "Done.", body = Status)))]
pub(super) async fn present(Me(api): Me, Body(asked): Body<Present>) -> Answer<Status> {
    Ok(Json(api.present(asked).await?))
}

/// What runs, and where it keeps its data.
#[utoipa::path(get, path = "/about", tag = "about",
    responses((status = 200, description = "Found.", body = About)))]
pub(super) async fn about(Me(api): Me) -> Answer<About> {
    Ok(Json(api.about().await?))
}

/// The time zones to choose from.
#[utoipa::path(get, path = "/zones", tag = "about",
    responses((status = 200, description = "Found.", body = [ZoneName])))]
pub(super) async fn zones(Me(api): Me) -> Answer<Vec<ZoneName>> {
    Ok(Json(api.zones().await?))
}
