//! Integrations and their calendars.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use storytime_types::calendars::{ConnectIcs, Connected, Integration, SwitchCalendar};
use storytime_types::{CalendarId, IntegrationId};

use crate::access::Me;
use crate::body::Body;
use crate::envelope::{Answer, Refusal};

/// Something was made.
type Made<T> = Result<(StatusCode, Json<T>), Refusal>;
/// Done, with nothing to say.
type Done = Result<StatusCode, Refusal>;

pub(super) async fn list(Me(api): Me) -> Answer<Vec<Integration>> {
    Ok(Json(api.calendars().await?))
}

pub(super) async fn connect_ics(Me(api): Me, Body(asked): Body<ConnectIcs>) -> Made<Connected> {
    Ok((StatusCode::CREATED, Json(api.connect_ics(asked).await?)))
}

pub(super) async fn sample_day(Me(api): Me) -> Made<Connected> {
    Ok((StatusCode::CREATED, Json(api.sample_day().await?)))
}

pub(super) async fn switch(
    Me(api): Me,
    Path(id): Path<CalendarId>,
    Body(asked): Body<SwitchCalendar>,
) -> Done {
    api.switch_calendar(id, asked).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn switch_integration(
    Me(api): Me,
    Path(id): Path<IntegrationId>,
    Body(asked): Body<SwitchCalendar>,
) -> Done {
    api.switch_integration(id, asked).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn disconnect(Me(api): Me, Path(id): Path<IntegrationId>) -> Done {
    api.disconnect(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
