//! The ledger, and what a person can do about one of its rows.

use axum::Json;
use axum::extract::Path;
use serde::Deserialize;
use storytime_core::api::{NotificationQuery, RowOrder};
use storytime_types::notifications::{
    Notification, NotificationChannel, NotificationStatus, Snooze, TestOutcome,
};
use storytime_types::{ApiError, ChannelId, NotificationId};
use utoipa::IntoParams;

use crate::access::Me;
use crate::body::{Asked, Body};
use crate::envelope::Answer;

/// `?from=&to=&status=&limit=&before=`
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Rows {
    /// A date in the profile's zone, or an instant.
    from: Option<String>,
    /// As `from`; exclusive.
    to: Option<String>,
    /// One state, or several with commas in between.
    status: Option<String>,
    /// At most so many rows.
    limit: Option<u32>,
    /// Only rows before this one.
    #[param(value_type = Option<String>)]
    before: Option<NotificationId>,
    /// `latest` first, as without it, or `soonest` first.
    order: Option<String>,
}

fn order(text: &str) -> Result<RowOrder, ApiError> {
    match text {
        "latest" => Ok(RowOrder::LatestFirst),
        "soonest" => Ok(RowOrder::SoonestFirst),
        _ => {
            let why = "must be latest or soonest".to_owned();
            Err(ApiError::invalid([("order", why)]))
        }
    }
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

/// The ledger: what was sent when, what was not, and why.
#[utoipa::path(get, path = "/notifications", tag = "notifications", params(Rows),
    responses((status = 200, description = "Found.", body = [Notification])))]
pub(super) async fn list(Me(api): Me, Asked(asked): Asked<Rows>) -> Answer<Vec<Notification>> {
    let Rows {
        from,
        to,
        status,
        limit,
        before,
        order: in_order,
    } = asked;
    let query = NotificationQuery {
        statuses: status.as_deref().map_or(Ok(Vec::new()), statuses)?,
        from,
        to,
        limit,
        before,
        order: in_order.as_deref().map_or(Ok(RowOrder::default()), order)?,
    };
    Ok(Json(api.notifications(query).await?))
}

/// Tries a failed reminder again.
#[utoipa::path(post, path = "/notifications/{id}/retry", tag = "notifications", params(("id" = String, Path)),
    responses((status = 200, description = "Done.", body = Notification), (status = 409, description = "There is nothing to try again.")))]
pub(super) async fn retry(Me(api): Me, Path(id): Path<NotificationId>) -> Answer<Notification> {
    Ok(Json(api.retry(id).await?))
}

/// Reminds again in some minutes: answers the new row.
#[utoipa::path(post, path = "/notifications/{id}/snooze", tag = "notifications", request_body = Snooze, params(("id" = String, Path)),
    responses((status = 200, description = "Done.", body = Notification), (status = 409, description = "It cannot be snoozed.")))]
pub(super) async fn snooze(
    Me(api): Me,
    Path(id): Path<NotificationId>,
    Body(asked): Body<Snooze>,
) -> Answer<Notification> {
    Ok(Json(api.snooze(id, asked).await?))
}

/// Calls off a reminder that is still to come.
#[utoipa::path(post, path = "/notifications/{id}/dismiss", tag = "notifications", params(("id" = String, Path)),
    responses((status = 200, description = "Done.", body = Notification), (status = 409, description = "It cannot be called off.")))]
pub(super) async fn dismiss(Me(api): Me, Path(id): Path<NotificationId>) -> Answer<Notification> {
    Ok(Json(api.dismiss(id).await?))
}

/// The ways out.
#[utoipa::path(get, path = "/notifications/channels", tag = "channels",
    responses((status = 200, description = "Found.", body = [NotificationChannel])))]
pub(super) async fn channels(Me(api): Me) -> Answer<Vec<NotificationChannel>> {
    Ok(Json(api.channels().await?))
}

/// Sends a reminder through a channel to try it.
#[utoipa::path(post, path = "/notifications/channels/{id}/test", tag = "channels", params(("id" = String, Path)),
    responses((status = 200, description = "Done.", body = TestOutcome), (status = 409, description = "The channel is switched off.")))]
pub(super) async fn test_channel(Me(api): Me, Path(id): Path<ChannelId>) -> Answer<TestOutcome> {
    Ok(Json(api.test_channel(id).await?))
}
