//! Integrations and their calendars.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use storytime_types::calendars::{
    AccountPassword, ConnectCalDav, ConnectIcs, Connected, Integration, SwitchIntegration,
};
use storytime_types::choices::ChangeCalendar;
use storytime_types::removal::{RemoveIntegration, Removed};
use storytime_types::{CalendarId, IntegrationId};

use crate::access::Me;
use crate::body::Body;
use crate::envelope::{Answer, Refusal};

/// Something was made.
type Made<T> = Result<(StatusCode, Json<T>), Refusal>;
/// Done, with nothing to say.
type Done = Result<StatusCode, Refusal>;

/// All integrations with their calendars.
#[utoipa::path(get, path = "/calendars", tag = "calendars",
    responses((status = 200, description = "Found.", body = [Integration])))]
pub(super) async fn list(Me(api): Me) -> Answer<Vec<Integration>> {
    Ok(Json(api.calendars().await?))
}

/// Connects a calendar file, a folder of them, or a subscription address.
#[utoipa::path(post, path = "/calendars/connect/ics", tag = "calendars", request_body = ConnectIcs,
    responses((status = 201, description = "Made.", body = Connected), (status = 409, description = "It is connected already."), (status = 502, description = "It cannot be read.")))]
pub(super) async fn connect_ics(Me(api): Me, Body(asked): Body<ConnectIcs>) -> Made<Connected> {
    Ok((StatusCode::CREATED, Json(api.connect_ics(asked).await?)))
}

/// Connects an account on a CalDAV server, or gives one that is connected another password.
#[utoipa::path(post, path = "/calendars/connect/caldav", tag = "calendars", request_body = ConnectCalDav,
    responses((status = 201, description = "Made.", body = Connected), (status = 409, description = "The vault for its password is not open."), (status = 502, description = "It cannot be read.")))]
pub(super) async fn connect_caldav(
    Me(api): Me,
    Body(asked): Body<ConnectCalDav>,
) -> Made<Connected> {
    Ok((StatusCode::CREATED, Json(api.connect_caldav(asked).await?)))
}

/// Connects a sample day to try the app with.
#[utoipa::path(post, path = "/calendars/sample-day", tag = "calendars",
    responses((status = 201, description = "Made.", body = Connected), (status = 409, description = "It is connected already.")))]
pub(super) async fn sample_day(Me(api): Me) -> Made<Connected> {
    Ok((StatusCode::CREATED, Json(api.sample_day().await?)))
}

/// Changes what is chosen for a calendar: on or off, privacy, when it reminds.
#[utoipa::path(put, path = "/calendars/{calendarId}", tag = "calendars", request_body = ChangeCalendar, params(("calendarId" = String, Path)),
    responses((status = 204, description = "Done.")))]
pub(super) async fn change(
    Me(api): Me,
    Path(id): Path<CalendarId>,
    Body(asked): Body<ChangeCalendar>,
) -> Done {
    api.change_calendar(id, asked).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Switches an integration on or off.
#[utoipa::path(put, path = "/calendars/integrations/{integrationId}", tag = "calendars", request_body = SwitchIntegration, params(("integrationId" = String, Path)),
    responses((status = 204, description = "Done.")))]
pub(super) async fn switch_integration(
    Me(api): Me,
    Path(id): Path<IntegrationId>,
    Body(asked): Body<SwitchIntegration>,
) -> Done {
    api.switch_integration(id, asked).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives an account on a CalDAV server another password, which is tried there first.
#[utoipa::path(put, path = "/calendars/integrations/{integrationId}/password", tag = "calendars", request_body = AccountPassword, params(("integrationId" = String, Path)),
    responses((status = 204, description = "Done."), (status = 409, description = "The vault for the password is not open."), (status = 502, description = "The server cannot be asked.")))]
pub(super) async fn change_password(
    Me(api): Me,
    Path(id): Path<IntegrationId>,
    Body(asked): Body<AccountPassword>,
) -> Done {
    api.change_caldav_password(id, asked).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes an integration (by its id) with all that came from it.
#[utoipa::path(delete, path = "/calendars/{calendarId}", tag = "calendars", request_body = RemoveIntegration, params(("calendarId" = String, Path)),
    responses((status = 204, description = "Gone."), (status = 200, description = "Gone; this could not be done beside it.", body = Removed)))]
pub(super) async fn disconnect(
    Me(api): Me,
    Path(id): Path<IntegrationId>,
    Body(asked): Body<RemoveIntegration>,
) -> Result<Response, Refusal> {
    Ok(gone(api.disconnect(id, asked).await?))
}

/// Removes a calendar that its account lists no longer, with all that came from it.
#[utoipa::path(delete, path = "/calendars/gone/{calendarId}", tag = "calendars", params(("calendarId" = String, Path)),
    responses((status = 204, description = "Gone."), (status = 409, description = "Its account lists it, so it would come back.")))]
pub(super) async fn remove_gone(Me(api): Me, Path(id): Path<CalendarId>) -> Done {
    api.remove_gone_calendar(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Nothing where there is nothing to say.
pub(super) fn gone(removed: Removed) -> Response {
    if removed.notices.is_empty() {
        StatusCode::NO_CONTENT.into_response()
    } else {
        Json(removed).into_response()
    }
}
