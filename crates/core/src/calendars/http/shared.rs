//! The one fetcher of all sources.

use std::sync::{Arc, OnceLock};

use reqwest::Certificate;

use super::HttpFetcher;
use crate::calendars::FetchError;

/// The fetcher that all sources share. What addresses need (TLS, the system's certificates) is made
/// ready at the first one: files work without, and take no memory for it.
#[derive(Clone, Default)]
pub(in crate::calendars) struct SharedFetcher(Arc<OnceLock<HttpFetcher>>);

impl SharedFetcher {
    pub(in crate::calendars) fn get(&self) -> Result<&HttpFetcher, FetchError> {
        if let Some(ready) = self.0.get() {
            return Ok(ready);
        }
        let made = HttpFetcher::new()?;
        Ok(self.0.get_or_init(|| made))
    }

    /// One that trusts servers of this authority, too.
    pub(in crate::calendars) fn trusting(authority: &Certificate) -> Result<Self, FetchError> {
        let made = HttpFetcher::trusting(authority)?;
        Ok(Self(Arc::new(OnceLock::from(made))))
    }
}
