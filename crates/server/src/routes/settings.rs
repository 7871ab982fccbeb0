//! Settings of the API itself.

use axum::Json;
use axum::extract::State;
use storytime_types::rest::{Limits, LimitsChange, LocalApi, LocalApiChange, RegistrationChoice};

use crate::access::Me;
use crate::body::Body;
use crate::envelope::Answer;
use crate::local_api::Offer;

/// How often the API may be called.
#[utoipa::path(get, path = "/settings/limits", tag = "settings",
    responses((status = 200, description = "Found.", body = Limits)))]
pub(super) async fn limits(Me(api): Me) -> Answer<Limits> {
    Ok(Json(api.limits().await?))
}

/// Changes how often the API may be called; what was counted so far is forgotten.
#[utoipa::path(put, path = "/settings/limits", tag = "settings", request_body = LimitsChange,
    responses((status = 200, description = "Done.", body = Limits)))]
pub(super) async fn change_limits(Me(api): Me, Body(change): Body<LimitsChange>) -> Answer<Limits> {
    Ok(Json(api.change_limits(change).await?))
}

/// Whether the app lets scripts and browsers in on 127.0.0.1.
#[utoipa::path(get, path = "/settings/local-api", tag = "settings",
    responses((status = 200, description = "Found.", body = LocalApi)))]
pub(super) async fn local_api(State(offer): State<Offer>) -> Answer<LocalApi> {
    Ok(Json(offer.state().await?))
}

/// Lets scripts and browsers in on 127.0.0.1, or no longer.
#[utoipa::path(put, path = "/settings/local-api", tag = "settings", request_body = LocalApiChange,
    responses((status = 200, description = "Done.", body = LocalApi),
        (status = 409, description = "The port is taken, or it cannot be switched here.")))]
pub(super) async fn change_local_api(
    Me(api): Me,
    State(offer): State<Offer>,
    Body(change): Body<LocalApiChange>,
) -> Answer<LocalApi> {
    Ok(Json(offer.change(&api, change).await?))
}

/// Whether anybody who reaches 127.0.0.1 may make a profile.
#[utoipa::path(get, path = "/settings/registration", tag = "settings",
    responses((status = 200, description = "Found.", body = RegistrationChoice)))]
pub(super) async fn registration(
    Me(api): Me,
    State(offer): State<Offer>,
) -> Answer<RegistrationChoice> {
    Ok(Json(api.registration(offer.registration()).await?))
}

/// Lets anybody make a profile, or nobody but this computer's own profile.
#[utoipa::path(put, path = "/settings/registration", tag = "settings", request_body = RegistrationChoice,
    responses((status = 200, description = "Done.", body = RegistrationChoice)))]
pub(super) async fn change_registration(
    Me(api): Me,
    Body(choice): Body<RegistrationChoice>,
) -> Answer<RegistrationChoice> {
    Ok(Json(api.choose_registration(choice).await?))
}
