//! What can be seen of the key file without asking anybody, and without making anything.

use std::path::Path;

use super::VaultError;
use super::key_file::{self, KeyFile};

/// How the key file of a data folder fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyFileSeen {
    /// There is none.
    Absent,
    /// There is none; where there is no keyring either, it would be made under the passphrase in the
    /// file that is named for it, unless that will not do.
    ToBeMade(Result<(), VaultError>),
    /// It opens with the passphrase in the file that is named for it.
    Opens,
    /// It waits for its passphrase.
    Waits,
    /// It cannot be used.
    Fails(VaultError),
}

/// Looks at the key file of a data folder. Takes a good part of a second where it opens.
pub async fn look_at_key_file(
    data_dir: &Path,
    passphrase_file: Option<&Path>,
    is_needed: bool,
) -> KeyFileSeen {
    let file = KeyFile::in_folder(data_dir);
    match (file.exists(), passphrase_file) {
        (false, _) if is_needed => KeyFileSeen::Fails(file.missing()),
        (false, None) => KeyFileSeen::Absent,
        (false, Some(named)) => KeyFileSeen::ToBeMade(key_file::fit_passphrase_in(named).map(drop)),
        (true, None) => KeyFileSeen::Waits,
        (true, Some(named)) => match opened(&file, named).await {
            Ok(()) => KeyFileSeen::Opens,
            Err(error) => KeyFileSeen::Fails(error),
        },
    }
}

async fn opened(file: &KeyFile, named: &Path) -> Result<(), VaultError> {
    let passphrase = key_file::passphrase_in(named)?;
    let opened = file.open(passphrase).await;
    opened.map(drop).map_err(|error| error.read_from(named))
}
