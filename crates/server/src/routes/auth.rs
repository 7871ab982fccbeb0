//! Registering, signing in and out, the password, sessions and tokens.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use storytime_core::api::Api;
use storytime_types::accounts::{
    Lock, Login, MadeToken, NewPassword, NewToken, Registration, RemovePassword, Session, SignedIn,
};
use storytime_types::profile::{Profile, ProfileChange};
use storytime_types::{ErrorCode, Secret, SessionId, secret};

use crate::access::{Access, Asking, Me};
use crate::body::Body;
use crate::envelope::{Answer, Refusal};
use crate::surface::surface;

/// Done, with nothing to say.
type Done = Result<StatusCode, Refusal>;
/// Something was made.
type Made<T> = Result<(StatusCode, Json<T>), Refusal>;

/// `{"code"}` of the address that `storytime serve` prints.
#[derive(Deserialize)]
pub(super) struct Code {
    code: String,
}

/// A session's token.
#[derive(Serialize)]
pub(super) struct Token {
    #[serde(serialize_with = "secret::sent")]
    token: Secret<String>,
}

pub(super) async fn profile(Me(api): Me) -> Answer<Profile> {
    Ok(Json(api.profile().await?))
}

pub(super) async fn change_profile(
    Me(api): Me,
    Body(change): Body<ProfileChange>,
) -> Answer<Profile> {
    Ok(Json(api.change_profile(change).await?))
}

pub(super) async fn register(
    State(api): State<Api>,
    State(access): State<Access>,
    Asking(caller): Asking,
    headers: HeaderMap,
    Body(asked): Body<Registration>,
) -> Made<SignedIn> {
    let surface = surface(&access, &headers);
    let signed_in = api.register(asked, caller.as_ref(), &surface).await?;
    access.keep(&signed_in.token);
    Ok((StatusCode::CREATED, Json(signed_in)))
}

pub(super) async fn login(
    State(api): State<Api>,
    State(access): State<Access>,
    headers: HeaderMap,
    Body(asked): Body<Login>,
) -> Answer<SignedIn> {
    let signed_in = api.login(asked, &surface(&access, &headers)).await?;
    access.keep(&signed_in.token);
    Ok(Json(signed_in))
}

pub(super) async fn logout(Me(api): Me, State(access): State<Access>) -> Done {
    api.logout().await?;
    access.forget();
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn redeem_code(
    State(api): State<Api>,
    State(access): State<Access>,
    headers: HeaderMap,
    Body(asked): Body<Code>,
) -> Answer<Token> {
    let known = match &access {
        Access::Loopback { code, .. } => code.redeem(&asked.code),
        Access::Owner(_) => false,
    };
    if !known {
        return Err(Refusal::new(
            ErrorCode::Unauthenticated,
            "This code was used already or is an old one: start storytime serve again and open \
             the address that it prints.",
        ));
    }
    let Some(api) = api.unlocked().await? else {
        return Err(Refusal::new(
            ErrorCode::Unauthenticated,
            "A password locks this profile: sign in with it.",
        ));
    };
    let token = api.sign_in(&surface(&access, &headers)).await?.token;
    Ok(Json(Token { token }))
}

pub(super) async fn lock(State(api): State<Api>, State(access): State<Access>) -> Answer<Lock> {
    let is_window = matches!(access, Access::Owner(_));
    Ok(Json(api.lock(is_window).await?))
}

pub(super) async fn set_password(
    Me(api): Me,
    State(access): State<Access>,
    headers: HeaderMap,
    Body(asked): Body<NewPassword>,
) -> Done {
    api.set_password(asked).await?;
    if api.session().is_none() {
        // Who sets the lock is inside.
        let signed_in = api.sign_in(&surface(&access, &headers)).await?;
        access.keep(&signed_in.token);
    }
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn remove_password(Me(api): Me, Body(asked): Body<RemovePassword>) -> Done {
    api.remove_password(asked).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn sessions(Me(api): Me) -> Answer<Vec<Session>> {
    Ok(Json(api.sessions().await?))
}

pub(super) async fn end_session(Me(api): Me, Path(id): Path<SessionId>) -> Done {
    api.end_session(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn end_all_sessions(Me(api): Me, State(access): State<Access>) -> Done {
    api.end_all_sessions().await?;
    access.forget();
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn tokens(Me(api): Me) -> Answer<Vec<Session>> {
    Ok(Json(api.tokens().await?))
}

pub(super) async fn make_token(Me(api): Me, Body(asked): Body<NewToken>) -> Made<MadeToken> {
    Ok((StatusCode::CREATED, Json(api.make_token(asked).await?)))
}
