//! Syncs.

use axum::Json;
use axum::http::StatusCode;
use serde::Deserialize;
use storytime_types::IntegrationId;
use storytime_types::sync::{SyncStarted, SyncStatus};

use crate::access::Me;
use crate::body::Body;
use crate::envelope::{Answer, Refusal};

/// A job was begun.
type Begun = Result<(StatusCode, Json<SyncStarted>), Refusal>;

/// `{"integrationId"}`
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct One {
    integration_id: IntegrationId,
}

pub(super) async fn begin(Me(api): Me) -> Begun {
    Ok((StatusCode::ACCEPTED, Json(api.sync_now().await?)))
}

pub(super) async fn begin_one(Me(api): Me, Body(asked): Body<One>) -> Begun {
    let started = api.sync_integration(asked.integration_id).await?;
    Ok((StatusCode::ACCEPTED, Json(started)))
}

pub(super) async fn status(Me(api): Me) -> Answer<SyncStatus> {
    Ok(Json(api.sync_status().await?))
}
