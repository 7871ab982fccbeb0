//! Syncs.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use storytime_core::api::Api;
use storytime_types::IntegrationId;
use storytime_types::sync::{SyncStarted, SyncStatus};

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

pub(super) async fn begin(State(api): State<Api>) -> Begun {
    Ok((StatusCode::ACCEPTED, Json(api.sync_now().await?)))
}

pub(super) async fn begin_one(State(api): State<Api>, Body(asked): Body<One>) -> Begun {
    let started = api.sync_integration(asked.integration_id).await?;
    Ok((StatusCode::ACCEPTED, Json(started)))
}

pub(super) async fn status(State(api): State<Api>) -> Answer<SyncStatus> {
    Ok(Json(api.sync_status().await?))
}
