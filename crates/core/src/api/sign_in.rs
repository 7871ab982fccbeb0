//! Connecting an account at Google or Microsoft: the browser is sent off, comes back with a code, and
//! the account's calendars are read.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use storytime_types::calendars::{CalendarProvider, Connected};
use storytime_types::sign_in::{
    AccountAnswer, ClientId, ConnectAccount, SignInBegun, SignInStage, SignInStatus,
};
use storytime_types::{ApiError, ErrorCode, IntegrationId, Secret};

use super::{Api, not_found};
use crate::calendars::bearer::Bearer;
use crate::calendars::oauth::landing::{EndPage, LandingSite, Returned, Returning};
use crate::calendars::oauth::{
    Answered, Authority, Begun, OAuthError, RegistrationError, Tokens, sign_in,
};
use crate::calendars::source::FoundCalendar;
use crate::calendars::{FetchError, NextTry};
use crate::engine::{
    ImportError, OPEN_MS, SecretError, TOO_LATE, TokenError, between_syncs, connect, sealed_tokens,
    sign_in_failed,
};
use crate::providers;
use crate::store::calendars::{NewAccount, NewCalendar, NewIntegration};
use crate::store::new_id;
use crate::store::oauth::StoredSignIn;
use crate::vault::{Place, Sealed, VaultError};

/// Said where nothing is known of a state: it was never given out, or is used up.
const UNKNOWN: &str = "This sign-in is not known here, or was finished already: begin again.";
const DENIED: &str = "You did not allow it, so nothing was connected.";

/// An account, and what opens it.
struct SignedIn {
    authority: Authority,
    account: String,
    tokens: Tokens,
    found: Vec<FoundCalendar>,
}

impl Api {
    /// Begins a sign-in, or, with the code that a browser was given, finishes it.
    ///
    /// # Errors
    /// `CLIENT_ID_MISSING` where the app is not known to the provider; one sentence where the vault is
    /// shut, the state is not known, the code is no good or the calendars cannot be read.
    pub async fn connect_account(
        &self,
        provider: CalendarProvider,
        asked: ConnectAccount,
        site: &dyn LandingSite,
    ) -> Result<AccountAnswer, ApiError> {
        let authority = Authority::of(provider).ok_or_else(|| not_found("provider"))?;
        match (asked.code, asked.state) {
            (None, None) => {
                let begun = self.begin_sign_in(authority, asked.login_hint.as_deref(), site);
                Ok(AccountAnswer::Begun(begun.await?))
            }
            (Some(code), Some(state)) => {
                let connected = self.finish_by_hand(authority, state, code).await?;
                Ok(AccountAnswer::Connected(connected))
            }
            (code, _) => {
                let missing = if code.is_some() { "state" } else { "code" };
                let why = "must be given, as the browser brought it".to_owned();
                Err(ApiError::invalid([(missing, why)]))
            }
        }
    }

    /// Under which names the app can sign in where.
    ///
    /// # Errors
    /// None so far: what is wrong with a client id is told with it.
    pub async fn client_ids(&self) -> Result<Vec<ClientId>, ApiError> {
        let file = providers::path_in(&self.shared.data_dir);
        let mut all = Vec::new();
        for authority in Authority::ALL {
            let known = self.shared.registration(authority).await;
            all.push(ClientId {
                provider: authority.provider(),
                is_known: known.is_ok(),
                problem: match known {
                    Ok(_) | Err(RegistrationError::NoClient { .. }) => None,
                    Err(error) => Some(error.to_string()),
                },
                file: file.display().to_string(),
            });
        }
        Ok(all)
    }

    /// How a sign-in fares.
    ///
    /// # Errors
    /// When there is no such sign-in, or not any longer.
    pub async fn sign_in_status(&self, state: &str) -> Result<SignInStatus, ApiError> {
        let known = self.shared.sign_ins.status(&self.user, state);
        known.ok_or_else(|| not_found("sign-in"))
    }

    /// Gives a sign-in up: no browser is waited for any longer.
    ///
    /// # Errors
    /// When there is no such sign-in, or not any longer.
    pub async fn cancel_sign_in(&self, state: &str) -> Result<(), ApiError> {
        let taken = self.shared.store.take_sign_in(&self.user, state).await?;
        taken.ok_or_else(|| not_found("sign-in"))?;
        let given_up = sign_in_failed("The sign-in was given up.");
        self.shared.sign_in_ends(state, given_up);
        Ok(())
    }

    async fn begin_sign_in(
        &self,
        authority: Authority,
        hint: Option<&str>,
        site: &dyn LandingSite,
    ) -> Result<SignInBegun, ApiError> {
        let registration = self.shared.registration(authority).await;
        let registration = registration.map_err(of_registration)?;
        let vault = self.shared.open_vault().await?;
        let returning = Arc::new(Return {
            api: self.clone(),
            authority,
        });
        let landing = site.open(authority.loopback_host(), returning).await;
        let landing = landing.map_err(|error| {
            tracing::warn!(%error, "no port is free for a browser");
            let why = "No port of this computer is free for the browser to come back to: end some \
                       programs, then try again.";
            ApiError::new(ErrorCode::Unavailable, why)
        })?;
        let Begun {
            url,
            state,
            verifier,
        } = sign_in::begin(&registration, &landing.redirect, hint).map_err(refused)?;
        let now = self.shared.now();
        let sealed = vault.seal(Place::verifier_of(&state), &verifier)?;
        let kept = StoredSignIn {
            state: state.clone(),
            user: self.user.clone(),
            provider: authority.provider(),
            verifier: sealed.as_str().to_owned(),
            redirect: landing.redirect.clone(),
            expires_at: now.plus_ms(OPEN_MS),
        };
        self.shared.store.keep_sign_in(&kept, now).await?;
        let (shared, user) = (&self.shared, &self.user);
        for earlier in shared.wait_for_browser(user, authority, &state, landing) {
            shared.store.take_sign_in(user, &earlier).await?;
        }
        Ok(SignInBegun {
            auth_url: url.into(),
            state,
        })
    }

    /// As if a browser had brought it. What is begun is brought to its end, whoever waits.
    async fn finish_by_hand(
        &self,
        authority: Authority,
        state: String,
        code: Secret<String>,
    ) -> Result<Connected, ApiError> {
        let api = self.clone();
        let finishing = tokio::spawn(async move {
            let kept = api.taken(authority, &state).await?;
            let outcome = match api.signed_in(authority, kept, code).await {
                Ok(signed_in) => api.keep_signed_in(signed_in).await,
                Err(error) => Err(error),
            };
            api.tell_outcome(&state, &outcome);
            outcome
        });
        finishing.await.map_err(|error| {
            tracing::error!(%error, "a sign-in was broken off");
            ApiError::new(
                ErrorCode::Internal,
                "The sign-in was broken off: try again.",
            )
        })?
    }

    /// A browser came back. Its person is told as soon as they are signed in; their calendars are
    /// read after that.
    async fn browser_returned(&self, authority: Authority, brought: Returned) -> EndPage {
        let Some(state) = brought.state else {
            return failed_page(UNKNOWN);
        };
        let kept = match self.taken(authority, &state).await {
            Ok(kept) => kept,
            Err(error) => return failed_page(&error.message),
        };
        let signed_in = match (brought.code, brought.error) {
            (_, Some(error)) => Err(of_browser(authority, &error)),
            (Some(code), None) => self.signed_in(authority, kept, code).await,
            (None, None) => Err(ApiError::new(ErrorCode::BadRequest, UNKNOWN)),
        };
        match signed_in {
            Ok(signed_in) => {
                let account = signed_in.account.clone();
                self.shared.sign_in_goes_on(&state, &account);
                let api = self.clone();
                tokio::spawn(async move {
                    let outcome = api.keep_signed_in(signed_in).await;
                    api.tell_outcome(&state, &outcome);
                });
                EndPage::SignedIn { authority, account }
            }
            Err(error) => {
                let page = failed_page(&error.message);
                self.tell_outcome(&state, &Err(error));
                page
            }
        }
    }

    /// What was kept of a sign-in, which can be had once.
    async fn taken(&self, authority: Authority, state: &str) -> Result<StoredSignIn, ApiError> {
        let wrong = |why: &str| ApiError {
            message: why.to_owned(),
            ..ApiError::invalid([("state", why.to_owned())])
        };
        let taken = self.shared.store.take_sign_in(&self.user, state).await?;
        match taken {
            Some(kept) if kept.expires_at <= self.shared.now() => Err(wrong(TOO_LATE)),
            Some(kept) if kept.provider == authority.provider() => Ok(kept),
            _ => Err(wrong(UNKNOWN)),
        }
    }

    /// The tokens for a code, and whose calendars they open.
    async fn signed_in(
        &self,
        authority: Authority,
        kept: StoredSignIn,
        code: Secret<String>,
    ) -> Result<SignedIn, ApiError> {
        let registration = self.shared.registration(authority).await;
        let registration = registration.map_err(of_registration)?;
        let sealed = Sealed::parse(&kept.verifier).ok_or(VaultError::Altered)?;
        let vault = self.shared.open_vault().await?;
        let verifier = vault.open(Place::verifier_of(&kept.state), &sealed)?;
        drop(vault);
        let answered = Answered {
            code,
            verifier,
            redirect: kept.redirect,
        };
        let (source, now) = (&self.shared.source, self.shared.now());
        let tokens = source.oauth().exchange(&registration, answered, now).await;
        let tokens = tokens.map_err(refused)?;
        let bearer = Bearer {
            api: registration.api,
            token: tokens.access.clone(),
        };
        let found = source.list(&authority.source(bearer.clone())).await;
        let found = found.map_err(|error| refused(error.into()))?;
        let account = source.oauth().account(authority, &bearer, &found).await;
        Ok(SignedIn {
            authority,
            account: account.map_err(|error| refused(error.into()))?,
            tokens,
            found,
        })
    }

    async fn keep_signed_in(&self, signed_in: SignedIn) -> Result<Connected, ApiError> {
        let (provider, found) = (signed_in.authority.provider(), signed_in.found.len());
        let id = match self.account_before(&signed_in).await? {
            Some(id) => between_syncs(&self.shared, self.sign_in_again(id, &signed_in)).await?,
            None => between_syncs(&self.shared, self.keep_new(signed_in)).await?,
        };
        Ok(self.connected(id, provider, found))
    }

    /// The integration of the same account, where there is one.
    async fn account_before(
        &self,
        signed_in: &SignedIn,
    ) -> Result<Option<IntegrationId>, ApiError> {
        let now = self.shared.now();
        let known = self.shared.store.integrations(&self.user, now).await?;
        let same = known.into_iter().find(|one| {
            let name = one.username.as_deref().unwrap_or_default();
            one.provider == signed_in.authority.provider()
                && name.eq_ignore_ascii_case(&signed_in.account)
        });
        Ok(same.map(|one| one.id))
    }

    async fn sign_in_again(
        &self,
        id: IntegrationId,
        signed_in: &SignedIn,
    ) -> Result<IntegrationId, ApiError> {
        let given = self.shared.give_tokens(&self.user, &id, &signed_in.tokens);
        given.await.map_err(of_token)?;
        self.shared.look_at_calendars();
        Ok(id)
    }

    /// Keeps an account and reads it for the first time; where that fails nothing of it is kept.
    async fn keep_new(&self, signed_in: SignedIn) -> Result<IntegrationId, ApiError> {
        let id = IntegrationId(new_id());
        let vault = self.shared.open_vault().await?;
        let account = NewAccount {
            username: signed_in.account.clone(),
            tokens: sealed_tokens(&vault, &id, &signed_in.tokens)?,
        };
        let new = NewIntegration {
            id: id.clone(),
            provider: signed_in.authority.provider(),
            name: signed_in.account,
            address: String::new(),
            shown_address: None,
            login: None,
            account: Some(account),
            calendars: signed_in.found.iter().map(NewCalendar::from).collect(),
        };
        let me = self.me().await?;
        let kept = connect(&self.shared, &me, &new, &signed_in.found).await;
        kept.map_err(|error| match error {
            ImportError::Store(error) => error.into(),
            error => ApiError::new(ErrorCode::SourceFailed, error.of_refused()),
        })?;
        Ok(id)
    }

    fn tell_outcome(&self, state: &str, outcome: &Result<Connected, ApiError>) {
        let status = match outcome {
            Ok(_) => SignInStatus::at(SignInStage::Connected),
            Err(error) => sign_in_failed(&error.message),
        };
        self.shared.sign_in_ends(state, status);
    }
}

/// Takes browsers that come back, for one profile and authority.
struct Return {
    api: Api,
    authority: Authority,
}

impl Returning for Return {
    fn returned(&self, brought: Returned) -> Pin<Box<dyn Future<Output = EndPage> + Send + '_>> {
        Box::pin(self.api.browser_returned(self.authority, brought))
    }
}

fn failed_page(sentence: &str) -> EndPage {
    EndPage::Failed {
        sentence: sentence.to_owned(),
    }
}

/// Why the browser brought no code (RFC 6749, 4.1.2.1).
fn of_browser(authority: Authority, error: &str) -> ApiError {
    if error == "access_denied" {
        return ApiError::new(ErrorCode::SourceFailed, DENIED);
    }
    let known = error
        .chars()
        .all(|letter| letter.is_ascii_lowercase() || letter == '_');
    let said = if known && error.len() <= 40 {
        error
    } else {
        "no reason that can be read"
    };
    let sentence = format!(
        "{} did not sign you in ({said}): try again, or look at the client id in providers.toml.",
        authority.name()
    );
    ApiError::new(ErrorCode::SourceFailed, sentence)
}

fn of_registration(error: RegistrationError) -> ApiError {
    let code = match error {
        RegistrationError::NoClient { .. } => ErrorCode::ClientIdMissing,
        _ => ErrorCode::Conflict,
    };
    ApiError::new(code, sentence(&error.to_string()))
}

fn refused(error: OAuthError) -> ApiError {
    let text = match &error {
        OAuthError::Fetch(FetchError::AccessDenied { .. }) => {
            format!("{error}: sign in again and leave every box ticked")
        }
        error => error.sentence(NextTry::Yours),
    };
    ApiError::new(ErrorCode::SourceFailed, sentence(&text))
}

fn of_token(error: TokenError) -> ApiError {
    match error {
        TokenError::Secret(SecretError::Store(error)) => error.into(),
        TokenError::Secret(error) => error.into(),
        TokenError::Registration(error) => of_registration(error),
        TokenError::OAuth(error) => refused(error),
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}
