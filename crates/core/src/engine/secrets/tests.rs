//! What is stored was altered from outside, and changes of the key that are broken off between
//! keyring and database.

use std::future::Future;
use std::pin::Pin;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use storytime_types::calendars::{ConnectIcs, Integration, IntegrationStatus};
use storytime_types::local::Hours;
use storytime_types::sync::SyncJobType;
use storytime_types::vault::{ChoosePassphrase, UnlockVault, VaultState};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::super::{Engine, EngineOptions, sync};
use super::*;
use crate::calendars::NameServers;
use crate::channels::{Channel, Message, SendError};
use crate::clock::manual::ManualClock;
use crate::vault::memory::InMemoryHolder;
use crate::vault::{HolderError, KeyRing, KeySources};

struct Nowhere;

impl Channel for Nowhere {
    fn send<'a>(
        &'a self,
        _: &'a Message,
    ) -> Pin<Box<dyn Future<Output = Result<(), SendError>> + Send + 'a>> {
        Box::pin(async { Ok(()) })
    }
}

/// A data folder, a keyring, and a server with calendars.
struct Scene {
    folder: tempfile::TempDir,
    keyring: InMemoryHolder,
    server: MockServer,
}

impl Scene {
    async fn new() -> Self {
        let server = MockServer::start().await;
        let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\nEND:VCALENDAR\r\n";
        let answer = ResponseTemplate::new(200).set_body_raw(text, "text/calendar");
        Mock::given(any()).respond_with(answer).mount(&server).await;
        Self {
            folder: tempfile::tempdir().unwrap(),
            keyring: InMemoryHolder::default(),
            server,
        }
    }

    /// A start of the program, over once the calendars were looked at.
    async fn start(&self) -> Engine {
        let clock = ManualClock::at(now());
        let engine = Engine::start(EngineOptions {
            data_dir: self.folder.path().to_owned(),
            clock: Arc::new(clock),
            native: Arc::new(Nowhere),
            hours: Hours::TwentyFour,
            keys: KeySources {
                holder: Arc::new(self.keyring.clone()),
                passphrase_file: None,
            },
            name_servers: NameServers::At(Vec::new()),
        });
        let engine = engine.await.unwrap();
        sync::run(&engine.shared, &engine.user, SyncJobType::ManualSync).await;
        engine
    }

    /// With two calendars connected.
    async fn with_two() -> (Self, Engine) {
        let scene = Self::new().await;
        let engine = scene.start().await;
        for name in ["one", "two"] {
            let asked = ConnectIcs {
                url: Some(format!("{}/private/{name}.ics", scene.server.uri())),
                path: None,
            };
            engine.api().connect_ics(asked).await.unwrap();
        }
        (scene, engine)
    }

    /// Stops it, has `statements` done to the database, and starts it again.
    async fn altered(&self, engine: Engine, statements: &[&str]) -> Engine {
        engine.stop().await;
        let mut database = self.database().await;
        for statement in statements {
            let statement = sqlx::AssertSqlSafe((*statement).to_owned());
            sqlx::query(statement).execute(&mut database).await.unwrap();
        }
        database.close().await.unwrap();
        self.start().await
    }

    async fn database(&self) -> SqliteConnection {
        SqliteConnectOptions::new()
            .filename(self.folder.path().join("storytime.db"))
            .connect()
            .await
            .unwrap()
    }

    /// The keys that the keyring keeps now.
    fn ring(&self) -> KeyRing {
        KeyRing::parse(&self.keyring.kept()[0]).unwrap()
    }
}

fn now() -> storytime_types::Instant {
    storytime_types::Instant::parse("2026-11-22T08:00:00Z").unwrap()
}

async fn calendars(engine: &Engine) -> Vec<Integration> {
    engine.api().calendars().await.unwrap()
}

/// The ids of the keys under which the addresses are sealed.
async fn keys_in_use(engine: &Engine) -> Vec<String> {
    let stored = engine.shared.store.addresses(None).await.unwrap();
    let key = |one: &crate::store::secrets::StoredAddress| {
        let sealed = Sealed::parse(&one.address).unwrap();
        sealed.key().as_str().to_owned()
    };
    let mut keys: Vec<_> = stored.iter().map(key).collect();
    keys.dedup();
    keys
}

#[tokio::test]
async fn a_value_altered_from_outside_costs_its_own_calendar_and_no_other() {
    let (scene, engine) = Scene::with_two().await;
    let first = calendars(&engine).await[0].id.clone();
    let alter = format!(
        "UPDATE calendar_integrations SET address = substr(address, 1, length(address) - 4) || 'AAAA'
         WHERE id = '{first}'"
    );

    let engine = scene.altered(engine, &[&alter]).await;

    let found = calendars(&engine).await;
    assert_eq!(found[0].status, IntegrationStatus::Expired);
    let why = found[0].error_message.as_deref().unwrap();
    assert!(why.contains("altered"), "{why}");
    assert_eq!(found[1].status, IntegrationStatus::Active);
    assert_eq!(engine.api().vault().await.unwrap().state, VaultState::Open);
}

#[tokio::test]
async fn values_that_changed_places_open_at_neither() {
    let (scene, engine) = Scene::with_two().await;
    let aside = "UPDATE calendar_integrations SET refresh_token = (SELECT address
        FROM calendar_integrations AS other WHERE other.id != calendar_integrations.id)";
    let swap = "UPDATE calendar_integrations SET address = refresh_token, refresh_token = NULL";

    let engine = scene.altered(engine, &[aside, swap]).await;

    for one in calendars(&engine).await {
        assert_eq!(one.status, IntegrationStatus::Expired, "{one:?}");
    }
}

#[tokio::test]
async fn a_new_key_seals_everything_anew_and_the_old_one_goes() {
    let (scene, engine) = Scene::with_two().await;
    let before = keys_in_use(&engine).await;
    engine.api().back_up().await.unwrap();

    let changed = engine.api().change_vault_key(UnlockVault::default()).await;

    assert_eq!(changed.unwrap().state, VaultState::Open);
    let after = keys_in_use(&engine).await;
    assert_eq!(after.len(), 1);
    assert_ne!(after, before);
    let kept = || {
        scene
            .ring()
            .ids()
            .iter()
            .map(|id| id.as_str().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        kept(),
        [&before[..], &after].concat(),
        "the backup needs the old one"
    );
    engine.shared.store.remove_backups().unwrap();
    engine.shared.drop_unneeded_keys().await.unwrap();
    assert_eq!(kept(), after);
    let engine = scene.altered(engine, &[]).await;
    for one in calendars(&engine).await {
        assert_eq!(one.status, IntegrationStatus::Active, "{one:?}");
    }
}

#[tokio::test]
async fn what_a_restore_replaced_keeps_the_key_that_it_needs() {
    let (scene, engine) = Scene::with_two().await;
    let before = keys_in_use(&engine).await;
    let asked = engine.api().back_up().await.unwrap();
    let restored = engine.api().restore(&asked.id).await.unwrap();
    for one in engine.api().backups().await.unwrap() {
        let file = format!("backups/{}.db", one.id);
        let path = scene.folder.path().join(file);
        if path != std::path::Path::new(&restored.set_aside) {
            std::fs::remove_file(path).unwrap();
        }
    }

    let changed = engine.api().change_vault_key(UnlockVault::default()).await;

    assert_eq!(changed.unwrap().state, VaultState::Open);
    let kept = scene.ring();
    let kept: Vec<_> = kept.ids().iter().map(|id| id.as_str().to_owned()).collect();
    assert!(kept.contains(&before[0]), "{kept:?}");
    let replaced = engine.api().backups().await.unwrap().remove(0);
    engine.api().restore(&replaced.id).await.unwrap();
    for one in calendars(&engine).await {
        assert_eq!(one.status, IntegrationStatus::Active, "{one:?}");
    }
}

#[tokio::test]
async fn a_database_that_refuses_leaves_everything_under_the_old_key() {
    let (scene, engine) = Scene::with_two().await;
    let before = keys_in_use(&engine).await;
    let refuse = "CREATE TRIGGER refuse BEFORE UPDATE ON settings
        WHEN new.name = 'vault_key' BEGIN SELECT RAISE(ABORT, 'no'); END";
    let engine = scene.altered(engine, &[refuse]).await;

    let changed = engine.api().change_vault_key(UnlockVault::default()).await;

    assert!(changed.is_err());
    assert_eq!(keys_in_use(&engine).await, before);
    assert_eq!(scene.ring().newest().unwrap().id().as_str(), before[0]);
    let engine = scene.altered(engine, &["DROP TRIGGER refuse"]).await;
    for one in calendars(&engine).await {
        assert_eq!(one.status, IntegrationStatus::Active, "{one:?}");
    }
}

#[tokio::test]
async fn a_keyring_that_dies_during_a_change_costs_nothing() {
    for stores_before_it_dies in 0..2 {
        let (scene, engine) = Scene::with_two().await;
        scene.keyring.refuse_after(stores_before_it_dies);
        // At the first it refuses the new key, at the second to drop the old one.
        let changed = engine.api().change_vault_key(UnlockVault::default()).await;
        assert_eq!(changed.is_ok(), stores_before_it_dies == 1);
        let in_use = keys_in_use(&engine).await;

        let engine = scene.altered(engine, &[]).await;

        assert_eq!(keys_in_use(&engine).await, in_use);
        for one in calendars(&engine).await {
            assert_eq!(one.status, IntegrationStatus::Active, "{one:?}");
        }
    }
}

#[tokio::test]
async fn beginning_anew_gives_up_what_was_sealed_and_nothing_else() {
    let (scene, engine) = Scene::with_two().await;
    scene.keyring.forget();
    let engine = scene.altered(engine, &[]).await;
    assert_eq!(engine.api().vault().await.unwrap().state, VaultState::Lost);

    let anew = engine.api().begin_vault_anew().await.unwrap();

    assert_eq!((anew.state, anew.secrets), (VaultState::Open, 0));
    for one in calendars(&engine).await {
        assert_eq!(one.status, IntegrationStatus::Expired, "{one:?}");
    }
    let asked = ConnectIcs {
        url: Some(format!("{}/private/one.ics", scene.server.uri())),
        path: None,
    };
    engine.api().connect_ics(asked).await.unwrap();
    assert_eq!(engine.api().vault().await.unwrap().secrets, 1);
    let again = engine.api().begin_vault_anew().await.unwrap_err();
    assert_eq!(again.code, ErrorCode::Conflict);
}

#[tokio::test]
async fn a_key_file_that_is_moved_away_is_named_and_found_again_when_it_is_back() {
    let scene = Scene::new().await;
    scene.keyring.answer_with(Some(HolderError::Absent));
    let engine = scene.start().await;
    let phrase = || Secret::from("correct horse battery");
    let chosen = ChoosePassphrase {
        passphrase: phrase(),
    };
    engine
        .api()
        .choose_passphrase(chosen.clone())
        .await
        .unwrap();
    let asked = ConnectIcs {
        url: Some(format!("{}/private/one.ics", scene.server.uri())),
        path: None,
    };
    engine.api().connect_ics(asked).await.unwrap();
    let file = scene.folder.path().join("vault.key");
    let aside = scene.folder.path().join("aside");
    std::fs::rename(&file, &aside).unwrap();

    let engine = scene.altered(engine, &[]).await;

    let vault = engine.api().vault().await.unwrap();
    assert_eq!(
        (vault.state, vault.kept_in),
        (VaultState::Lost, KeptIn::Passphrase)
    );
    let typed = UnlockVault {
        passphrase: Some(phrase()),
    };
    for refused in [
        engine.api().choose_passphrase(chosen).await.unwrap_err(),
        engine.api().unlock_vault(typed.clone()).await.unwrap_err(),
    ] {
        let told = refused.message;
        assert!(told.contains("vault.key is missing"), "{told}");
        assert!(told.contains("put it back"), "{told}");
    }

    std::fs::rename(&aside, &file).unwrap();
    let vault = engine.api().unlock_vault(typed).await.unwrap();
    assert_eq!(vault.state, VaultState::Open);
    sync::run(&engine.shared, &engine.user, SyncJobType::ManualSync).await;
    let calendar = &calendars(&engine).await[0];
    assert_eq!(calendar.status, IntegrationStatus::Active, "{calendar:?}");
}
