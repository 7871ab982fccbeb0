//! A calendar file.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::calendars::BODY_LIMIT;
use crate::calendars::error::Asked;
use crate::calendars::{FetchError, Fetched, FileState, Validators};

/// A file's text, or that it has not changed since `known`. What the text is, is not looked at.
///
/// # Errors
/// A file that is missing, must not or cannot be read, is none, or is too large.
pub async fn read(path: PathBuf, known: Option<FileState>) -> Result<Fetched, FetchError> {
    let reading = tokio::task::spawn_blocking({
        let path = path.clone();
        move || read_now(&path, known.as_ref(), BODY_LIMIT)
    });
    reading.await.unwrap_or_else(|stopped| {
        Err(FetchError::Unreadable {
            path,
            source: std::io::Error::other(stopped),
        })
    })
}

fn read_now(path: &Path, known: Option<&FileState>, limit: u64) -> Result<Fetched, FetchError> {
    let failed = |source| FetchError::of_path(path.to_owned(), source);
    let metadata = std::fs::metadata(path).map_err(failed)?;
    // Checked before it is opened: opening a pipe waits for somebody to write into it.
    if !metadata.is_file() {
        return Err(FetchError::NotAFile {
            path: path.to_owned(),
        });
    }
    let state = state_of(&metadata);
    if known == Some(&state) {
        return Ok(Fetched::Unchanged);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(state.size.min(limit)).unwrap_or(0));
    File::open(path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(FetchError::TooLarge {
            place: path.display().to_string(),
            limit,
            asked: Asked::Given,
        });
    }
    Ok(Fetched::Body {
        bytes: Bytes::from(bytes),
        validators: Validators::File(state),
    })
}

pub(super) fn state_of(metadata: &Metadata) -> FileState {
    FileState {
        modified_ns: metadata.modified().map_or(0, nanoseconds),
        size: metadata.len(),
        inode: inode(metadata),
    }
}

fn nanoseconds(at: std::time::SystemTime) -> i64 {
    let clamped =
        |length: std::time::Duration| i64::try_from(length.as_nanos()).unwrap_or(i64::MAX);
    match at.duration_since(std::time::UNIX_EPOCH) {
        Ok(after) => clamped(after),
        Err(before) => -clamped(before.duration()),
    }
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendars::NextTry;

    fn body_of(fetched: Fetched) -> (Bytes, FileState) {
        match fetched {
            Fetched::Body {
                bytes,
                validators: Validators::File(state),
            } => (bytes, state),
            other => panic!("not a body: {other:?}"),
        }
    }

    #[tokio::test]
    async fn a_file_is_read_once_and_again_only_when_it_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("work.ics");
        std::fs::write(&path, "one").unwrap();

        let (bytes, state) = body_of(read(path.clone(), None).await.unwrap());
        assert_eq!(bytes, "one");
        let again = read(path.clone(), Some(state.clone())).await.unwrap();
        assert_eq!(again, Fetched::Unchanged);

        std::fs::write(&path, "three").unwrap();
        let (bytes, _) = body_of(read(path, Some(state)).await.unwrap());
        assert_eq!(bytes, "three");
    }

    #[tokio::test]
    async fn a_file_replaced_by_one_of_the_same_length_and_time_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, new) = (folder.path().join("a.ics"), folder.path().join("a.new"));
        std::fs::write(&path, "one").unwrap();
        let (_, state) = body_of(read(path.clone(), None).await.unwrap());

        let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
        std::fs::write(&new, "two").unwrap();
        File::options()
            .write(true)
            .open(&new)
            .unwrap()
            .set_modified(modified)
            .unwrap();
        std::fs::rename(&new, &path).unwrap();

        let (bytes, _) = body_of(read(path, Some(state)).await.unwrap());
        assert_eq!(bytes, "two");
    }

    #[tokio::test]
    async fn a_missing_file_and_a_folder_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let missing = read(folder.path().join("none.ics"), None)
            .await
            .unwrap_err();
        assert!(matches!(missing, FetchError::Missing { .. }), "{missing}");
        let folder = read(folder.path().to_owned(), None).await.unwrap_err();
        assert!(matches!(folder, FetchError::NotAFile { .. }), "{folder}");
    }

    #[test]
    fn a_file_over_the_limit_is_refused_and_one_at_the_limit_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("big.ics");
        std::fs::write(&path, "12345").unwrap();
        assert!(read_now(&path, None, 5).is_ok());
        let error = read_now(&path, None, 4).unwrap_err();
        assert!(matches!(error, FetchError::TooLarge { .. }), "{error}");
    }

    #[test]
    fn what_the_system_forbids_says_so() {
        let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        let error = FetchError::of_path("/x/a.ics".into(), denied);
        assert_eq!(
            error.sentence(NextTry::Ours),
            "/x/a.ics must not be read: give yourself permission to read it"
        );
        assert!(!error.is_transient());
    }
}
