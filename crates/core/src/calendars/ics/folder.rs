//! A folder of calendar files: each file in it that ends in `.ics` is a calendar of its own.

use std::path::{Path, PathBuf};

use super::{FoundCalendar, Location};
use crate::calendars::FetchError;

/// The calendar files in a folder, by name. Folders inside it and hidden files are left alone.
///
/// # Errors
/// A folder that is missing, must not or cannot be read, or holds no calendar file.
pub async fn list(path: PathBuf) -> Result<Vec<FoundCalendar>, FetchError> {
    let listing = tokio::task::spawn_blocking({
        let path = path.clone();
        move || list_now(&path)
    });
    listing.await.unwrap_or_else(|stopped| {
        Err(FetchError::Unreadable {
            path,
            source: std::io::Error::other(stopped),
        })
    })
}

pub(super) fn list_now(folder: &Path) -> Result<Vec<FoundCalendar>, FetchError> {
    let failed = |source| FetchError::of_path(folder.to_owned(), source);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        found.extend(calendar_at(&entry.map_err(failed)?.path()));
    }
    if found.is_empty() {
        return Err(FetchError::EmptyFolder {
            path: folder.to_owned(),
        });
    }
    found.sort_by(|a, b| a.provider_id.cmp(&b.provider_id));
    Ok(found)
}

fn calendar_at(path: &Path) -> Option<FoundCalendar> {
    let file_name = path.file_name()?.to_str()?;
    let is_calendar = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("ics"));
    if !is_calendar || file_name.starts_with('.') || path.is_dir() {
        return None;
    }
    Some(FoundCalendar {
        provider_id: file_name.to_owned(),
        name: path.file_stem()?.to_str()?.to_owned(),
        location: Location::File(path.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendars::Fetched;
    use crate::calendars::ics::{IcsAddress, IcsSource};

    const EMPTY: &str = "BEGIN:VCALENDAR\nEND:VCALENDAR\n";

    #[tokio::test]
    async fn each_calendar_file_of_a_folder_is_a_calendar_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["work.ics", "Home.ICS", "notes.txt", ".hidden.ics"] {
            std::fs::write(folder.path().join(name), EMPTY).unwrap();
        }
        std::fs::create_dir(folder.path().join("more.ics")).unwrap();

        let found = list(folder.path().to_owned()).await.unwrap();

        let names: Vec<_> = found.iter().map(|c| (&*c.provider_id, &*c.name)).collect();
        assert_eq!(names, [("Home.ICS", "Home"), ("work.ics", "work")]);
    }

    #[tokio::test]
    async fn a_broken_file_does_not_keep_the_others_of_its_folder_from_being_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.ics"), "<html>").unwrap();
        std::fs::write(folder.path().join("b.ics"), EMPTY).unwrap();
        let source = IcsSource::default();
        let address = IcsAddress::Folder(folder.path().to_owned());

        let found = source.list(&address).await.unwrap();
        let broken = source.fetch(&found[0].location, None).await;
        let good = source.fetch(&found[1].location, None).await;

        assert!(matches!(broken, Err(FetchError::WebPage { .. })));
        assert!(matches!(good, Ok(Fetched::Body { .. })));
    }

    #[tokio::test]
    async fn an_empty_folder_and_a_missing_one_say_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let empty = list(folder.path().to_owned()).await.unwrap_err();
        assert!(matches!(empty, FetchError::EmptyFolder { .. }), "{empty}");
        let missing = list(folder.path().join("x")).await.unwrap_err();
        assert!(matches!(missing, FetchError::Missing { .. }), "{missing}");
    }
}
