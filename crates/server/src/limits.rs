//! How often the API may be called on 127.0.0.1.
//!
//! Each kind of call has a sliding window: so many in any stretch of so long. A token's calls are
//! counted under that token; what is refused for want of a valid one is counted together, so that
//! guessing neither fills the memory nor keeps anybody else out. Wrong passwords are counted where
//! they are compared (`Throttle`), by account.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};
use storytime_core::api::Api;
use storytime_core::clock::Clock;
use storytime_types::rest::Limits;
use storytime_types::{ApiError, ErrorCode, Instant};

use crate::access::{Access, bearer};
use crate::envelope::Refusal;
use crate::sliding_window::SlidingWindow;

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Making an account without being signed in.
    Registration,
    /// Asking for a sync.
    Sync,
    /// What may cost money at an AI provider.
    Ai,
    /// Everything else.
    Other,
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Caller {
    /// Nobody that is known.
    Stranger,
    /// Whoever holds the token with this hash.
    Holder([u8; 32]),
}

impl Caller {
    /// Of a call that was let in.
    fn of(headers: &HeaderMap) -> Self {
        bearer(headers).map_or(Self::Stranger, |token| {
            Self::Holder(Sha256::digest(token).into())
        })
    }
}

/// Time that only goes forwards: while the clock is set back it stands still, so that nobody is kept
/// out until the old time comes again.
#[derive(Clone)]
struct Forwards {
    clock: Arc<dyn Clock>,
    passed: Arc<Mutex<(Instant, Duration)>>,
}

impl Forwards {
    fn of(clock: Arc<dyn Clock>) -> Self {
        let passed = Arc::new(Mutex::new((clock.now(), Duration::ZERO)));
        Self { clock, passed }
    }
}

impl Forwards {
    /// How much of it has passed so far.
    fn passed(&self) -> Duration {
        let now = self.clock.now();
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, so_far) = *passed;
        let gone = u64::try_from(now.ms_since(before)).unwrap_or_default();
        *passed = (now, so_far.saturating_add(Duration::from_millis(gone)));
        passed.1
    }
}

/// What was taken under some limits.
struct Taken {
    limits: Limits,
    registrations: SlidingWindow<Caller>,
    syncs: SlidingWindow<Caller>,
    ai: SlidingWindow<Caller>,
    others: SlidingWindow<Caller>,
}

impl Taken {
    fn none(limits: Limits) -> Self {
        let in_minutes =
            |most, minutes: u64| SlidingWindow::new(most, Duration::from_secs(minutes * 60));
        Self {
            limits,
            registrations: in_minutes(limits.logins, 15),
            syncs: in_minutes(limits.syncs, 5),
            ai: in_minutes(limits.ai, 60),
            others: in_minutes(limits.calls, 1),
        }
    }

    fn of(&mut self, kind: Kind) -> &mut SlidingWindow<Caller> {
        match kind {
            Kind::Registration => &mut self.registrations,
            Kind::Sync => &mut self.syncs,
            Kind::Ai => &mut self.ai,
            Kind::Other => &mut self.others,
        }
    }
}

/// The count of the calls.
#[derive(Clone)]
pub(crate) struct RateLimits {
    clock: Forwards,
    taken: Arc<Mutex<Taken>>,
}

impl RateLimits {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock: Forwards::of(clock),
            taken: Arc::new(Mutex::new(Taken::none(Limits::default()))),
        }
    }

    /// Counts a call, or says how long to wait before the next.
    fn count(&self, limits: Limits, kind: Kind, caller: &Caller) -> Result<(), Duration> {
        let now = self.clock.passed();
        self.taken_under(limits).of(kind).take(caller, now)
    }

    /// How long to wait before the next call; that counts none.
    fn look(&self, limits: Limits, kind: Kind, caller: &Caller) -> Result<(), Duration> {
        let now = self.clock.passed();
        self.taken_under(limits).of(kind).look(caller, now)
    }

    /// The call counted last does not count as one of this kind after all.
    fn give_back(&self, limits: Limits, kind: Kind, caller: &Caller) {
        self.taken_under(limits).of(kind).give_back(caller);
    }

    fn taken_under(&self, limits: Limits) -> MutexGuard<'_, Taken> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.limits != limits {
            *taken = Taken::none(limits);
        }
        taken
    }
}

/// What the layers below are made with.
#[derive(Clone)]
pub(crate) struct Counting {
    pub(crate) access: Access,
    pub(crate) api: Api,
    pub(crate) limits: RateLimits,
}

impl Counting {
    async fn count(&self, kind: Kind, caller: &Caller) -> Result<(), Refusal> {
        if matches!(self.access, Access::Owner(_)) {
            return Ok(());
        }
        let limits = self.api.limits().await?;
        let counted = self.limits.count(limits, kind, caller);
        counted.map_err(|wait| Refusal(too_many(kind, wait)))
    }

    /// A call that began no sync, because one is under way, is one like any other.
    async fn was_no_sync(&self, caller: &Caller) -> Result<(), Refusal> {
        let limits = self.api.limits().await?;
        self.limits.give_back(limits, Kind::Sync, caller);
        self.count(Kind::Other, caller).await
    }

    /// Whether somebody who is not signed in may make an account now.
    pub(crate) async fn may_register(&self) -> Result<(), Refusal> {
        if matches!(self.access, Access::Owner(_)) {
            return Ok(());
        }
        let (limits, kind) = (self.api.limits().await?, Kind::Registration);
        let room = self.limits.look(limits, kind, &Caller::Stranger);
        room.map_err(|wait| Refusal(too_many(kind, wait)))
    }

    /// Somebody who was not signed in made an account. What was refused does not count: nobody can
    /// keep others out with it.
    pub(crate) async fn registered(&self) {
        // Two at once may have found the last place.
        let _ = self.count(Kind::Registration, &Caller::Stranger).await;
    }
}

/// Counts a call of this kind before it is answered.
pub(crate) async fn count(
    State((counting, kind)): State<(Counting, Kind)>,
    request: Request,
    next: Next,
) -> Response {
    let caller = Caller::of(request.headers());
    if let Err(refusal) = counting.count(kind, &caller).await {
        return refusal.into_response();
    }
    let response = next.run(request).await;
    if kind != Kind::Sync || response.status() != StatusCode::CONFLICT {
        return response;
    }
    match counting.was_no_sync(&caller).await {
        Ok(()) => response,
        Err(refusal) => refusal.into_response(),
    }
}

/// Counts a call that needs no token, with those of everybody else.
pub(crate) async fn count_together(
    State(counting): State<Counting>,
    request: Request,
    next: Next,
) -> Response {
    match counting.count(Kind::Other, &Caller::Stranger).await {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// Counts what is turned away for want of a token or a code that is good.
pub(crate) async fn count_refused(
    State(counting): State<Counting>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    if response.status() != StatusCode::UNAUTHORIZED {
        return response;
    }
    match counting.count(Kind::Other, &Caller::Stranger).await {
        Ok(()) => response,
        Err(refusal) => refusal.into_response(),
    }
}

fn too_many(kind: Kind, wait: Duration) -> ApiError {
    let seconds = wait.as_millis().div_ceil(1_000).max(1);
    let what = match kind {
        Kind::Registration => "new accounts",
        Kind::Sync => "syncs",
        Kind::Ai => "calls that an AI may answer",
        Kind::Other => "calls",
    };
    let message = format!("Too many {what} in a short time: try again in {seconds} s.");
    let mut error = ApiError::new(ErrorCode::RateLimited, message);
    let seconds = u64::try_from(seconds).unwrap_or(u64::MAX);
    error
        .details
        .insert("retryAfterSeconds".into(), seconds.into());
    error
}

#[cfg(test)]
mod tests {
    use storytime_core::clock::manual::ManualClock;

    use super::*;

    fn counted() -> (ManualClock, RateLimits) {
        let clock = ManualClock::at(Instant::parse("2026-11-23T08:00:00Z").unwrap());
        (clock.clone(), RateLimits::new(Arc::new(clock)))
    }

    fn holder(number: u64) -> Caller {
        Caller::Holder(Sha256::digest(number.to_be_bytes()).into())
    }

    #[test]
    fn ten_accounts_are_made_in_any_quarter_of_an_hour_and_not_one_more() {
        let (clock, limits) = counted();
        let (kind, stranger) = (Kind::Registration, Caller::Stranger);
        let register = || limits.count(Limits::default(), kind, &stranger);
        for _ in 0..10 {
            assert_eq!(limits.look(Limits::default(), kind, &stranger), Ok(()));
            assert_eq!(register(), Ok(()));
            clock.advance_ms(60_000);
        }
        assert_eq!(register(), Err(Duration::from_secs(300)));
        clock.advance_ms(299_000);
        let look = limits.look(Limits::default(), kind, &stranger);
        assert_eq!(look, Err(Duration::from_secs(1)));
        clock.advance_ms(1_000);
        assert_eq!(register(), Ok(()));
        assert_eq!(register(), Err(Duration::from_secs(60)));
    }

    #[test]
    fn each_kind_and_each_token_is_counted_for_itself() {
        let (_clock, limits) = counted();
        let sync = |number| limits.count(Limits::default(), Kind::Sync, &holder(number));
        for _ in 0..3 {
            assert_eq!(sync(1), Ok(()));
        }
        assert!(sync(1).is_err());
        assert_eq!(sync(2), Ok(()));
        let other = limits.count(Limits::default(), Kind::Other, &holder(1));
        assert_eq!(other, Ok(()));
    }

    #[test]
    fn a_sync_that_was_not_begun_is_given_back() {
        let (_clock, limits) = counted();
        let most = Limits::default();
        for _ in 0..10 {
            assert_eq!(limits.count(most, Kind::Sync, &holder(1)), Ok(()));
            limits.give_back(most, Kind::Sync, &holder(1));
        }
        assert_eq!(limits.look(most, Kind::Sync, &holder(1)), Ok(()));
    }

    #[test]
    fn ten_thousand_guesses_take_the_room_of_one() {
        let (_clock, limits) = counted();
        let guess = || limits.count(Limits::default(), Kind::Other, &Caller::Stranger);
        let taken = (0..10_000).filter(|_| guess().is_ok()).count();
        assert_eq!(taken, 600);
        let taken = limits.taken_under(Limits::default());
        assert_eq!(taken.others.callers(), 1);
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_out() {
        let (clock, limits) = counted();
        let sync = || limits.count(Limits::default(), Kind::Sync, &holder(1));
        while sync().is_ok() {}
        clock.advance_ms(-Instant::DAY);
        assert_eq!(sync(), Err(Duration::from_secs(300)));
        clock.advance_ms(300_000);
        assert_eq!(sync(), Ok(()));
    }

    #[test]
    fn other_limits_hold_from_the_next_call_on() {
        let (_clock, limits) = counted();
        let one = Limits {
            calls: 1,
            ..Limits::default()
        };
        let call = |limit| limits.count(limit, Kind::Other, &holder(1));
        assert_eq!(call(Limits::default()), Ok(()));
        assert_eq!(call(one), Ok(()));
        assert!(call(one).is_err());
        assert_eq!(call(Limits::default()), Ok(()));
    }
}
