mod passphrase_file;

use super::memory::InMemoryHolder;
use super::*;
use crate::clock::manual::ManualClock;

const PHRASE: &str = "correct horse battery";

struct Setting {
    folder: tempfile::TempDir,
    clock: ManualClock,
    holder: InMemoryHolder,
}

impl Setting {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            clock: ManualClock::at(Instant::from_ms(0)),
            holder: InMemoryHolder::default(),
        }
    }

    /// A vault as after a start of the program.
    fn vault(&self) -> Vault {
        self.vault_with(None)
    }

    /// The same, with a file that is named for the passphrase.
    fn vault_with(&self, passphrase_file: Option<PathBuf>) -> Vault {
        let sources = KeySources {
            holder: Arc::new(self.holder.clone()),
            passphrase_file,
        };
        Vault::new(sources, self.folder.path(), Arc::new(self.clock.clone()))
    }
}

fn marks(key: Option<KeyId>, secrets: u32) -> Marks {
    Marks {
        name: VaultName("one".into()),
        key,
        kept_in: None,
        secrets,
    }
}

fn has_key_file(folder: &Path) -> bool {
    folder.join("vault.key").exists()
}

fn id(keys: &OpenKeys) -> Option<KeyId> {
    Some(keys.current().id())
}

#[tokio::test]
async fn the_key_is_made_once_and_found_after_a_restart() {
    let setting = Setting::new();
    let made = setting.vault().open(&marks(None, 0)).await.unwrap();
    let found = setting.vault().open(&marks(id(&made), 3)).await.unwrap();
    assert_eq!(id(&found), id(&made));
    assert_eq!(setting.holder.kept().len(), 1);
}

#[tokio::test]
async fn a_key_that_was_kept_just_before_a_crash_is_taken_up() {
    let setting = Setting::new();
    let made = setting.vault().open(&marks(None, 0)).await.unwrap();
    let found = setting.vault().open(&marks(None, 0)).await.unwrap();
    assert_eq!(id(&found), id(&made));
}

#[tokio::test]
async fn each_state_of_the_keyring_is_told_apart() {
    for (fault, told) in [
        (HolderError::Absent, VaultError::Absent),
        (HolderError::Locked, VaultError::KeyringLocked),
        (HolderError::Slow, VaultError::Slow),
        (
            HolderError::Denied("no".into()),
            VaultError::Denied("no".into()),
        ),
    ] {
        let setting = Setting::new();
        setting.holder.answer_with(Some(fault));
        let vault = setting.vault();
        assert_eq!(vault.open(&marks(None, 0)).await.unwrap_err(), told);
        assert_eq!(vault.failure(), Some(told));
    }
}

#[tokio::test]
async fn a_locked_keyring_opens_on_a_click() {
    let setting = Setting::new();
    setting.holder.answer_with(Some(HolderError::Locked));
    let vault = setting.vault();
    assert!(vault.open(&marks(None, 0)).await.is_err());
    vault.have_unlocked(&marks(None, 0)).await.unwrap();
    assert!(vault.unlock(&marks(None, 0), None).await.is_ok());
    assert_eq!(vault.failure(), None);
}

#[tokio::test]
async fn a_silent_keyring_is_given_five_seconds_and_then_left_alone_for_a_while() {
    let setting = Setting::new();
    setting.holder.fall_silent();
    let vault = Arc::new(setting.vault());
    let opening = tokio::spawn({
        let vault = Arc::clone(&vault);
        async move { vault.open(&marks(None, 0)).await }
    });
    setting.clock.settled(1).await;
    setting.clock.advance_ms(ANSWER_WITHIN_MS);
    assert_eq!(opening.await.unwrap().unwrap_err(), VaultError::Slow);

    let asked = setting.holder.times_asked();
    assert_eq!(
        vault.open(&marks(None, 0)).await.unwrap_err(),
        VaultError::Slow
    );
    assert_eq!(
        setting.holder.times_asked(),
        asked,
        "it was asked again at once"
    );
}

#[tokio::test]
async fn a_keyring_that_forgot_the_key_means_lost_and_never_a_new_key_by_itself() {
    let setting = Setting::new();
    let made = setting.vault().open(&marks(None, 0)).await.unwrap();
    setting.holder.forget();
    let vault = setting.vault();
    let opened = vault.open(&marks(id(&made), 1)).await;
    assert_eq!(opened.unwrap_err(), VaultError::Lost);
    assert!(setting.holder.kept().is_empty());

    // What was sealed is given up, and a new key is made when it is needed.
    vault.discard().unwrap();
    let anew = vault.open(&marks(id(&made), 0)).await.unwrap();
    assert_ne!(id(&anew), id(&made));
}

#[tokio::test]
async fn looking_makes_no_key() {
    let setting = Setting::new();
    setting.vault().look(&marks(None, 0)).await.unwrap();
    assert!(setting.holder.kept().is_empty());
}

#[tokio::test]
async fn where_nothing_was_sealed_a_forgotten_key_is_no_loss() {
    let setting = Setting::new();
    let made = setting.vault().open(&marks(None, 0)).await.unwrap();
    setting.holder.forget();
    let again = setting.vault().open(&marks(id(&made), 0)).await.unwrap();
    assert_ne!(id(&again), id(&made));
}

#[tokio::test]
async fn an_open_vault_outlives_its_keyring() {
    let setting = Setting::new();
    let vault = setting.vault();
    let made = vault.open(&marks(None, 0)).await.unwrap();
    setting.holder.answer_with(Some(HolderError::Absent));
    assert_eq!(
        id(&vault.open(&marks(id(&made), 1)).await.unwrap()),
        id(&made)
    );
}

#[tokio::test]
async fn without_a_keyring_a_passphrase_keeps_the_key() {
    let setting = Setting::new();
    setting.holder.answer_with(Some(HolderError::Absent));
    let vault = setting.vault();
    let made = vault
        .choose_passphrase(&marks(None, 0), Secret::from(PHRASE))
        .await
        .unwrap();

    let restarted = setting.vault();
    let marks = marks(id(&made), 1);
    let closed = restarted.open(&marks).await.unwrap_err();
    assert_eq!(closed, VaultError::PassphraseWanted);
    let wrong = restarted.unlock(&marks, Some(Secret::from("guess"))).await;
    assert_eq!(wrong.unwrap_err(), VaultError::WrongPassphrase);
    let right = restarted.unlock(&marks, Some(Secret::from(PHRASE))).await;
    assert_eq!(id(&right.unwrap()), id(&made));
}

#[tokio::test]
async fn a_key_file_that_is_gone_is_told_as_such_and_opens_once_it_is_back() {
    let setting = Setting::new();
    setting.holder.answer_with(Some(HolderError::Absent));
    let phrase = || Secret::from(PHRASE);
    let vault = setting.vault();
    let made = vault.choose_passphrase(&marks(None, 0), phrase()).await;
    let (file, aside) = (
        setting.folder.path().join("vault.key"),
        setting.folder.path().join("aside"),
    );
    std::fs::rename(&file, &aside).unwrap();
    let kept_in_it = Marks {
        kept_in: Some(KeptIn::Passphrase),
        ..marks(id(&made.unwrap()), 1)
    };
    let restarted = setting.vault();
    restarted.have_unlocked(&kept_in_it).await.unwrap();

    for told in [
        restarted.open(&kept_in_it).await,
        restarted.unlock(&kept_in_it, Some(phrase())).await,
        restarted.choose_passphrase(&kept_in_it, phrase()).await,
    ] {
        assert_eq!(told.unwrap_err(), VaultError::KeyFileMissing(file.clone()));
    }

    std::fs::rename(&aside, &file).unwrap();
    let back = restarted.unlock(&kept_in_it, Some(phrase())).await.unwrap();
    assert_eq!(id(&back), kept_in_it.key);
}

#[tokio::test]
async fn from_the_keyring_the_key_moves_into_the_file_and_leaves_the_keyring() {
    let setting = Setting::new();
    let vault = setting.vault();
    let made = vault.open(&marks(None, 0)).await.unwrap();
    let marks = marks(id(&made), 1);
    vault
        .choose_passphrase(&marks, Secret::from(PHRASE))
        .await
        .unwrap();
    assert!(setting.holder.kept().is_empty());
    let restarted = setting.vault();
    let again = restarted.unlock(&marks, Some(Secret::from(PHRASE))).await;
    assert_eq!(id(&again.unwrap()), id(&made));
}

/// What the database says after a crash, given the keys before and after.
type After = fn(&Rotation) -> KeyId;

#[tokio::test]
async fn a_change_of_the_key_may_be_broken_off_anywhere() {
    let kept_the_old: After = |rotation| rotation.old.current().id();
    let took_the_new: After = |rotation| rotation.new.id();
    for after in [kept_the_old, took_the_new] {
        let setting = Setting::new();
        let vault = setting.vault();
        let made = vault.open(&marks(None, 0)).await.unwrap();
        let before = marks(id(&made), 1);
        let rotation = vault.begin_rotation(&before, None).await.unwrap();
        let named = after(&rotation);

        // The crash: nothing more is done, and the next start reads the database.
        let restarted = setting.vault();
        let keys = restarted
            .open(&marks(Some(named.clone()), 1))
            .await
            .unwrap();

        assert_eq!(id(&keys), Some(named.clone()));
        let after = marks(Some(named.clone()), 1);
        restarted.drop_unneeded(&after, &[]).await.unwrap();
        let ring = KeyRing::parse(&setting.holder.kept()[0]).unwrap();
        assert_eq!(ring.ids(), [named]);
    }
}

#[tokio::test]
async fn the_old_key_is_kept_as_long_as_something_needs_it() {
    let setting = Setting::new();
    let vault = setting.vault();
    let made = vault.open(&marks(None, 0)).await.unwrap();
    let old = made.current().id();
    let rotation = vault.begin_rotation(&marks(id(&made), 1), None).await;
    let rotation = rotation.unwrap();
    let (new, after) = (rotation.new.id(), marks(Some(rotation.new.id()), 1));
    let needed = [old.clone()];
    vault.end_rotation(rotation, &after, &needed).await.unwrap();

    let restarted = setting.vault();
    let keys = restarted.open(&after).await.unwrap();
    assert_eq!(id(&keys), Some(new.clone()));
    assert_eq!(keys.ids(), [old, new.clone()]);

    restarted.drop_unneeded(&after, &[]).await.unwrap();
    for keys in [
        restarted.opened().unwrap(),
        setting.vault().open(&after).await.unwrap(),
    ] {
        assert_eq!(keys.ids(), std::slice::from_ref(&new));
    }
}

#[tokio::test]
async fn where_everything_was_removed_the_keys_are_in_neither_keyring_nor_file() {
    let setting = Setting::new();
    let vault = setting.vault();
    vault.open(&marks(None, 0)).await.unwrap();
    vault.destroy(&marks(None, 0).name).await.unwrap();
    assert!(setting.holder.kept().is_empty());
    assert!(vault.opened().is_none());

    setting.holder.answer_with(Some(HolderError::Absent));
    let phrase = Secret::from(PHRASE);
    vault
        .choose_passphrase(&marks(None, 0), phrase)
        .await
        .unwrap();
    assert!(has_key_file(setting.folder.path()));
    vault.destroy(&marks(None, 0).name).await.unwrap();
    assert!(!has_key_file(setting.folder.path()));
}

#[tokio::test]
async fn a_locked_keyring_says_that_it_keeps_the_keys_for_now() {
    let setting = Setting::new();
    let vault = setting.vault();
    vault.open(&marks(None, 0)).await.unwrap();
    setting.holder.answer_with(Some(HolderError::Locked));
    let left = vault.destroy(&marks(None, 0).name).await;
    assert_eq!(left.unwrap_err(), VaultError::KeyringLocked);
    assert!(vault.opened().is_none());
}

#[tokio::test]
async fn a_holder_that_takes_no_second_key_ends_the_change_before_it_began() {
    let setting = Setting::new();
    let vault = setting.vault();
    let made = vault.open(&marks(None, 0)).await.unwrap();
    setting.holder.refuse_after(0);
    let begun = vault.begin_rotation(&marks(id(&made), 1), None).await;
    assert!(matches!(begun, Err(VaultError::Denied(_))));
    let found = setting.vault().open(&marks(id(&made), 1)).await.unwrap();
    assert_eq!(id(&found), id(&made));
}

#[tokio::test]
async fn a_holder_that_dies_before_the_old_key_is_dropped_keeps_the_new_one() {
    let setting = Setting::new();
    let vault = setting.vault();
    let made = vault.open(&marks(None, 0)).await.unwrap();
    setting.holder.refuse_after(1);
    let rotation = vault
        .begin_rotation(&marks(id(&made), 1), None)
        .await
        .unwrap();
    let after = marks(Some(rotation.new.id()), 1);
    assert!(vault.end_rotation(rotation, &after, &[]).await.is_err());
    assert_eq!(id(&vault.opened().unwrap()), after.key, "the run goes on");
    let found = setting.vault().open(&after).await.unwrap();
    assert_eq!(id(&found), after.key);
}

#[tokio::test]
async fn a_key_file_is_changed_only_with_its_passphrase() {
    let setting = Setting::new();
    let vault = setting.vault();
    let made = vault
        .choose_passphrase(&marks(None, 0), Secret::from(PHRASE))
        .await
        .unwrap();
    let before = marks(id(&made), 1);
    let refused = vault.begin_rotation(&before, None).await.unwrap_err();
    assert_eq!(refused, VaultError::PassphraseWanted);
    let typed = Some(Secret::from(PHRASE));
    let rotation = vault.begin_rotation(&before, typed).await.unwrap();
    let after = marks(Some(rotation.new.id()), 1);
    vault.end_rotation(rotation, &after, &[]).await.unwrap();
    let restarted = setting.vault();
    let again = restarted.unlock(&after, Some(Secret::from(PHRASE))).await;
    assert_eq!(id(&again.unwrap()), after.key);
}
