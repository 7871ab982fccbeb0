//! The file that holds the passphrase, named for programs that nobody sits in front of.

use super::*;
use crate::private_file;

/// Where there is no keyring, and a file only its owner can read holds `text`.
fn without_keyring(text: &str) -> (Setting, PathBuf) {
    let setting = Setting::new();
    setting.holder.answer_with(Some(HolderError::Absent));
    let file = setting.folder.path().join("passphrase");
    private_file::write_whole(&file, text.as_bytes()).unwrap();
    (setting, file)
}

#[tokio::test]
async fn without_a_keyring_the_first_key_is_kept_under_the_passphrase_in_the_file() {
    let (setting, file) = without_keyring("correct horse battery\n");
    let vault = setting.vault_with(Some(file.clone()));
    let would_be = vault.look(&marks(None, 0)).await;
    assert_eq!(would_be, Ok(KeptIn::Passphrase));
    assert!(!has_key_file(setting.folder.path()), "looking makes no key");

    let made = vault.open(&marks(None, 0)).await.unwrap();

    assert_eq!(made.kept_in(), KeptIn::Passphrase);
    let restarted = setting.vault_with(Some(file));
    let found = restarted.open(&marks(id(&made), 1)).await.unwrap();
    assert_eq!(id(&found), id(&made));
    let typed = Some(Secret::from(PHRASE));
    let by_hand = setting.vault().unlock(&marks(id(&made), 1), typed).await;
    assert_eq!(id(&by_hand.unwrap()), id(&made));
}

#[tokio::test]
async fn where_there_is_a_keyring_it_keeps_the_key_in_spite_of_the_file() {
    let (setting, file) = without_keyring(PHRASE);
    setting.holder.answer_with(None);
    let made = setting.vault_with(Some(file)).open(&marks(None, 0)).await;
    assert_eq!(made.unwrap().kept_in(), KeptIn::Keyring);
}

#[tokio::test]
async fn a_file_that_will_not_do_is_named_before_anything_is_sealed() {
    let (setting, file) = without_keyring("too short");
    let vault = setting.vault_with(Some(file.clone()));
    for refused in [
        vault.look(&marks(None, 0)).await.unwrap_err(),
        vault.open(&marks(None, 0)).await.unwrap_err(),
    ] {
        let told = refused.to_string();
        assert!(told.contains(file.to_str().unwrap()), "{told}");
        assert!(told.contains("12 to 1024"), "{told}");
    }

    let missing = setting.folder.path().join("missing");
    let vault = setting.vault_with(Some(missing.clone()));
    let told = vault.look(&marks(None, 0)).await.unwrap_err().to_string();
    let place = missing.display();
    assert_eq!(
        told,
        format!(
            "{place} cannot be used (there is no such file or folder): put it there, or name another one"
        )
    );
    assert!(!has_key_file(setting.folder.path()));
}

#[tokio::test]
async fn a_keyring_that_is_away_is_not_replaced_while_it_keeps_the_key_to_secrets() {
    let (setting, file) = without_keyring(PHRASE);
    setting.holder.answer_with(None);
    let made = setting.vault().open(&marks(None, 0)).await.unwrap();
    setting.holder.answer_with(Some(HolderError::Absent));
    let vault = setting.vault_with(Some(file));
    let opened = vault.open(&marks(id(&made), 1)).await;
    assert_eq!(opened.unwrap_err(), VaultError::Absent);
}

#[tokio::test]
async fn a_passphrase_is_chosen_only_as_it_stands_in_the_file() {
    let (setting, file) = without_keyring(PHRASE);
    let vault = setting.vault_with(Some(file.clone()));
    let other = Secret::from("another horse battery");

    let refused = vault
        .choose_passphrase(&marks(None, 0), other.clone())
        .await;

    assert_eq!(
        refused.unwrap_err(),
        VaultError::OtherPassphrase(file.clone())
    );
    assert!(!has_key_file(setting.folder.path()));
    private_file::write_whole(&file, other.expose().as_bytes()).unwrap();
    let chosen = vault
        .choose_passphrase(&marks(None, 0), other)
        .await
        .unwrap();
    let restarted = setting.vault_with(Some(file));
    let found = restarted.open(&marks(id(&chosen), 1)).await.unwrap();
    assert_eq!(id(&found), id(&chosen));
}
