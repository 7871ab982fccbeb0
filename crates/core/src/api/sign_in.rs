//! Connecting an account at Google or Microsoft: the browser is sent off, comes back with a code, and
//! the account's calendars are read.

mod clients;
mod meant;
mod refusals;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use storytime_types::calendars::{CalendarProvider, Connected};
use storytime_types::sign_in::{
    AccountAnswer, ConnectAccount, SignInBegun, SignInStage, SignInStatus,
};
use storytime_types::{ApiError, ErrorCode, IntegrationId, Secret};

use super::{Api, not_found, to_its_end};
use crate::calendars::FetchError;
use crate::calendars::bearer::Bearer;
use crate::calendars::found::MOST_CALENDARS;
use crate::calendars::oauth::landing::{EndPage, LandingSite, Returned, Returning};
use crate::calendars::oauth::{Answered, Authority, Begun, Registration, Tokens, sign_in};
use crate::calendars::source::FoundCalendar;
use crate::engine::{
    FirstRead, InVain, OPEN_MS, Surrendered, TOO_LATE, connect, hold_back, sealed_tokens,
    sign_in_failed, to_connect, while_waited_for,
};
use crate::store::calendars::{NewAccount, NewCalendar, NewIntegration};
use crate::store::new_id;
use crate::store::oauth::StoredSignIn;
use crate::vault::{Place, Sealed, VaultError};
use refusals::{of_browser, of_registration, of_token, refused, unread};

/// Said where nothing is known of a state: it was never given out, or is used up.
const UNKNOWN: &str = "This sign-in is not known here, or was finished already: begin again.";

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
                let meant = (asked.login_hint.as_deref(), asked.integration_id);
                let begun = self.begin_sign_in(authority, meant, site);
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
        (hint, of): (Option<&str>, Option<IntegrationId>),
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
        for earlier in shared.wait_for_browser(user, authority, &state, of, landing) {
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
        to_its_end(async move {
            let kept = api.taken(authority, &state).await?;
            let outcome = match api.signed_in(authority, kept, code).await {
                Ok(signed_in) => api.keep_signed_in(signed_in).await,
                Err(error) => Err(error),
            };
            api.tell_outcome(&state, &outcome);
            outcome
        })
        .await
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
        let (oauth, now) = (self.shared.source.oauth(), self.shared.now());
        let tokens = oauth.exchange(&registration, answered, now).await;
        let tokens = tokens.map_err(refused)?;
        match self.behind(&registration, &tokens).await {
            Ok((account, found)) => {
                self.is_meant(authority, &kept.state, &account).await?;
                Ok(SignedIn {
                    authority,
                    account,
                    tokens,
                    found,
                })
            }
            Err(error) => {
                self.give_back(authority, &tokens).await;
                Err(refused(error.into()))
            }
        }
    }

    /// Whose account tokens open, and its calendars.
    async fn behind(
        &self,
        registration: &Registration,
        tokens: &Tokens,
    ) -> Result<(String, Vec<FoundCalendar>), FetchError> {
        let (source, authority) = (&self.shared.source, registration.authority);
        let bearer = Bearer {
            api: registration.api.clone(),
            token: tokens.access.clone(),
        };
        let address = authority.source(bearer.clone());
        let listing = while_waited_for(&address, source.list(&address)).await?;
        let found = listing.calendars;
        let account = source.oauth().account(authority, &bearer, &found).await?;
        Ok((account, found))
    }

    /// Gives tokens back that are kept nowhere. Not where an account at the same provider is
    /// connected: it may be the same one, and Google then takes back whatever the app has of it.
    async fn give_back(&self, authority: Authority, tokens: &Tokens) {
        let (store, now) = (&self.shared.store, self.shared.now());
        let Ok(known) = store.integrations(&self.user, now).await else {
            return;
        };
        if known.iter().all(|one| one.provider != authority.provider()) {
            let unused = Surrendered::unused(authority, tokens);
            // Nobody has them, and the person is about to hear what went wrong.
            let _ = self.shared.surrender(unused).await;
        }
    }

    async fn keep_signed_in(&self, signed_in: SignedIn) -> Result<Connected, ApiError> {
        let (provider, found) = (
            signed_in.authority.provider(),
            signed_in.found.len().min(MOST_CALENDARS),
        );
        let (id, reading) = self.keep_account_of(signed_in).await?;
        let mut connected = self.connected(id, provider, found);
        if let Some(reading) = reading {
            connected.integration.status = reading.outcome().await.map_err(unread)?;
        }
        Ok(connected)
    }

    /// Keeps an account and begins to read it; one that is connected already is given its tokens.
    async fn keep_account_of(
        &self,
        signed_in: SignedIn,
    ) -> Result<(IntegrationId, Option<FirstRead>), ApiError> {
        let _alone = to_connect(&self.shared).await;
        if let Some(id) = self.account_before(&signed_in).await?
            && self.sign_in_again(&id, &signed_in).await?
        {
            return Ok((id, None));
        }
        let (id, reading) = self.keep_new(signed_in).await?;
        Ok((id, Some(reading)))
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

    /// Gives an account the tokens of another sign-in. Answers whether it is still there.
    async fn sign_in_again(
        &self,
        id: &IntegrationId,
        signed_in: &SignedIn,
    ) -> Result<bool, ApiError> {
        let held_back = hold_back(&self.shared, id).await;
        let given = self.shared.give_tokens(&self.user, id, &signed_in.tokens);
        let is_there = given.await.map_err(of_token)?;
        drop(held_back);
        self.shared.look_at_calendars();
        Ok(is_there)
    }

    /// Keeps an account and begins to read it. One that cannot be read just now is kept with the
    /// reason; what could not be kept is given back.
    async fn keep_new(&self, signed_in: SignedIn) -> Result<(IntegrationId, FirstRead), ApiError> {
        let id = IntegrationId(new_id());
        let kept = self.write_account(&id, &signed_in).await;
        if kept.is_err() && matches!(self.shared.store.tokens_of(&id).await, Ok(None)) {
            self.give_back(signed_in.authority, &signed_in.tokens).await;
        }
        Ok((id, kept?))
    }

    async fn write_account(
        &self,
        id: &IntegrationId,
        signed_in: &SignedIn,
    ) -> Result<FirstRead, ApiError> {
        let vault = self.shared.open_vault().await?;
        let account = NewAccount {
            username: signed_in.account.clone(),
            tokens: sealed_tokens(&vault, id, &signed_in.tokens)?,
        };
        let new = NewIntegration {
            id: id.clone(),
            provider: signed_in.authority.provider(),
            name: signed_in.account.clone(),
            address: String::new(),
            shown_address: None,
            login: None,
            account: Some(account),
            calendars: NewCalendar::all_of(&signed_in.found),
        };
        let me = self.me().await?;
        let found = signed_in.found.clone();
        Ok(connect(&self.shared, me, &new, found, InVain::Kept).await?)
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
