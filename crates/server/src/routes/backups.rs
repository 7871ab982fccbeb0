//! Copies of the database, and what went wrong lately.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use storytime_types::backups::{Backup, Restored};
use storytime_types::problems::PastProblem;

use crate::access::Me;
use crate::envelope::{Answer, Refusal};

/// Every copy of the database, the newest first.
#[utoipa::path(get, path = "/backups", tag = "data",
    responses((status = 200, description = "Found.", body = Vec<Backup>)))]
pub(super) async fn list(Me(api): Me) -> Answer<Vec<Backup>> {
    Ok(Json(api.backups().await?))
}

/// Copies the database now.
#[utoipa::path(post, path = "/backups", tag = "data",
    responses((status = 201, description = "Made.", body = Backup)))]
pub(super) async fn make(Me(api): Me) -> Result<(StatusCode, Json<Backup>), Refusal> {
    Ok((StatusCode::CREATED, Json(api.back_up().await?)))
}

/// Goes back to a copy; how things are now is set aside.
#[utoipa::path(post, path = "/backups/{id}/restore", tag = "data",
    params(("id" = String, Path, description = "As the list of backups calls it.")),
    responses((status = 200, description = "Done.", body = Restored),
        (status = 409, description = "The copy is damaged, of another version or without this profile.")))]
pub(super) async fn restore(Me(api): Me, Path(id): Path<String>) -> Answer<Restored> {
    Ok(Json(api.restore(&id).await?))
}

/// What went wrong lately, in words.
#[utoipa::path(get, path = "/problems", tag = "data",
    responses((status = 200, description = "Found.", body = Vec<PastProblem>)))]
pub(super) async fn problems(Me(api): Me) -> Answer<Vec<PastProblem>> {
    Ok(Json(api.problems().await?))
}
