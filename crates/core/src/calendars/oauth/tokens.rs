//! Tokens: given for a code, renewed, and given back.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};
use oauth2::basic::{BasicErrorResponse, BasicTokenResponse, BasicTokenType};
use oauth2::{RefreshToken, RequestTokenError, TokenResponse as _};
use serde::Deserialize;
use storytime_types::{Instant, Secret};
use url::form_urlencoded;

use super::error::Asked;
use super::registration::Registration;
use super::sender::{Form, post};
use super::{OAuth, OAuthError};
use crate::calendars::FetchError;
use crate::calendars::redacted::redacted;

/// Of a token that does not say how long it lasts, in milliseconds. One that ends sooner is refused,
/// and then renewed.
const USUAL_LIFE_MS: i64 = Instant::HOUR;
/// No token is believed to last longer without being renewed, in milliseconds.
const LONGEST_LIFE_MS: i64 = Instant::DAY;

/// What opens an account's calendars.
#[derive(Debug)]
pub struct Tokens {
    /// For the API.
    pub access: Secret<String>,
    /// For the next access token; none where the one before stays good.
    pub refresh: Option<Secret<String>>,
    /// When the access token ends.
    pub expires_at: Instant,
}

impl OAuth {
    /// New tokens for a refresh token.
    ///
    /// # Errors
    /// [`OAuthError::Ended`] where it is good no longer; else what kept the server from answering.
    pub async fn refresh(
        &self,
        registration: &Registration,
        refresh: &Secret<String>,
        now: Instant,
    ) -> Result<Tokens, OAuthError> {
        let client = registration.client();
        let sender = self.sender(registration)?;
        let token = RefreshToken::new(refresh.expose().clone());
        let asked = client.exchange_refresh_token(&token);
        let answer = asked.request_async(&sender).await;
        taken(registration, Asked::Refresh, answer, now)
    }

    /// Gives a token back, where there is a place for that (RFC 7009).
    ///
    /// # Errors
    /// When the server could not be reached, or does not say that the token is good no longer.
    pub async fn revoke(
        &self,
        registration: &Registration,
        token: &Secret<String>,
    ) -> Result<(), OAuthError> {
        let Some(url) = &registration.revoke_url else {
            return Ok(());
        };
        let form = revocation(registration, token);
        let (status, body) = post(self.http.get()?, url, &form).await?;
        let refusal: Option<Refusal> = serde_json::from_slice(&body).ok();
        let word = refusal.map(|refusal| refusal.error).unwrap_or_default();
        // By RFC 7009 (2.2) an unknown token is a success; Google says instead that it is unknown.
        if status.is_success() || word == "invalid_token" {
            return Ok(());
        }
        Err(OAuthError::refusal(
            registration.authority,
            Asked::Revocation,
            &word,
            None,
        ))
    }
}

/// Why a token is not taken back (RFC 7009, 2.2.1).
#[derive(Default, Deserialize)]
struct Refusal {
    error: String,
}

/// What gives a token back. Google wants the token alone and overlooks the rest; whoever goes by
/// RFC 7009 (2.1) wants to know who gives it back.
fn revocation(registration: &Registration, token: &Secret<String>) -> Form {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("token", token.expose());
    form.append_pair("client_id", &registration.client_id);
    if let Some(secret) = &registration.client_secret {
        form.append_pair("client_secret", secret.expose());
    }
    let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
    Form {
        headers: HeaderMap::from_iter([(CONTENT_TYPE, kind)]),
        body: form.finish().into_bytes(),
    }
}

pub(super) type Answer =
    Result<BasicTokenResponse, RequestTokenError<FetchError, BasicErrorResponse>>;

/// What a token endpoint gave.
pub(super) fn taken(
    registration: &Registration,
    asked: Asked,
    answer: Answer,
    now: Instant,
) -> Result<Tokens, OAuthError> {
    let authority = registration.authority;
    // The library's own words may hold the body, and the body tokens.
    let not_understood = || OAuthError::NotUnderstood {
        place: redacted(&registration.token_url),
    };
    let answer = answer.map_err(|error| match error {
        RequestTokenError::ServerResponse(said) => {
            let words = said.error_description().map(String::as_str);
            OAuthError::refusal(authority, asked, said.error().as_ref(), words)
        }
        RequestTokenError::Request(error) => error.into(),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => not_understood(),
    })?;
    if *answer.token_type() != BasicTokenType::Bearer || answer.access_token().secret().is_empty() {
        return Err(not_understood());
    }
    // Without a word about them, those that were asked for were granted (RFC 6749, 5.1).
    if let Some(granted) = answer.scopes() {
        let granted: Vec<&str> = granted.iter().map(|scope| scope.as_str()).collect();
        let missing = authority.missing(&granted);
        if !missing.is_empty() {
            tracing::info!(?missing, "not everything was granted");
            return Err(OAuthError::MissingScopes { authority });
        }
    }
    let refresh = answer.refresh_token().map(|token| token.secret().clone());
    Ok(Tokens {
        access: Secret::new(answer.access_token().secret().clone()),
        refresh: refresh.filter(|token| !token.is_empty()).map(Secret::new),
        expires_at: now.plus_ms(life_ms(&answer)),
    })
}

fn life_ms(answer: &BasicTokenResponse) -> i64 {
    let said = answer.expires_in().map(|life| life.as_millis());
    said.map_or(USUAL_LIFE_MS, |life| {
        i64::try_from(life)
            .unwrap_or(LONGEST_LIFE_MS)
            .min(LONGEST_LIFE_MS)
    })
}
