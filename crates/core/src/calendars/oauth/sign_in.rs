//! A sign-in: the address to send the browser to, and what its answer is exchanged for.

use std::borrow::Cow;

use oauth2::{
    AuthorizationCode, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
};
use storytime_types::{Instant, Secret};
use url::Url;

use super::error::Asked;
use super::registration::Registration;
use super::tokens::{Tokens, taken};
use super::{OAuth, OAuthError};

/// A sign-in that waits for the browser.
#[derive(Debug)]
pub struct Begun {
    /// Where the person signs in.
    pub url: Url,
    /// What the browser brings back with the code: it tells one sign-in from another, and ours from
    /// what anybody else sends (RFC 6749, 10.12).
    pub state: String,
    /// What only we know of it (RFC 7636).
    pub verifier: Secret<String>,
}

/// What a sign-in is exchanged for tokens with.
#[derive(Debug)]
pub struct Answered {
    /// The code that the browser brought.
    pub code: Secret<String>,
    /// Of [`Begun`].
    pub verifier: Secret<String>,
    /// Where the browser was sent back to, letter for letter.
    pub redirect: String,
}

/// Begins a sign-in, with the browser sent back to `redirect`; `hint` is the account's address, where
/// it is known.
///
/// # Errors
/// [`OAuthError::NotUnderstood`] where `redirect` is no address.
pub fn begin(
    registration: &Registration,
    redirect: &str,
    hint: Option<&str>,
) -> Result<Begun, OAuthError> {
    let authority = registration.authority;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let client = registration.client();
    let scopes = authority.scopes().iter().copied();
    let scopes = scopes.chain(authority.scope_for_staying());
    let mut request = client
        .authorize_url(CsrfToken::new_random)
        .add_scopes(scopes.map(|scope| Scope::new(scope.to_owned())))
        .set_pkce_challenge(challenge)
        .set_redirect_uri(Cow::Owned(redirect_url(redirect)?));
    for (name, value) in authority.manners() {
        request = request.add_extra_param(*name, *value);
    }
    if let Some(hint) = hint {
        request = request.add_extra_param("login_hint", hint.to_owned());
    }
    let (url, state) = request.url();
    Ok(Begun {
        url,
        state: state.secret().clone(),
        verifier: Secret::new(verifier.secret().clone()),
    })
}

impl OAuth {
    /// The tokens for a code, with a refresh token among them.
    ///
    /// # Errors
    /// When the code is no good, the person left a box unticked, or the server does not answer.
    pub async fn exchange(
        &self,
        registration: &Registration,
        answered: Answered,
        now: Instant,
    ) -> Result<Tokens, OAuthError> {
        let client = registration.client();
        let sender = self.sender(registration)?;
        let verifier = PkceCodeVerifier::new(answered.verifier.expose().clone());
        let asked = client
            .exchange_code(AuthorizationCode::new(answered.code.expose().clone()))
            .set_pkce_verifier(verifier)
            .set_redirect_uri(Cow::Owned(redirect_url(&answered.redirect)?));
        let answer = asked.request_async(&sender).await;
        let tokens = taken(registration, Asked::Code, answer, now)?;
        match tokens.refresh {
            Some(_) => Ok(tokens),
            None => Err(OAuthError::NotLasting {
                authority: registration.authority,
            }),
        }
    }
}

fn redirect_url(redirect: &str) -> Result<RedirectUrl, OAuthError> {
    RedirectUrl::new(redirect.to_owned()).map_err(|_| OAuthError::NotUnderstood {
        place: redirect.to_owned(),
    })
}
