//! The profile, and signing a browser in.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use storytime_core::api::Api;
use storytime_types::ErrorCode;
use storytime_types::profile::{Profile, ProfileChange};

use crate::access::Access;
use crate::body::Body;
use crate::envelope::{Answer, Refusal};
use crate::secret::new_token;

/// `{"code"}` of the address that `storytime serve` prints.
#[derive(Deserialize)]
pub(super) struct Code {
    code: String,
}

/// A session's token.
#[derive(Serialize)]
pub(super) struct Token {
    token: String,
}

pub(super) async fn profile(State(api): State<Api>) -> Answer<Profile> {
    Ok(Json(api.profile().await?))
}

pub(super) async fn change_profile(
    State(api): State<Api>,
    Body(change): Body<ProfileChange>,
) -> Answer<Profile> {
    Ok(Json(api.change_profile(change).await?))
}

pub(super) async fn redeem_code(
    State(api): State<Api>,
    State(access): State<Access>,
    Body(asked): Body<Code>,
) -> Answer<Token> {
    let known = match access {
        Access::Loopback { code, .. } => code.redeem(&asked.code),
        Access::Owner => false,
    };
    if !known {
        return Err(Refusal::new(
            ErrorCode::Unauthenticated,
            "This code was used already or is an old one: start storytime serve again and open \
             the address that it prints.",
        ));
    }
    let token = new_token().map_err(|error| {
        tracing::error!(%error, "no random numbers");
        Refusal::new(
            ErrorCode::Internal,
            "No token could be made; the log says why.",
        )
    })?;
    api.open_session(&token, "browser").await?;
    Ok(Json(Token { token }))
}
