//! How often the API may be called on 127.0.0.1.
//!
//! Each kind of call has a bucket (GCRA): so many may come at once, then they are given back evenly.
//! A token's calls are counted under that token; what shows no valid one is counted together, so
//! that guessing neither fills the memory nor keeps anybody else out.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use sha2::{Digest as _, Sha256};
use storytime_core::api::Api;
use storytime_core::clock::Clock;
use storytime_types::rest::Limits;
use storytime_types::{ApiError, ErrorCode, Instant};

use crate::access::{Access, bearer};
use crate::envelope::Refusal;

/// Above so many callers in one bucket those that have been quiet are forgotten.
const MOST_CALLERS: usize = 1_024;

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Signing in, by whomever.
    Login,
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
    fn of(kind: Kind, headers: &HeaderMap) -> Self {
        match bearer(headers) {
            Some(token) if kind != Kind::Login => Self::Holder(Sha256::digest(token).into()),
            _ => Self::Stranger,
        }
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

impl governor::clock::Clock for Forwards {
    type Instant = Duration;

    fn now(&self) -> Duration {
        let now = self.clock.now();
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, so_far) = *passed;
        let gone = u64::try_from(now.ms_since(before)).unwrap_or_default();
        *passed = (now, so_far.saturating_add(Duration::from_millis(gone)));
        passed.1
    }
}

type Bucket = RateLimiter<Caller, HashMapStateStore<Caller>, Forwards, NoOpMiddleware<Duration>>;

/// The buckets of some limits.
struct Buckets {
    limits: Limits,
    logins: Bucket,
    syncs: Bucket,
    ai: Bucket,
    others: Bucket,
}

impl Buckets {
    fn of(limits: Limits, clock: &Forwards) -> Self {
        let bucket =
            |most, minutes| RateLimiter::hashmap_with_clock(quota(most, minutes), clock.clone());
        Self {
            limits,
            logins: bucket(limits.logins, 15),
            syncs: bucket(limits.syncs, 5),
            ai: bucket(limits.ai, 60),
            others: bucket(limits.calls, 1),
        }
    }

    fn bucket(&self, kind: Kind) -> &Bucket {
        match kind {
            Kind::Login => &self.logins,
            Kind::Sync => &self.syncs,
            Kind::Ai => &self.ai,
            Kind::Other => &self.others,
        }
    }
}

/// So many at once, given back evenly over so many minutes.
fn quota(most: u32, minutes: u64) -> Quota {
    let most = NonZeroU32::new(most).unwrap_or(NonZeroU32::MIN);
    let each = Duration::from_secs(minutes * 60) / most.get();
    Quota::with_period(each)
        .unwrap_or_else(|| Quota::per_second(most))
        .allow_burst(most)
}

/// The count of the calls.
#[derive(Clone)]
pub(crate) struct RateLimits {
    clock: Forwards,
    buckets: Arc<Mutex<Buckets>>,
}

impl RateLimits {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let clock = Forwards::of(clock);
        let buckets = Arc::new(Mutex::new(Buckets::of(Limits::default(), &clock)));
        Self { clock, buckets }
    }

    /// Counts a call, or says how long to wait before the next.
    fn count(&self, limits: Limits, kind: Kind, caller: &Caller) -> Result<(), Duration> {
        let mut buckets = self.buckets();
        if buckets.limits != limits {
            *buckets = Buckets::of(limits, &self.clock);
        }
        let bucket = buckets.bucket(kind);
        let counted = bucket
            .check_key(caller)
            .map_err(|until| until.wait_time_from(self.clock.now()));
        if bucket.len() > MOST_CALLERS {
            bucket.retain_recent();
            bucket.shrink_to_fit();
        }
        counted
    }

    fn buckets(&self) -> MutexGuard<'_, Buckets> {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
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
}

/// Counts a call of this kind before it is answered.
pub(crate) async fn count(
    State((counting, kind)): State<(Counting, Kind)>,
    request: Request,
    next: Next,
) -> Response {
    let caller = Caller::of(kind, request.headers());
    match counting.count(kind, &caller).await {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// Counts what is turned away for want of a token.
pub(crate) async fn count_strangers(
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
        Kind::Login => "sign-ins",
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
    fn ten_sign_ins_are_taken_and_the_next_after_a_tenth_of_the_quarter_of_an_hour() {
        let (clock, limits) = counted();
        let sign_in = || limits.count(Limits::default(), Kind::Login, &Caller::Stranger);
        for _ in 0..10 {
            assert_eq!(sign_in(), Ok(()));
        }
        assert_eq!(sign_in(), Err(Duration::from_secs(90)));
        clock.advance_ms(89_000);
        assert_eq!(sign_in(), Err(Duration::from_secs(1)));
        clock.advance_ms(1_000);
        assert_eq!(sign_in(), Ok(()));
        assert!(sign_in().is_err());
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
    fn ten_thousand_guesses_take_the_room_of_one() {
        let (_clock, limits) = counted();
        let guess = || limits.count(Limits::default(), Kind::Other, &Caller::Stranger);
        let taken = (0..10_000).filter(|_| guess().is_ok()).count();
        assert_eq!(taken, 600);
        assert_eq!(limits.buckets().others.len(), 1);
    }

    #[test]
    fn tokens_that_have_been_quiet_are_forgotten() {
        let (clock, limits) = counted();
        for number in 0..10_000 {
            clock.advance_ms(1_000);
            let counted = limits.count(Limits::default(), Kind::Other, &holder(number));
            assert_eq!(counted, Ok(()));
            assert!(limits.buckets().others.len() <= MOST_CALLERS + 1);
        }
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_out() {
        let (clock, limits) = counted();
        let sync = || limits.count(Limits::default(), Kind::Sync, &holder(1));
        while sync().is_ok() {}
        clock.advance_ms(-Instant::DAY);
        assert_eq!(sync(), Err(Duration::from_secs(100)));
        clock.advance_ms(100_000);
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
