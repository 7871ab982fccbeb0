//! What is the person's own as a whole: how things stand.

use axum::Json;
use axum::extract::State;
use storytime_core::api::Api;
use storytime_types::dashboard::Dashboard;

use crate::envelope::Answer;

pub(super) async fn dashboard(State(api): State<Api>) -> Answer<Dashboard> {
    Ok(Json(api.dashboard().await?))
}
