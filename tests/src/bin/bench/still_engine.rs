//! An engine where the time stands still, so that nothing but what is measured happens in it.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant as Stopwatch;

use storytime_core::api::Api;
use storytime_core::calendars::NameServers;
use storytime_core::clock::manual::ManualClock;
use storytime_core::engine::{Engine, EngineOptions};
use storytime_core::vault::KeySources;
use storytime_core::vault::memory::InMemoryHolder;
use storytime_types::Instant;
use storytime_types::local::Hours;

use crate::failure::Failure;
use crate::silence::Silence;

/// A Monday before anybody is at work, so that nothing is due while it is measured.
const NOW: &str = "2026-03-02T05:00:00Z";
/// The loops that wait on the clock.
const LOOPS: usize = 2;

/// The moment at which the time stands still.
pub fn now() -> Instant {
    Instant::parse(NOW).unwrap_or_default()
}

/// An engine on its own data folder.
pub struct StillEngine {
    clock: ManualClock,
    engine: Engine,
    /// Its use cases.
    pub api: Api,
}

impl StillEngine {
    /// Starts on a data folder within this one.
    pub async fn start(folder: &Path) -> Result<Self, Failure> {
        let clock = ManualClock::at(now());
        let engine = Engine::start(EngineOptions {
            data_dir: folder.join("data"),
            clock: Arc::new(clock.clone()),
            native: Arc::new(Silence),
            hours: Hours::TwentyFour,
            keys: KeySources {
                holder: Arc::new(InMemoryHolder::default()),
                passphrase_file: None,
            },
            name_servers: NameServers::At(Vec::new()),
        })
        .await?;
        let api = engine.api();
        Ok(Self { clock, engine, api })
    }

    /// What this takes, in milliseconds; what came before it has settled.
    pub async fn timed(
        &self,
        work: impl Future<Output = Result<(), Failure>>,
    ) -> Result<f64, Failure> {
        self.settled().await;
        let watch = Stopwatch::now();
        work.await?;
        Ok(watch.elapsed().as_secs_f64() * 1e3)
    }

    /// Until nothing is left to do.
    pub async fn settled(&self) {
        self.clock.settled(LOOPS).await;
    }

    /// Until the sync that this begins has ended.
    pub async fn sync(&self) -> Result<(), Failure> {
        let mut changes = self.api.changes();
        self.api.sync_now().await?;
        while self.api.sync_status().await?.current.is_some() {
            // Whoever lagged behind looks again, too.
            drop(changes.recv().await);
        }
        Ok(())
    }

    /// Ends it.
    pub async fn stop(self) {
        self.engine.stop().await;
    }
}
