//! What `storytime doctor` asks of a data directory. Nothing in it is changed, and an engine may run
//! beside it; a file is made and removed again, to see whether that is possible.

use std::io::Write as _;
use std::path::Path;

use storytime_types::Instant;
use storytime_types::calendars::Integration;
use storytime_types::vault::KeptIn;

use super::{answers, troubles};
use crate::engine::{EngineLock, clock_sentence, zone_of};
pub use crate::store::channels::StoredChannel;
use crate::store::settings::Setting;
use crate::store::{Store, StoreError};
use crate::vault::{KeyFileSeen, look_at_key_file};

/// What a data directory holds.
#[derive(Debug)]
pub struct Examination {
    /// Why nothing can be kept there; none where all is well.
    pub folder: Option<std::io::Error>,
    /// The process that runs the engine; none where none runs.
    pub engine: Option<String>,
    /// The database, as far as it could be read.
    pub database: Database,
    /// The file with the key to what is secret.
    pub key_file: KeyFileSeen,
}

/// The state of the database.
#[derive(Debug)]
pub enum Database {
    /// There is none yet: the app was never started with this data directory.
    Absent,
    /// SQLite's quick check found damage.
    Damaged,
    /// It could not be read.
    Unreadable(StoreError),
    /// All is well with it.
    Sound(Contents),
}

/// What is in a sound database.
#[derive(Debug, Default)]
pub struct Contents {
    /// Every integration with its calendars.
    pub integrations: Vec<Integration>,
    /// Every way out.
    pub channels: Vec<StoredChannel>,
    /// Whether there are secrets whose key is in the key file and nowhere else.
    pub need_key_file: bool,
    /// That the clock was set back, in one sentence.
    pub clock: Option<String>,
    /// That a backup took a damaged database's place lately, in one sentence.
    pub notice: Option<String>,
}

/// Looks at a data directory, where this file is named for the passphrase of its key.
pub async fn examine(data_dir: &Path, passphrase_file: Option<&Path>, now: Instant) -> Examination {
    let database = match Store::open_to_read(data_dir).await {
        Ok(None) => Database::Absent,
        Ok(Some(store)) => {
            let database = look_into(&store, now).await;
            store.close().await;
            database.unwrap_or_else(unreadable)
        }
        Err(error) => unreadable(error),
    };
    let need_key_file = matches!(&database, Database::Sound(contents) if contents.need_key_file);
    Examination {
        key_file: look_at_key_file(data_dir, passphrase_file, need_key_file).await,
        folder: try_to_write(data_dir).err(),
        engine: EngineLock::holder(data_dir),
        database,
    }
}

fn unreadable(error: StoreError) -> Database {
    match error {
        StoreError::Damaged(_) => Database::Damaged,
        error => Database::Unreadable(error),
    }
}

async fn look_into(store: &Store, now: Instant) -> Result<Database, StoreError> {
    if !store.is_sound().await? {
        return Ok(Database::Damaged);
    }
    let Some(profile) = store.local_profile().await? else {
        return Ok(Database::Sound(Contents::default()));
    };
    let zone = zone_of(&profile);
    let mut integrations = store.integrations(&profile.id, now).await?;
    for one in &mut integrations {
        answers::made_readable(one);
        troubles::tell(one);
        one.last_sync_local = one.last_sync_at.map(|at| answers::moment(at, &zone));
    }
    Ok(Database::Sound(Contents {
        integrations,
        need_key_file: store.count_sealed().await? > 0
            && store.vault_kept_in().await? == Some(KeptIn::Passphrase),
        clock: clock_sentence(store, &profile.id, &zone, now).await?,
        channels: store.channels(&profile.id).await?,
        notice: store.app_setting(Setting::StoreNotice).await?,
    }))
}

/// Makes a file in the data directory and removes it again; where the directory is not there yet,
/// in the nearest one above it that is. An empty one would fit on a full disk, too.
fn try_to_write(data_dir: &Path) -> std::io::Result<()> {
    const SOME: usize = 64 << 10;
    let there = data_dir.ancestors().find(|folder| folder.exists());
    let mut file = tempfile::Builder::new()
        .prefix(".storytime-doctor-")
        .tempfile_in(there.unwrap_or(data_dir))?;
    file.write_all(&vec![0; SOME])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::profiles::NewProfile;

    const NOW: Instant = Instant::MIN;

    #[tokio::test]
    async fn a_folder_that_was_never_used_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let seen = examine(folder.path(), None, NOW).await;
        assert!(matches!(seen.database, Database::Absent), "{seen:?}");
        assert_eq!(seen.engine, None);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn a_database_in_use_is_looked_at_beside_its_engine() {
        let folder = tempfile::tempdir().unwrap();
        let _lock = EngineLock::take(folder.path()).unwrap();
        let (store, _) = Store::open(folder.path(), NOW).await.unwrap();
        let new = NewProfile {
            name: None,
            timezone: "UTC".into(),
        };
        store.create_profile(&new, NOW).await.unwrap();

        let seen = examine(folder.path(), None, NOW).await;

        let Database::Sound(contents) = seen.database else {
            panic!("{seen:?}")
        };
        assert_eq!(contents.channels.len(), 1);
        assert_eq!(contents.channels[0].kind, "native");
        assert_eq!(seen.engine, Some(std::process::id().to_string()));
    }

    #[tokio::test]
    async fn a_damaged_database_is_found_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("storytime.db");
        std::fs::write(
            &path,
            "this is no database at all, not even nearly".repeat(100),
        )
        .unwrap();

        let seen = examine(folder.path(), None, NOW).await;

        assert!(matches!(seen.database, Database::Damaged), "{seen:?}");
        assert!(path.exists());
    }
}
