//! Reminders: when what is due, and what becomes of what was not sent in time. No I/O, and never
//! asks for the time: it is passed in.
//!
//! ```text
//! events ──► plan ──► difference ──► the ledger's PENDING rows ──► catch_up ──► retry
//!          (what is   (what changes                             (what to do  (what follows
//!           wanted)    in the ledger)                            when due)    a failure)
//! ```

pub mod catch_up;
pub mod difference;
pub mod idempotency_key;
pub mod lateness;
pub mod one_meeting;
pub mod pause;
pub mod plan;
pub mod retry;
pub mod said;
pub mod title_filters;

#[cfg(test)]
mod examples;

pub use catch_up::{CatchUp, Decision, Digest, DueEvent, DueRow, catch_up};
pub use difference::{CancelReason, Cancellation, Difference, RowState, difference};
pub use idempotency_key::{IdempotencyKey, Identity, Turn};
pub use one_meeting::{Copy, copies};
pub use pause::Pause;
pub use plan::{Plan, PlanSpan, PlannableEvent, PlannedReminder, Rules};
pub use retry::{FailReason, Failure, Next};
pub use said::{MeetingMark, Said, SaidBefore, meeting_marks, said_before, snoozes_kept};
pub use title_filters::{FilterError, TitleFilters};
