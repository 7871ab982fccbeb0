//! The delivery: sleeps until the next row of the ledger is due, decides what becomes of all that
//! are due, and makes the attempts. An attempt is recorded as begun, made, recorded as ended; no
//! transaction is open in between.

use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use storytime_types::changes::Change;
use storytime_types::profile::Profile;
use storytime_types::{Instant, NotificationId, UserId};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::catching_up::{self, Decided};
use super::message::{self, Ready};
use super::unrecorded::Unrecorded;
use super::{Shared, stopped, veil};
use crate::channels::{Message, SendError};
use crate::reminders::retry::{self, FailReason, Failure, Next};
use crate::store::StoreError;
use crate::store::ledger::{AttemptBegin, LedgerRow, Outcome};

/// A channel that has not answered by then has failed.
const ATTEMPT_WITHIN: Duration = Duration::from_secs(30);
/// So many attempts begin in one commit. A commit waits for the disk, and none is sent before its
/// own: fewer together and all of them wait longer, more together and the first wait for the last.
const BEGUN_TOGETHER: usize = 20;
/// When the database refuses, it is asked again after so long.
const ASK_AGAIN_MS: i64 = 5_000;

/// How an attempt ended.
struct Ended {
    id: NotificationId,
    outcome: Outcome,
}

/// Runs until it is told to stop, and then until what is in flight has ended.
pub(super) async fn run(shared: Arc<Shared>, mut stop: watch::Receiver<bool>) {
    let mut delivery = Delivery {
        unrecorded: Unrecorded::in_folder(&shared.data_dir),
        in_flight: JoinSet::new(),
        shared: Arc::clone(&shared),
    };
    loop {
        let look_again = match delivery.deliver_due().await {
            Ok(at) => at,
            Err(error) => {
                tracing::error!(%error, "the ledger could not be read");
                shared.now().plus_ms(ASK_AGAIN_MS)
            }
        };
        tokio::select! {
            biased;
            () = stopped(&mut stop) => break,
            Some(ended) = delivery.in_flight.join_next() => delivery.end(ended.ok()).await,
            () = shared.delivery_wake.notified() => {}
            _ = shared.clock.wait_until(look_again) => {}
        }
    }
    while let Some(ended) = delivery.in_flight.join_next().await {
        delivery.end(ended.ok()).await;
    }
}

struct Delivery {
    shared: Arc<Shared>,
    unrecorded: Unrecorded,
    in_flight: JoinSet<Ended>,
}

impl Delivery {
    /// Begins what is due and answers when to look again.
    async fn deliver_due(&mut self) -> Result<Instant, StoreError> {
        self.unrecorded.flush(&self.shared).await;
        let now = self.shared.now();
        let mut due = self.shared.store.due_rows(now).await?;
        due.retain(|row| !self.unrecorded.holds(&row.id));
        let mut look_again = Instant::MAX;
        for (user, rows) in by_user(due) {
            if let Some(profile) = self.shared.store.profile(&user).await? {
                let decided = catching_up::decide(&self.shared, &profile, rows, now).await?;
                look_again = look_again.min(self.act(&profile, decided).await?);
            }
        }
        let next = self.shared.store.next_due_after(now).await?;
        let retry_record = (!self.unrecorded.is_empty()).then(|| now.plus_ms(ASK_AGAIN_MS));
        Ok([next, retry_record]
            .into_iter()
            .flatten()
            .fold(look_again, Instant::min))
    }

    async fn act(&mut self, profile: &Profile, decided: Decided) -> Result<Instant, StoreError> {
        if !decided.outcomes.is_empty() {
            self.record(&decided.outcomes).await;
        }
        let mut waiting = decided.ready;
        while !waiting.is_empty() {
            let rest = waiting.split_off(waiting.len().min(BEGUN_TOGETHER));
            self.attempt(profile, std::mem::replace(&mut waiting, rest))
                .await?;
        }
        Ok(decided.look_again.unwrap_or(Instant::MAX))
    }

    /// Makes an attempt at each of these rows: what they say, that they begin, then the sending,
    /// which goes on while the next ones begin.
    async fn attempt(&mut self, profile: &Profile, ready: Vec<Ready>) -> Result<(), StoreError> {
        let attempts = message::compose(&self.shared, profile, &ready).await?;
        let shown = veil::shown(&self.shared, profile, &ready, &attempts).await?;
        let begun = self.begin(&attempts).await;
        for (ready, message) in ready.into_iter().zip(shown) {
            if begun.contains(&ready.row.id) {
                self.send(ready, message);
            }
        }
        Ok(())
    }

    /// Records that the attempts begin and answers which are to be made. Where that cannot be
    /// written they are made all the same: a full disk must not cost a reminder.
    async fn begin(&mut self, attempts: &[AttemptBegin]) -> HashSet<NotificationId> {
        if attempts.is_empty() {
            return HashSet::new();
        }
        let now = self.shared.now();
        let mut begun = self.shared.store.begin_attempts(attempts, now).await;
        let wants_room = begun.as_ref().is_err_and(StoreError::wants_room);
        if wants_room && self.unrecorded.free_reserve() {
            begun = self.shared.store.begin_attempts(attempts, now).await;
        }
        begun.unwrap_or_else(|error| {
            tracing::error!(%error, "the beginning of an attempt could not be recorded");
            self.shared.tell_trouble(Some(&error));
            let all: HashSet<_> = attempts.iter().map(|attempt| attempt.id.clone()).collect();
            self.unrecorded.hold(all.iter().cloned());
            all
        })
    }

    fn send(&mut self, ready: Ready, message: Message) {
        let shared = Arc::clone(&self.shared);
        self.in_flight.spawn(async move {
            let sent = within_bounds(shared.native.send(&message)).await;
            let outcome = outcome(&ready.row, sent, shared.now());
            Ended {
                id: ready.row.id,
                outcome,
            }
        });
    }

    /// Records how an attempt ended, together with all others that have ended by now.
    async fn end(&mut self, first: Option<Ended>) {
        let mut ended: Vec<_> = first.into_iter().collect();
        while let Some(next) = self.in_flight.try_join_next() {
            ended.extend(next.ok());
        }
        let outcomes: Vec<_> = ended
            .into_iter()
            .map(|ended| (ended.id, ended.outcome))
            .collect();
        self.record(&outcomes).await;
    }

    async fn record(&mut self, outcomes: &[(NotificationId, Outcome)]) {
        let now = self.shared.now();
        match self.shared.store.record_outcomes(outcomes, now).await {
            Ok(()) => {
                self.unrecorded.settle(outcomes);
                self.shared.tell_trouble(None);
            }
            Err(error) => {
                self.shared.tell_trouble(Some(&error));
                tracing::error!(%error, "outcomes are kept in memory until they can be recorded");
                self.unrecorded.keep(outcomes);
            }
        }
        self.shared.announce(Change::Ledger);
    }
}

/// What a channel answers, or that it did not: a channel that hangs or panics must leave no row in
/// flight for ever.
async fn within_bounds(
    sending: impl Future<Output = Result<(), SendError>>,
) -> Result<(), SendError> {
    let transient = |reason: &str| SendError::Transient {
        reason: reason.into(),
        retry_after: None,
    };
    let sending = AssertUnwindSafe(sending).catch_unwind();
    match tokio::time::timeout(ATTEMPT_WITHIN, sending).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(transient("the channel broke down: a defect of this app")),
        Err(_) => Err(transient("the channel did not answer in time")),
    }
}

fn by_user(rows: Vec<LedgerRow>) -> HashMap<UserId, Vec<LedgerRow>> {
    let mut users: HashMap<UserId, Vec<LedgerRow>> = HashMap::new();
    for row in rows {
        users.entry(row.user.clone()).or_default().push(row);
    }
    users
}

/// How a row goes on after an attempt.
fn outcome(row: &LedgerRow, sent: Result<(), SendError>, now: Instant) -> Outcome {
    let (failure, reason) = match sent {
        Ok(()) => return Outcome::Sent,
        Err(SendError::Transient {
            reason,
            retry_after,
        }) => (Failure::Transient { retry_after }, reason),
        Err(SendError::Unreachable { reason }) => (Failure::Unreachable, reason),
        Err(SendError::Permanent { reason }) => (Failure::Permanent, reason),
    };
    let counts = failure.costs_an_attempt();
    let attempts = row.retry_count + u32::from(counts);
    match retry::next(failure, attempts, now, row.useless_after, jitter_seed(row)) {
        Next::At(at) => Outcome::Again { at, reason, counts },
        Next::Fail(FailReason::TooLateForAnother) => Outcome::Failed(format!(
            "{reason}. The event is over before another attempt."
        )),
        Next::Fail(FailReason::Permanent | FailReason::RetriesUsedUp) => Outcome::Failed(reason),
        Next::Missed => Outcome::Missed(format!("{reason}, until the event was over.")),
    }
}

/// Different for any two rows and for each attempt at one of them.
fn jitter_seed(row: &LedgerRow) -> u64 {
    let head = row.key.as_str().get(..16).unwrap_or_default();
    u64::from_str_radix(head, 16)
        .unwrap_or_default()
        .wrapping_add(u64::from(row.attempts))
}
