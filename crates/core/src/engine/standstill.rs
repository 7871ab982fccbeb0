//! While no calendar file changes and nobody changes a setting, a poll has nothing to do: it looks
//! at the files and touches no database. An idle tray stays asleep.

use std::sync::{Mutex, PoisonError};

use storytime_types::Instant;

use crate::calendars::ics::{Glance, IcsAddress};

/// What a sync saw when it began: what changes while it runs shows the next time.
#[derive(Debug)]
pub(super) struct Beginning {
    alterations: u64,
    glance: Option<Glance>,
}

impl Beginning {
    /// Looks at the files of these addresses, before any of them is read.
    pub(super) async fn look_at(&mut self, addresses: impl Iterator<Item = &str>) {
        let parsed: Result<Vec<_>, _> = addresses.map(IcsAddress::parse).collect();
        self.glance = match parsed {
            Ok(addresses) => Glance::at(addresses).await,
            Err(_) => None,
        };
    }
}

/// From when until when a poll may rest on a glance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rest {
    pub(super) from: Instant,
    pub(super) until: Instant,
}

/// Whether everything is as the last sync left it.
#[derive(Debug, Default)]
pub(super) struct Standstill(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// How often something was altered that a sync reads.
    alterations: u64,
    holds: Option<(Glance, Rest)>,
    looked_at: Option<Instant>,
}

impl Standstill {
    /// Something that a sync reads was altered: the next poll is a whole one.
    pub(super) fn end(&self) {
        let mut state = self.state();
        state.alterations += 1;
        state.holds = None;
    }

    /// A sync begins, before it reads anything.
    pub(super) fn begin(&self) -> Beginning {
        Beginning {
            glance: None,
            alterations: self.state().alterations,
        }
    }

    /// A sync that began so went well.
    pub(super) fn keep(&self, beginning: Beginning, rest: Rest) {
        let mut state = self.state();
        state.looked_at = None;
        state.holds = match beginning.glance {
            Some(glance) if beginning.alterations == state.alterations => Some((glance, rest)),
            _ => None,
        };
    }

    /// Whether a poll at `now` may rest; if so, the calendars count as looked at.
    pub(super) async fn holds_at(&self, now: Instant) -> bool {
        let held = self.state().holds.clone();
        let Some((glance, rest)) = held else {
            return false;
        };
        if now < rest.from || now >= rest.until || !glance.still_holds().await {
            return false;
        }
        let mut state = self.state();
        let holds = state.holds.is_some();
        if holds {
            state.looked_at = Some(now);
        }
        holds
    }

    /// When the calendars were last looked at, where that is later than what is stored.
    pub(super) fn looked_at(&self) -> Option<Instant> {
        self.state().looked_at
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
