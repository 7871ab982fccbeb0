//! The ledger, and what a person can do about one of its rows.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use storytime_core::api::{Api, NotificationQuery};
use storytime_types::NotificationId;
use storytime_types::notifications::{Notification, NotificationStatus, Snooze};

use crate::body::{Asked, Body};
use crate::envelope::Answer;

/// `?from=&to=&status=`
#[derive(Deserialize)]
pub(super) struct Rows {
    from: Option<String>,
    to: Option<String>,
    status: Option<NotificationStatus>,
}

pub(super) async fn list(
    State(api): State<Api>,
    Asked(Rows { from, to, status }): Asked<Rows>,
) -> Answer<Vec<Notification>> {
    let query = NotificationQuery { from, to, status };
    Ok(Json(api.notifications(query).await?))
}

pub(super) async fn retry(
    State(api): State<Api>,
    Path(id): Path<NotificationId>,
) -> Answer<Notification> {
    Ok(Json(api.retry(id).await?))
}

pub(super) async fn snooze(
    State(api): State<Api>,
    Path(id): Path<NotificationId>,
    Body(asked): Body<Snooze>,
) -> Answer<Notification> {
    Ok(Json(api.snooze(id, asked).await?))
}

pub(super) async fn dismiss(
    State(api): State<Api>,
    Path(id): Path<NotificationId>,
) -> Answer<Notification> {
    Ok(Json(api.dismiss(id).await?))
}
