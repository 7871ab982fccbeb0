//! The ledger, and what a person can do about one of its rows.

use axum::Json;
use axum::extract::Path;
use serde::Deserialize;
use storytime_core::api::NotificationQuery;
use storytime_types::notifications::{
    Notification, NotificationChannel, NotificationStatus, Snooze, TestOutcome,
};
use storytime_types::{ApiError, ChannelId, NotificationId};

use crate::access::Me;
use crate::body::{Asked, Body};
use crate::envelope::Answer;

/// `?from=&to=&status=&limit=&before=`
#[derive(Deserialize)]
pub(super) struct Rows {
    from: Option<String>,
    to: Option<String>,
    /// One state, or several with commas in between.
    status: Option<String>,
    limit: Option<u32>,
    before: Option<NotificationId>,
}

fn statuses(text: &str) -> Result<Vec<NotificationStatus>, ApiError> {
    let known = |word: &str| {
        NotificationStatus::parse(word).ok_or_else(|| {
            let why = "must be PENDING, SENT, FAILED, MISSED or CANCELLED, or several with commas";
            ApiError::invalid([("status", why.to_owned())])
        })
    };
    text.split(',').map(known).collect()
}

pub(super) async fn list(Me(api): Me, Asked(asked): Asked<Rows>) -> Answer<Vec<Notification>> {
    let Rows {
        from,
        to,
        status,
        limit,
        before,
    } = asked;
    let query = NotificationQuery {
        statuses: status.as_deref().map_or(Ok(Vec::new()), statuses)?,
        from,
        to,
        limit,
        before,
    };
    Ok(Json(api.notifications(query).await?))
}

pub(super) async fn retry(Me(api): Me, Path(id): Path<NotificationId>) -> Answer<Notification> {
    Ok(Json(api.retry(id).await?))
}

pub(super) async fn snooze(
    Me(api): Me,
    Path(id): Path<NotificationId>,
    Body(asked): Body<Snooze>,
) -> Answer<Notification> {
    Ok(Json(api.snooze(id, asked).await?))
}

pub(super) async fn dismiss(Me(api): Me, Path(id): Path<NotificationId>) -> Answer<Notification> {
    Ok(Json(api.dismiss(id).await?))
}

pub(super) async fn channels(Me(api): Me) -> Answer<Vec<NotificationChannel>> {
    Ok(Json(api.channels().await?))
}

pub(super) async fn test_channel(Me(api): Me, Path(id): Path<ChannelId>) -> Answer<TestOutcome> {
    Ok(Json(api.test_channel(id).await?))
}
