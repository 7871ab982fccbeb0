//! Sign-ins that a browser is expected from, and how they ended: for whoever waits for them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use storytime_types::changes::Change;
use storytime_types::sign_in::{SignInStage, SignInStatus};
use storytime_types::{Instant, IntegrationId, UserId};
use tokio::sync::Notify;

use super::Shared;
use crate::calendars::oauth::Authority;
use crate::calendars::oauth::landing::Landing;
use crate::clock::Clock;

/// The browser may come for so long, in milliseconds: 10 minutes.
pub(crate) const OPEN_MS: i64 = 10 * Instant::MINUTE;
/// How one ended is told for so long, in milliseconds.
const TOLD_MS: i64 = 10 * Instant::MINUTE;

/// Said of one that took too long.
pub(crate) const TOO_LATE: &str =
    "The sign-in was not finished within 10 minutes, so it was given up: begin again.";

/// All sign-ins since the start, by their state.
#[derive(Default)]
pub(crate) struct SignIns(Mutex<HashMap<String, SignIn>>);

struct SignIn {
    user: UserId,
    authority: Authority,
    status: SignInStatus,
    /// What is connected again by it, where something is.
    of: Option<IntegrationId>,
    /// Until when it is of interest.
    until: Instant,
    /// Where the browser comes back to, as long as it is waited for.
    landing: Option<Landing>,
    /// It is waited for no longer.
    over: Arc<Notify>,
}

impl SignIns {
    fn all(&self) -> MutexGuard<'_, HashMap<String, SignIn>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How one fares.
    pub(crate) fn status(&self, user: &UserId, state: &str) -> Option<SignInStatus> {
        let all = self.all();
        let found = all.get(state).filter(|one| one.user == *user);
        found.map(|one| one.status.clone())
    }

    /// What is connected again by one, where something is.
    pub(crate) fn of(&self, user: &UserId, state: &str) -> Option<IntegrationId> {
        let all = self.all();
        let found = all.get(state).filter(|one| one.user == *user)?;
        found.of.clone()
    }

    /// No browser is waited for any longer.
    pub(super) fn end_all(&self) {
        self.all().clear();
    }

    fn forget_old(&self, now: Instant) {
        self.all().retain(|_, one| one.until > now);
    }
}

impl Shared {
    /// Waits for a browser, to connect `of` again where that is given; whoever the same profile waited for at the same authority is not waited
    /// for any longer. Answers the states of those.
    pub(crate) fn wait_for_browser(
        self: &Arc<Self>,
        user: &UserId,
        authority: Authority,
        state: &str,
        of: Option<IntegrationId>,
        landing: Landing,
    ) -> Vec<String> {
        let now = self.now();
        self.sign_ins.forget_old(now);
        let over = Arc::new(Notify::new());
        let new = SignIn {
            user: user.clone(),
            authority,
            status: SignInStatus::at(SignInStage::Waiting),
            of,
            until: now.plus_ms(OPEN_MS + TOLD_MS),
            landing: Some(landing),
            over: Arc::clone(&over),
        };
        let earlier = self.waiting_of(user, authority);
        self.sign_ins.all().insert(state.to_owned(), new);
        for one in &earlier {
            self.sign_in_ends(one, failed("Another sign-in was begun after this one."));
        }
        let waiting = Waiting {
            shared: Arc::downgrade(self),
            clock: Arc::clone(&self.clock),
            state: state.to_owned(),
            until: now.plus_ms(OPEN_MS),
        };
        tokio::spawn(async move {
            tokio::select! {
                () = over.notified() => {}
                () = waiting.is_over() => waiting.give_up(),
            }
        });
        earlier
    }

    fn waiting_of(&self, user: &UserId, authority: Authority) -> Vec<String> {
        let all = self.sign_ins.all();
        let same = all.iter().filter(|(_, one)| {
            one.user == *user && one.authority == authority && one.landing.is_some()
        });
        same.map(|(state, _)| state.clone()).collect()
    }

    /// The browser has come: the calendars are read now, and no other is waited for.
    pub(crate) fn sign_in_goes_on(&self, state: &str, account: &str) {
        let reading = SignInStatus {
            account: Some(account.to_owned()),
            ..SignInStatus::at(SignInStage::Reading)
        };
        self.sign_in_ends(state, reading);
    }

    /// No browser is waited for any longer, and this is how it went.
    pub(crate) fn sign_in_ends(&self, state: &str, status: SignInStatus) {
        if let Some(one) = self.sign_ins.all().get_mut(state) {
            one.status = status;
            one.landing = None;
            one.over.notify_one();
        }
        self.tell(Change::Sync);
    }
}

/// It came to nothing, for this reason.
pub(crate) fn failed(sentence: &str) -> SignInStatus {
    SignInStatus {
        error: Some(sentence.to_owned()),
        ..SignInStatus::at(SignInStage::Failed)
    }
}

/// One that a browser is expected from.
struct Waiting {
    shared: Weak<Shared>,
    clock: Arc<dyn Clock>,
    state: String,
    until: Instant,
}

impl Waiting {
    async fn is_over(&self) {
        while self.clock.now() < self.until {
            self.clock.wait_until(self.until).await;
        }
    }

    /// What is left of it in the database is no good from then on, and is swept at night.
    fn give_up(&self) {
        if let Some(shared) = self.shared.upgrade() {
            shared.sign_in_ends(&self.state, failed(TOO_LATE));
        }
    }
}
