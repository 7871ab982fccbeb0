//! The last good body of each calendar, in `cache/ics/` of the data directory. The window of 14
//! days rolls also while a server says "unchanged", or says nothing at all: its calendar is then
//! expanded again from here.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use storytime_types::CalendarId;

use crate::private_file;

/// The last good body of each calendar, one file each, for the person's own eyes only.
#[derive(Clone, Debug)]
pub struct BodyCache {
    folder: PathBuf,
}

/// Why a body could not be kept or found again.
#[derive(Debug, thiserror::Error)]
#[error(
    "the copies of calendars in {} cannot be used ({}): make room there, and give yourself permission to write",
    folder.display(),
    crate::io_words::in_words(source)
)]
pub struct BodyCacheError {
    folder: PathBuf,
    source: std::io::Error,
}

/// The last good body of one calendar.
#[derive(Clone, Copy, Debug)]
pub struct LastBody<'a> {
    cache: &'a BodyCache,
    calendar: &'a CalendarId,
}

impl LastBody<'_> {
    /// The body; none where there is none, or none that can be read.
    pub async fn read(self) -> Option<Bytes> {
        let found = self.cache.find(self.calendar).await;
        found.unwrap_or_else(|error| {
            tracing::warn!(%error, "the last body of a calendar cannot be read");
            None
        })
    }

    /// Whether there is one.
    pub async fn exists(self) -> bool {
        let Ok(path) = self.cache.path(self.calendar) else {
            return false;
        };
        let looked = self.cache.blocking(move || path.try_exists()).await;
        looked.unwrap_or(false)
    }
}

impl BodyCache {
    /// In a data directory. Nothing is made there before the first body is kept.
    #[must_use]
    pub fn new(data_dir: &Path) -> Self {
        Self {
            folder: data_dir.join("cache").join("ics"),
        }
    }

    /// Keeps a body in place of the one before. Whatever kills the process, one of the two is there
    /// in full afterwards.
    ///
    /// # Errors
    /// What the file system said.
    pub async fn keep(&self, calendar: &CalendarId, body: Bytes) -> Result<(), BodyCacheError> {
        let path = self.path(calendar)?;
        let folder = self.folder.clone();
        self.blocking(move || {
            std::fs::create_dir_all(folder)?;
            private_file::write_whole(&path, &body)
        })
        .await
    }

    /// The body that was kept last; none where there is none.
    ///
    /// # Errors
    /// What the file system said.
    pub async fn find(&self, calendar: &CalendarId) -> Result<Option<Bytes>, BodyCacheError> {
        let path = self.path(calendar)?;
        self.blocking(move || absent_is_none(std::fs::read(path)))
            .await
            .map(|body| body.map(Bytes::from))
    }

    /// The last body of one calendar, to be looked at when it is needed.
    #[must_use]
    pub fn last_of<'a>(&'a self, calendar: &'a CalendarId) -> LastBody<'a> {
        LastBody {
            cache: self,
            calendar,
        }
    }

    /// Forgets a calendar's body.
    ///
    /// # Errors
    /// What the file system said.
    pub async fn forget(&self, calendar: &CalendarId) -> Result<(), BodyCacheError> {
        let path = self.path(calendar)?;
        self.blocking(move || absent_is_none(std::fs::remove_file(path)))
            .await
            .map(drop)
    }

    /// An id becomes a file's name only if it cannot lead anywhere else.
    fn path(&self, calendar: &CalendarId) -> Result<PathBuf, BodyCacheError> {
        let id = calendar.as_str();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if id.is_empty() || !id.bytes().all(plain) {
            return Err(self.failed(std::io::Error::other("not the id of a calendar")));
        }
        Ok(self.folder.join(format!("{id}.ics")))
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
    ) -> Result<T, BodyCacheError> {
        tokio::task::spawn_blocking(work)
            .await
            .unwrap_or_else(|stopped| Err(std::io::Error::other(stopped)))
            .map_err(|source| self.failed(source))
    }

    fn failed(&self, source: std::io::Error) -> BodyCacheError {
        BodyCacheError {
            folder: self.folder.clone(),
            source,
        }
    }
}

fn absent_is_none<T>(result: std::io::Result<T>) -> std::io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> CalendarId {
        CalendarId(text.to_owned())
    }

    #[tokio::test]
    async fn the_last_body_kept_is_the_one_found() {
        let folder = tempfile::tempdir().unwrap();
        let cache = BodyCache::new(folder.path());
        assert_eq!(cache.find(&id("a")).await.unwrap(), None);

        cache.keep(&id("a"), Bytes::from("one")).await.unwrap();
        cache.keep(&id("a"), Bytes::from("two")).await.unwrap();
        cache.keep(&id("b"), Bytes::from("other")).await.unwrap();

        assert_eq!(cache.find(&id("a")).await.unwrap(), Some("two".into()));
        let files = std::fs::read_dir(folder.path().join("cache/ics")).unwrap();
        assert_eq!(files.count(), 2, "nothing temporary is left");
    }

    #[tokio::test]
    async fn a_forgotten_body_is_gone_and_may_be_forgotten_twice() {
        let folder = tempfile::tempdir().unwrap();
        let cache = BodyCache::new(folder.path());
        cache.keep(&id("a"), Bytes::from("one")).await.unwrap();
        cache.forget(&id("a")).await.unwrap();
        cache.forget(&id("a")).await.unwrap();
        assert_eq!(cache.find(&id("a")).await.unwrap(), None);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_the_person_can_read_a_body() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let cache = BodyCache::new(folder.path());
        cache.keep(&id("a"), Bytes::from("one")).await.unwrap();
        let file = std::fs::metadata(folder.path().join("cache/ics/a.ics")).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600);
    }

    #[tokio::test]
    async fn an_id_cannot_lead_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let cache = BodyCache::new(folder.path());
        for bad in ["", "../a", "a/b", "a\\b", "a.b", "a\0"] {
            assert!(
                cache.keep(&id(bad), Bytes::from("x")).await.is_err(),
                "{bad:?}"
            );
        }
    }
}
