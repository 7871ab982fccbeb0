//! Files of the person's own: written whole or not at all, and readable by nobody else.

#[cfg(unix)]
mod closing;

use std::io::{self, Write as _};
use std::path::Path;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use tempfile::NamedTempFile;

#[cfg(unix)]
pub use closing::close_to_others;

/// Why a file was not written; what stood in its place before still does.
#[derive(Debug, thiserror::Error)]
pub enum WriteError<E> {
    /// It cannot stand there.
    #[error("{why}")]
    File {
        /// What the system says, in words.
        why: String,
    },
    /// What was to be written came to a bad end.
    #[error(transparent)]
    Source(E),
}

/// Writes what comes to `path`, under another name until it is complete.
///
/// # Errors
/// When `path` is something else than a file, or cannot be written; or the first error that comes.
pub async fn write<E>(
    path: &Path,
    pieces: impl Stream<Item = Result<Bytes, E>>,
) -> Result<(), WriteError<E>> {
    let mut file = beside(path).map_err(refused)?;
    let mut pieces = std::pin::pin!(pieces);
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(WriteError::Source)?;
        file.write_all(&piece).map_err(refused)?;
    }
    file.as_file().sync_all().map_err(refused)?;
    file.persist(path)
        .map(drop)
        .map_err(|error| refused(error.error))
}

/// Writes `bytes` to `path`: beside its place with mode 0600 from the first moment on, made durable,
/// then renamed into it. Whatever kills the process, what stood there or the new file is there in full.
///
/// # Errors
/// What the file system said.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    // The renaming is durable with its folder.
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

/// An empty file at `path`, for what need not be written whole; of mode 0600 if it is new.
///
/// # Errors
/// What the file system said.
pub fn create_private(path: &Path) -> io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// An empty file in the same folder, of mode 0600; gone again unless it is kept.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        // What is written to a device would replace it.
        Ok(found) if !found.is_file() => return Err(io::Error::other("it is no ordinary file")),
        _ => {}
    }
    let folder = match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => return Err(io::ErrorKind::IsADirectory.into()),
    };
    tempfile::Builder::new()
        .prefix(".storytime-")
        .tempfile_in(folder)
}

fn refused<E>(error: io::Error) -> WriteError<E> {
    // The name in tempfile's own error is not the one that was asked for.
    let why = match error.raw_os_error() {
        Some(number) => io::Error::from_raw_os_error(number),
        None => error,
    };
    WriteError::File {
        why: crate::io_words::in_words(&why),
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::stream;

    use super::*;

    fn pieces(texts: &[&'static str]) -> impl Stream<Item = Result<Bytes, Infallible>> {
        let texts: Vec<_> = texts
            .iter()
            .map(|text| Ok(Bytes::from_static(text.as_bytes())))
            .collect();
        stream::iter(texts)
    }

    #[tokio::test]
    async fn a_file_is_its_owners_alone_and_replaces_an_earlier_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("export.json");
        std::fs::write(&path, "of before").unwrap();

        write(&path, pieces(&["a", "b"])).await.unwrap();

        assert_eq!(std::fs::read_to_string(&path).unwrap(), "ab");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[tokio::test]
    async fn what_breaks_off_leaves_the_earlier_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("export.json");
        std::fs::write(&path, "of before").unwrap();
        let broken = stream::iter([Ok(Bytes::from_static(b"half")), Err("gone")]);

        let error = write(&path, broken).await.unwrap_err();

        assert_eq!(error.to_string(), "gone");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "of before");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn a_place_that_takes_no_file_is_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let words = |error: WriteError<_>| error.to_string();
        assert_eq!(
            words(write(folder.path(), pieces(&[])).await.unwrap_err()),
            "there is a folder in its place"
        );
        let missing = folder.path().join("not/there.json");
        assert_eq!(
            words(write(&missing, pieces(&[])).await.unwrap_err()),
            "there is no such file or folder"
        );
        #[cfg(unix)]
        assert_eq!(
            words(
                write(Path::new("/dev/null"), pieces(&[]))
                    .await
                    .unwrap_err()
            ),
            "it is no ordinary file"
        );
    }
}
