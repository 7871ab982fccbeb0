//! Registering, signing in and out, the password, sessions and tokens.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use storytime_core::api::{Api, Newcomer};
use storytime_types::accounts::{
    Code, Lock, Login, MadeToken, NewEmail, NewPassword, NewToken, Registration, RemovePassword,
    Session, SignedIn,
};
use storytime_types::profile::{Profile, ProfileChange};
use storytime_types::{ErrorCode, Secret, SessionId, secret};
use tokio::time::{Instant, sleep_until};
use utoipa::ToSchema;

use crate::access::{Access, Asking, Me};
use crate::body::{Body, Form};
use crate::envelope::{Answer, Refusal};
use crate::limits::Counting;
use crate::local_api::Offer;
use crate::surface::surface;

/// Done, with nothing to say.
type Done = Result<StatusCode, Refusal>;
/// Something was made.
type Made<T> = Result<(StatusCode, Json<T>), Refusal>;

/// So long a refused sign-in takes at least: whether a password was compared, or had to wait because
/// of others, tells nobody which addresses have an account.
const REFUSED_AFTER: Duration = Duration::from_millis(200);

/// A session's token.
#[derive(Serialize, ToSchema)]
pub(super) struct Token {
    #[serde(serialize_with = "secret::sent")]
    #[schema(value_type = String)]
    token: Secret<String>,
}

/// Who you are.
#[utoipa::path(get, path = "/auth/me", tag = "profile",
    responses((status = 200, description = "Found.", body = Profile)))]
pub(super) async fn profile(Me(api): Me) -> Answer<Profile> {
    Ok(Json(api.profile().await?))
}

/// The profile.
#[utoipa::path(get, path = "/user/profile", tag = "profile",
    responses((status = 200, description = "Found.", body = Profile)))]
pub(super) async fn profile_again(me: Me) -> Answer<Profile> {
    profile(me).await
}

/// Changes some fields of the profile.
#[utoipa::path(put, path = "/user/profile", tag = "profile", request_body = ProfileChange,
    responses((status = 200, description = "Done.", body = Profile)))]
pub(super) async fn change_profile(Me(api): Me, form: Form<ProfileChange>) -> Answer<Profile> {
    let change = form.checked(Api::wrong_in_change)?;
    Ok(Json(api.change_profile(change).await?))
}

/// Makes an account. The first one adopts the local profile, while nobody has it yet, and ends the
/// profile's other sessions.
#[utoipa::path(post, path = "/auth/register", tag = "sign-in", request_body = Registration,
    responses((status = 201, description = "Made.", body = SignedIn), (status = 401, description = "Only who is inside may take over the calendars that are here."), (status = 403, description = "Only this computer's own profile can register others, and no script's token."), (status = 409, description = "The address belongs to another account.")))]
pub(super) async fn register(
    State(api): State<Api>,
    State(access): State<Access>,
    State(offer): State<Offer>,
    State(counting): State<Counting>,
    Asking(caller): Asking,
    headers: HeaderMap,
    form: Form<Registration>,
) -> Made<SignedIn> {
    let asked = form.checked(Api::wrong_in_registration)?;
    if caller.is_none() {
        counting.may_register().await?;
    }
    let surface = surface(&access, &headers);
    let newcomer = Newcomer {
        caller: caller.as_ref(),
        is_person: matches!(access, Access::Owner(_)),
        registration: offer.registration(),
    };
    let signed_in = api.register(asked, newcomer, &surface).await?;
    if caller.is_none() {
        counting.registered().await;
    }
    access.keep(&signed_in.token);
    Ok((StatusCode::CREATED, Json(signed_in)))
}

/// Signs in: answers a token.
#[utoipa::path(post, path = "/auth/login", tag = "sign-in", request_body = Login,
    responses((status = 200, description = "Done.", body = SignedIn), (status = 401, description = "Address or password is wrong.")))]
pub(super) async fn login(
    State(api): State<Api>,
    State(access): State<Access>,
    headers: HeaderMap,
    Body(asked): Body<Login>,
) -> Answer<SignedIn> {
    let begun = Instant::now();
    let surface = surface(&access, &headers);
    let answer = api.login(asked, access.door(), &surface).await;
    if answer.is_err() && matches!(access, Access::Loopback { .. }) {
        sleep_until(begun + REFUSED_AFTER).await;
    }
    let signed_in = answer?;
    access.keep(&signed_in.token);
    Ok(Json(signed_in))
}

/// Ends this session.
#[utoipa::path(post, path = "/auth/logout", tag = "sign-in",
    responses((status = 204, description = "Done.")))]
pub(super) async fn logout(Me(api): Me, State(access): State<Access>) -> Done {
    api.logout().await?;
    access.forget();
    Ok(StatusCode::NO_CONTENT)
}

/// Signs a browser in with the one-time code that `storytime serve` prints.
#[utoipa::path(post, path = "/auth/code", tag = "sign-in", request_body = Code,
    responses((status = 200, description = "Done.", body = Token), (status = 401, description = "The code is used up or an old one, or a password is set.")))]
pub(super) async fn redeem_code(
    State(api): State<Api>,
    State(access): State<Access>,
    State(offer): State<Offer>,
    headers: HeaderMap,
    Body(asked): Body<Code>,
) -> Answer<Token> {
    if matches!(offer, Offer::Switched(_)) {
        return Err(Refusal::new(
            ErrorCode::Unauthenticated,
            "No codes are given out here: send Authorization: Bearer with a token that was made in \
             Settings under Local API, or sign in with a password.",
        ));
    }
    let known = match &access {
        Access::Loopback { code, .. } => code.redeem(asked.code.expose()),
        Access::Owner(_) => false,
    };
    if !known {
        return Err(Refusal::new(
            ErrorCode::Unauthenticated,
            "This address works once and was used already, or is an old one: run storytime address \
             in a terminal (with the --data-dir of storytime serve, if it has one), and open what it \
             prints.",
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

/// Makes a one-time code that signs another browser in to the local profile.
#[utoipa::path(post, path = "/auth/codes", tag = "sign-in",
    responses((status = 201, description = "Made; the code before is void.", body = Code), (status = 403, description = "A script's token makes none, nor does any other profile than this computer's own."), (status = 409, description = "A password is asked for instead, or this is the app's own window.")))]
pub(super) async fn make_code(Me(api): Me, State(access): State<Access>) -> Made<Code> {
    api.owner_in_person("A code lets into the profile of this computer: only that one makes it.")
        .await?;
    let Access::Loopback { code, .. } = &access else {
        let message = "The app's own window needs no code.";
        return Err(Refusal::new(ErrorCode::Conflict, message));
    };
    if api.unlocked().await?.is_none() {
        let message = "A password locks the local profile: sign in with it.";
        return Err(Refusal::new(ErrorCode::Conflict, message));
    }
    let code = code.issue().map_err(|error| {
        tracing::error!(%error, "no random numbers");
        Refusal::new(
            ErrorCode::Internal,
            "No code could be made; the log says why.",
        )
    })?;
    let code = Secret::new(code);
    Ok((StatusCode::CREATED, Json(Code { code })))
}

/// Whether a password is asked for.
#[utoipa::path(get, path = "/auth/lock", tag = "sign-in",
    responses((status = 200, description = "Found.", body = Lock)))]
pub(super) async fn lock(State(api): State<Api>, State(access): State<Access>) -> Answer<Lock> {
    let is_window = matches!(access, Access::Owner(_));
    Ok(Json(api.lock(is_window).await?))
}

/// Changes the address that one signs in with; every session stays.
#[utoipa::path(put, path = "/auth/email", tag = "sign-in", request_body = NewEmail,
    responses((status = 200, description = "Done.", body = Profile), (status = 403, description = "A script's token changes none."), (status = 409, description = "Another account has the address.")))]
pub(super) async fn change_email(Me(api): Me, Body(asked): Body<NewEmail>) -> Answer<Profile> {
    Ok(Json(api.change_email(asked).await?))
}

/// Sets a password, or another one, and ends every other session.
#[utoipa::path(put, path = "/auth/password", tag = "sign-in", request_body = NewPassword,
    responses((status = 204, description = "Done; everybody else is signed out."), (status = 403, description = "A script's token changes none."), (status = 409, description = "It cannot be set here.")))]
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

/// Removes the password, and with it the lock; every other session ends.
#[utoipa::path(delete, path = "/auth/password", tag = "sign-in", request_body = RemovePassword,
    responses((status = 204, description = "Done; everybody else is signed out."), (status = 403, description = "A script's token removes none, and no other profile than this computer's own can be without one."), (status = 409, description = "It was changed meanwhile.")))]
pub(super) async fn remove_password(Me(api): Me, Body(asked): Body<RemovePassword>) -> Done {
    api.remove_password(asked).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is signed in, and since when.
#[utoipa::path(get, path = "/auth/sessions", tag = "sessions",
    responses((status = 200, description = "Found.", body = [Session])))]
pub(super) async fn sessions(Me(api): Me) -> Answer<Vec<Session>> {
    Ok(Json(api.sessions().await?))
}

/// Ends a session, or revokes a token.
#[utoipa::path(delete, path = "/auth/sessions/{id}", tag = "sessions", params(("id" = String, Path)),
    responses((status = 204, description = "Done.")))]
pub(super) async fn end_session(Me(api): Me, Path(id): Path<SessionId>) -> Done {
    api.end_session(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signs out everywhere.
#[utoipa::path(delete, path = "/auth/sessions", tag = "sessions",
    responses((status = 204, description = "Done.")))]
pub(super) async fn end_all_sessions(Me(api): Me, State(access): State<Access>) -> Done {
    api.end_all_sessions().await?;
    access.forget();
    Ok(StatusCode::NO_CONTENT)
}

/// The tokens of scripts: their names, and when they were used last.
#[utoipa::path(get, path = "/auth/tokens", tag = "sessions",
    responses((status = 200, description = "Found.", body = [Session])))]
pub(super) async fn tokens(Me(api): Me) -> Answer<Vec<Session>> {
    Ok(Json(api.tokens().await?))
}

/// Makes a token for a script. It is answered this once.
#[utoipa::path(post, path = "/auth/tokens", tag = "sessions", request_body = NewToken,
    responses((status = 201, description = "Made.", body = MadeToken), (status = 403, description = "A script's token makes no others."), (status = 409, description = "There are too many.")))]
pub(super) async fn make_token(Me(api): Me, Body(asked): Body<NewToken>) -> Made<MadeToken> {
    Ok((StatusCode::CREATED, Json(api.make_token(asked).await?)))
}
