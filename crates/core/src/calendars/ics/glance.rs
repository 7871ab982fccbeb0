//! A glance at calendar files: which there are and in what state, without reading them.

use std::path::{Path, PathBuf};

use super::{IcsAddress, Location, file, folder};
use crate::calendars::FileState;

/// What a glance saw. Two that are equal mean that nothing is to be read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    addresses: Vec<IcsAddress>,
    files: Vec<(PathBuf, FileState)>,
}

impl Glance {
    /// Looks at the files behind `addresses`. None where one of them is a web address, which only
    /// its server can tell about, or where a file cannot be looked at.
    pub async fn at(addresses: Vec<IcsAddress>) -> Option<Self> {
        let look = tokio::task::spawn_blocking(move || {
            let files = addresses
                .iter()
                .map(states_at)
                .collect::<Option<Vec<_>>>()?;
            Some(Self {
                files: files.into_iter().flatten().collect(),
                addresses,
            })
        });
        look.await.ok().flatten()
    }

    /// Whether the same files are still there, in the same state.
    pub async fn still_holds(&self) -> bool {
        Self::at(self.addresses.clone()).await.as_ref() == Some(self)
    }
}

fn states_at(address: &IcsAddress) -> Option<Vec<(PathBuf, FileState)>> {
    match address {
        IcsAddress::Url(_) => None,
        IcsAddress::File(path) => Some(vec![state_at(path)?]),
        IcsAddress::Folder(path) => {
            let found = folder::list_now(path).ok()?;
            found
                .iter()
                .map(|calendar| match &calendar.location {
                    Location::File(path) => state_at(path),
                    Location::Url(_) => None,
                })
                .collect()
        }
    }
}

fn state_at(path: &Path) -> Option<(PathBuf, FileState)> {
    let metadata = std::fs::metadata(path).ok()?;
    metadata
        .is_file()
        .then(|| (path.to_owned(), file::state_of(&metadata)))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn glance(addresses: &[IcsAddress]) -> Option<Glance> {
        Glance::at(addresses.to_vec()).await
    }

    #[tokio::test]
    async fn it_holds_until_a_file_changes_comes_or_goes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("work.ics");
        std::fs::write(&file, "one").unwrap();
        let both = [
            IcsAddress::File(file.clone()),
            IcsAddress::Folder(folder.path().to_owned()),
        ];

        let before = glance(&both).await.unwrap();
        assert!(before.still_holds().await);

        std::fs::write(&file, "three").unwrap();
        assert!(!before.still_holds().await, "a file was written");
        let before = glance(&both).await.unwrap();
        std::fs::write(folder.path().join("new.ics"), "one").unwrap();
        assert!(!before.still_holds().await, "a file came");
        let before = glance(&both).await.unwrap();
        std::fs::remove_file(&file).unwrap();
        assert!(!before.still_holds().await, "a file went");
    }

    #[tokio::test]
    async fn there_is_none_of_a_web_address_or_a_missing_file() {
        let url = url::Url::parse("https://example.com/a.ics").unwrap();
        assert_eq!(glance(&[IcsAddress::Url(url)]).await, None);
        assert_eq!(
            glance(&[IcsAddress::File("/nowhere/a.ics".into())]).await,
            None
        );
    }
}
