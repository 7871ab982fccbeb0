//! Signing in at Google and Microsoft.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use storytime_core::api::Api;
use storytime_types::calendars::CalendarProvider;
use storytime_types::sign_in::{
    AccountAnswer, ClientId, ConnectAccount, SignInStatus, WriteClientId,
};

use crate::access::Me;
use crate::body::Body;
use crate::envelope::{Answer, Refusal};
use crate::landing::LoopbackLanding;

type Answered = Result<(StatusCode, Json<AccountAnswer>), Refusal>;

/// Begins a sign-in at Google, or finishes one by hand.
#[utoipa::path(post, path = "/calendars/connect/google", tag = "calendars", request_body = ConnectAccount,
    responses((status = 200, description = "Begun.", body = AccountAnswer), (status = 201, description = "Made.", body = AccountAnswer), (status = 409, description = "The app has no client id there, or the vault is not open."), (status = 502, description = "It refused, or cannot be read.")))]
pub(super) async fn connect_google(Me(api): Me, Body(asked): Body<ConnectAccount>) -> Answered {
    connect(&api, CalendarProvider::Google, asked).await
}

/// Begins a sign-in at Microsoft, or finishes one by hand.
#[utoipa::path(post, path = "/calendars/connect/microsoft", tag = "calendars", request_body = ConnectAccount,
    responses((status = 200, description = "Begun.", body = AccountAnswer), (status = 201, description = "Made.", body = AccountAnswer), (status = 409, description = "The app has no client id there, or the vault is not open."), (status = 502, description = "It refused, or cannot be read.")))]
pub(super) async fn connect_microsoft(Me(api): Me, Body(asked): Body<ConnectAccount>) -> Answered {
    connect(&api, CalendarProvider::Microsoft, asked).await
}

async fn connect(api: &Api, provider: CalendarProvider, asked: ConnectAccount) -> Answered {
    let answer = api
        .connect_account(provider, asked, &LoopbackLanding)
        .await?;
    let status = match &answer {
        AccountAnswer::Begun(_) => StatusCode::OK,
        AccountAnswer::Connected(_) => StatusCode::CREATED,
    };
    Ok((status, Json(answer)))
}

/// Under which names the app can sign in where.
#[utoipa::path(get, path = "/calendars/client-ids", tag = "calendars",
    responses((status = 200, description = "Found.", body = [ClientId])))]
pub(super) async fn client_ids(Me(api): Me) -> Answer<Vec<ClientId>> {
    Ok(Json(api.client_ids().await?))
}

/// Writes down under which name the app signs in at a provider.
#[utoipa::path(put, path = "/calendars/client-ids", tag = "calendars", request_body = WriteClientId,
    responses((status = 200, description = "Written down.", body = [ClientId]), (status = 409, description = "The file cannot be understood or written.")))]
pub(super) async fn write_client_id(
    Me(api): Me,
    Body(asked): Body<WriteClientId>,
) -> Answer<Vec<ClientId>> {
    Ok(Json(api.write_client_id(asked).await?))
}

/// How a sign-in fares.
#[utoipa::path(get, path = "/calendars/sign-ins/{state}", tag = "calendars", params(("state" = String, Path)),
    responses((status = 200, description = "Found.", body = SignInStatus)))]
pub(super) async fn status(Me(api): Me, Path(state): Path<String>) -> Answer<SignInStatus> {
    Ok(Json(api.sign_in_status(&state).await?))
}

/// Gives a sign-in up: no browser is waited for any longer.
#[utoipa::path(delete, path = "/calendars/sign-ins/{state}", tag = "calendars", params(("state" = String, Path)),
    responses((status = 204, description = "Given up.")))]
pub(super) async fn cancel(Me(api): Me, Path(state): Path<String>) -> Result<StatusCode, Refusal> {
    api.cancel_sign_in(&state).await?;
    Ok(StatusCode::NO_CONTENT)
}
