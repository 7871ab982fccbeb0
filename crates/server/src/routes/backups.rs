//! Copies of the database, and what went wrong lately.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use storytime_types::backups::{Backup, Restored};
use storytime_types::problems::PastProblem;

use crate::access::Me;
use crate::envelope::{Answer, Refusal};

pub(super) async fn list(Me(api): Me) -> Answer<Vec<Backup>> {
    Ok(Json(api.backups().await?))
}

pub(super) async fn make(Me(api): Me) -> Result<(StatusCode, Json<Backup>), Refusal> {
    Ok((StatusCode::CREATED, Json(api.back_up().await?)))
}

pub(super) async fn restore(Me(api): Me, Path(id): Path<String>) -> Answer<Restored> {
    Ok(Json(api.restore(&id).await?))
}

pub(super) async fn problems(Me(api): Me) -> Answer<Vec<PastProblem>> {
    Ok(Json(api.problems().await?))
}
