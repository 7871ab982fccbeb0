//! A holder in memory, for tests: it can be locked, made silent, and made to forget.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use storytime_types::Secret;

use super::holder::{Asked, HolderError, KeyHolder, VaultName};

/// Keeps keys as long as it lives. Clones keep the same ones.
#[derive(Clone, Debug, Default)]
pub struct InMemoryHolder(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    keys: HashMap<String, Secret<String>>,
    fault: Option<HolderError>,
    is_silent: bool,
    /// After so many more times of storing, it refuses.
    stores_left: Option<u32>,
    asked: u32,
}

impl InMemoryHolder {
    /// From now on it answers everything with this; with none it works again.
    pub fn answer_with(&self, fault: Option<HolderError>) {
        self.inside().fault = fault;
    }

    /// From now on it answers nothing at all.
    pub fn fall_silent(&self) {
        self.inside().is_silent = true;
    }

    /// It refuses to store anything after so many more times.
    pub fn refuse_after(&self, stores: u32) {
        self.inside().stores_left = Some(stores);
    }

    /// Forgets every key.
    pub fn forget(&self) {
        self.inside().keys.clear();
    }

    /// How often it was asked anything.
    #[must_use]
    pub fn times_asked(&self) -> u32 {
        self.inside().asked
    }

    /// What it keeps, as it keeps it.
    #[must_use]
    pub fn kept(&self) -> Vec<Secret<String>> {
        self.inside().keys.values().cloned().collect()
    }

    fn inside(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn work<T>(
        &self,
        work: impl FnOnce(&mut State) -> Result<T, HolderError>,
    ) -> Result<T, HolderError> {
        let is_silent = {
            let mut state = self.inside();
            state.asked += 1;
            state.is_silent
        };
        if is_silent {
            return std::future::pending().await;
        }
        let mut state = self.inside();
        match state.fault.clone() {
            Some(fault) => Err(fault),
            None => work(&mut state),
        }
    }
}

impl KeyHolder for InMemoryHolder {
    fn state(&self) -> Asked<'_, ()> {
        Box::pin(self.work(|_| Ok(())))
    }

    fn load<'a>(&'a self, name: &'a VaultName) -> Asked<'a, Option<Secret<String>>> {
        Box::pin(self.work(|state| Ok(state.keys.get(&name.0).cloned())))
    }

    fn store<'a>(&'a self, name: &'a VaultName, keys: Secret<String>) -> Asked<'a, ()> {
        Box::pin(self.work(move |state| {
            match &mut state.stores_left {
                Some(0) => return Err(HolderError::Denied("it is full".into())),
                Some(left) => *left -= 1,
                None => {}
            }
            state.keys.insert(name.0.clone(), keys);
            Ok(())
        }))
    }

    fn delete<'a>(&'a self, name: &'a VaultName) -> Asked<'a, ()> {
        Box::pin(self.work(|state| {
            state.keys.remove(&name.0);
            Ok(())
        }))
    }

    fn unlock(&self) -> Asked<'_, ()> {
        let mut state = self.inside();
        if state.fault == Some(HolderError::Locked) {
            state.fault = None;
        }
        drop(state);
        Box::pin(self.work(|_| Ok(())))
    }
}
