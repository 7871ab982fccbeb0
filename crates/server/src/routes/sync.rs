//! Syncs.

use axum::Json;
use axum::http::StatusCode;
use serde::Deserialize;
use storytime_types::IntegrationId;
use storytime_types::sync::{SyncStarted, SyncStatus};
use utoipa::ToSchema;

use crate::access::Me;
use crate::body::Body;
use crate::envelope::{Answer, Refusal};

/// A job was begun.
type Begun = Result<(StatusCode, Json<SyncStarted>), Refusal>;

/// `{"integrationId"}`
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct One {
    integration_id: IntegrationId,
}

/// Looks for changes in all calendars now.
#[utoipa::path(post, path = "/sync/manual", tag = "sync",
    responses((status = 202, description = "It was begun.", body = SyncStarted), (status = 409, description = "A sync is running already.")))]
pub(super) async fn begin(Me(api): Me) -> Begun {
    Ok((StatusCode::ACCEPTED, Json(api.sync_now().await?)))
}

/// Looks for changes in the calendars of one integration now.
#[utoipa::path(post, path = "/calendars/sync", tag = "sync", request_body = One,
    responses((status = 202, description = "It was begun.", body = SyncStarted), (status = 404, description = "There is no such integration."), (status = 409, description = "A sync is running already.")))]
pub(super) async fn begin_one(Me(api): Me, Body(asked): Body<One>) -> Begun {
    let started = api.sync_integration(asked.integration_id).await?;
    Ok((StatusCode::ACCEPTED, Json(started)))
}

/// The sync under way, and the last ones.
#[utoipa::path(get, path = "/sync/status", tag = "sync",
    responses((status = 200, description = "Found.", body = SyncStatus)))]
pub(super) async fn status(Me(api): Me) -> Answer<SyncStatus> {
    Ok(Json(api.sync_status().await?))
}
