//! Copies of the database, and what went wrong lately.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storytime_core::api::Api;
use storytime_types::backups::{Backup, Restored};
use storytime_types::problems::PastProblem;

use crate::envelope::{Answer, Refusal};

pub(super) async fn list(State(api): State<Api>) -> Answer<Vec<Backup>> {
    Ok(Json(api.backups().await?))
}

pub(super) async fn make(State(api): State<Api>) -> Result<(StatusCode, Json<Backup>), Refusal> {
    Ok((StatusCode::CREATED, Json(api.back_up().await?)))
}

pub(super) async fn restore(State(api): State<Api>, Path(id): Path<String>) -> Answer<Restored> {
    Ok(Json(api.restore(&id).await?))
}

pub(super) async fn problems(State(api): State<Api>) -> Answer<Vec<PastProblem>> {
    Ok(Json(api.problems().await?))
}
