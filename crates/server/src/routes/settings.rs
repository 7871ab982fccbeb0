//! Settings of the API itself.

use axum::Json;
use storytime_types::rest::{Limits, LimitsChange};

use crate::access::Me;
use crate::body::Body;
use crate::envelope::Answer;

/// How often the API may be called.
#[utoipa::path(get, path = "/settings/limits", tag = "settings",
    responses((status = 200, description = "Done, or found.", body = Limits)))]
pub(super) async fn limits(Me(api): Me) -> Answer<Limits> {
    Ok(Json(api.limits().await?))
}

/// Changes how often the API may be called; what was counted so far is forgotten.
#[utoipa::path(put, path = "/settings/limits", tag = "settings", request_body = LimitsChange,
    responses((status = 200, description = "Done, or found.", body = Limits)))]
pub(super) async fn change_limits(Me(api): Me, Body(change): Body<LimitsChange>) -> Answer<Limits> {
    Ok(Json(api.change_limits(change).await?))
}
