//! A loop of the engine that breaks down is begun again: a defect that one calendar or one reminder
//! brings to light must not silence all others until somebody starts the app anew.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use tokio::sync::watch;

use super::{Shared, stopped};

/// How long a loop that broke down waits before it is begun again, in milliseconds.
const AGAIN_AFTER_MS: i64 = 5_000;

/// Which time a loop is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begun {
    /// By the engine's start.
    First,
    /// After it broke down; what it had in flight is interrupted.
    Again,
}

/// Runs a loop until it ends of itself, and again whenever it panics.
pub(super) async fn keep_up<L>(
    shared: Arc<Shared>,
    mut stop: watch::Receiver<bool>,
    name: &'static str,
    begin: impl Fn(Begun) -> L,
) where
    L: Future<Output = ()>,
{
    let mut begun = Begun::First;
    while AssertUnwindSafe(begin(begun)).catch_unwind().await.is_err() {
        begun = Begun::Again;
        tracing::error!(name, "a loop of the engine broke down and is begun again");
        let again = shared.now().plus_ms(AGAIN_AFTER_MS);
        tokio::select! {
            () = stopped(&mut stop) => return,
            _ = shared.clock.wait_until(again) => {}
        }
    }
}
