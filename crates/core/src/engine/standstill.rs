//! While no calendar file changes and nobody changes a setting, a poll has nothing to do: it looks
//! at the files and touches no database. An idle tray stays asleep.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use storytime_types::{Instant, UserId};

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
    /// Whom the last round of syncs served.
    served: Vec<UserId>,
    holds: HashMap<UserId, (Glance, Rest)>,
    looked_at: HashMap<UserId, Instant>,
}

impl Standstill {
    /// Something that a sync reads was altered: the next poll is a whole one, for every profile.
    pub(super) fn end(&self) {
        let mut state = self.state();
        state.alterations += 1;
        state.holds.clear();
    }

    /// The next poll of this profile is a whole one.
    pub(super) fn end_for(&self, user: &UserId) {
        self.state().holds.remove(user);
    }

    /// A round of syncs begins, for these profiles.
    pub(super) fn serve(&self, users: &[UserId]) {
        self.state().served = users.to_vec();
    }

    /// A sync begins, before it reads anything.
    pub(super) fn begin(&self) -> Beginning {
        Beginning {
            glance: None,
            alterations: self.state().alterations,
        }
    }

    /// A sync of this profile that began so went well.
    pub(super) fn keep(&self, user: &UserId, beginning: Beginning, rest: Rest) {
        let mut state = self.state();
        state.looked_at.remove(user);
        state.holds.remove(user);
        if let Some(glance) = beginning.glance
            && beginning.alterations == state.alterations
        {
            state.holds.insert(user.clone(), (glance, rest));
        }
    }

    /// Whether a poll at `now` may rest for everybody; if so, their calendars count as looked at.
    pub(super) async fn holds_for_all_at(&self, now: Instant) -> bool {
        let served = self.state().served.clone();
        for user in &served {
            if !self.holds_at(user, now).await {
                return false;
            }
        }
        !served.is_empty()
    }

    /// Whether a poll of this profile may rest; if so, its calendars count as looked at.
    pub(super) async fn holds_at(&self, user: &UserId, now: Instant) -> bool {
        let held = self.state().holds.get(user).cloned();
        let Some((glance, rest)) = held else {
            return false;
        };
        if now < rest.from || now >= rest.until || !glance.still_holds().await {
            return false;
        }
        let mut state = self.state();
        let holds = state.holds.contains_key(user);
        if holds {
            state.looked_at.insert(user.clone(), now);
        }
        holds
    }

    /// When the calendars of a profile were last looked at, where that is later than what is stored.
    pub(super) fn looked_at(&self, user: &UserId) -> Option<Instant> {
        self.state().looked_at.get(user).copied()
    }

    /// The same of every profile.
    pub(super) fn all_looked_at(&self) -> Vec<(UserId, Instant)> {
        let state = self.state();
        let all = state.looked_at.iter();
        all.map(|(user, at)| (user.clone(), *at)).collect()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
