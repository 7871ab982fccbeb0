//! The desktop session: who shows notifications and tray icons, who keeps the key to what is secret,
//! and whether the app starts with it.

use std::time::Duration;

use storytime_core::vault::{
    ANSWER_WITHIN_MS, HolderError, KeyFileSeen, KeyHolder as _, VaultError,
};
use storytime_desktop::autostart::{self, Autostart};
use storytime_desktop::{Keyring, session};

use super::check::Check;

/// The app's program, as the autostart entry names it.
const APP: &str = "storytime-calendar";

pub async fn checks(key_file: KeyFileSeen) -> [Check; 4] {
    [
        notifications().await,
        tray().await,
        key(key_file).await,
        starts_with_session(),
    ]
}

async fn notifications() -> Check {
    let name = "notifications";
    match session::notification_server().await {
        Ok(Some(server)) => Check::ok(name, format!("shown by {} {}", server.name, server.version)),
        Ok(None) => Check::note(
            name,
            "nothing shows them: install a notification daemon such as dunst; until then \
             storytime serve prints reminders",
        ),
        Err(error) => Check::note(name, format!("{error}; storytime serve prints reminders")),
    }
}

async fn tray() -> Check {
    let name = "tray";
    match session::has_tray_host().await {
        Ok(true) => Check::ok(name, "icons are shown"),
        Ok(false) => Check::note(
            name,
            "no icons are shown here (on GNOME, install the AppIndicator extension); starting the \
             app again opens its window",
        ),
        Err(error) => Check::note(name, error.to_string()),
    }
}

/// Whether the key to what is secret can be had, as far as nobody has to be asked.
async fn key(file: KeyFileSeen) -> Check {
    let name = "keyring";
    match file {
        KeyFileSeen::Opens => Check::ok(
            name,
            "not needed: the key is in vault.key, and the passphrase in STORYTIME_KEY_FILE opens it",
        ),
        KeyFileSeen::Waits => Check::note(
            name,
            "not needed: the key is in vault.key, and what is secret waits after each start until \
             its passphrase is typed in Settings under Secrets",
        ),
        KeyFileSeen::Fails(error) => Check::problem(name, error.to_string()),
        KeyFileSeen::Absent => keyring(None).await,
        KeyFileSeen::ToBeMade(passphrase) => keyring(Some(passphrase)).await,
    }
}

async fn keyring(passphrase: Option<Result<(), VaultError>>) -> Check {
    let name = "keyring";
    let patience = Duration::from_millis(ANSWER_WITHIN_MS.unsigned_abs());
    let asked = tokio::time::timeout(patience, Keyring::default().state()).await;
    match asked.unwrap_or(Err(HolderError::Slow)) {
        Ok(()) => Check::ok(name, "open"),
        Err(HolderError::Absent) => absent(passphrase),
        Err(HolderError::Locked) => {
            Check::note(name, "locked, or not set up yet: unlock it in Settings")
        }
        Err(HolderError::Slow) => Check::problem(
            name,
            "it does not answer: if that lasts, restart your session",
        ),
        Err(HolderError::Denied(why)) => Check::problem(
            name,
            format!("it refused ({why}): allow StoryTime Calendar to use it"),
        ),
    }
}

/// Without a keyring, what becomes of secrets hangs on the passphrase that is named for them.
fn absent(passphrase: Option<Result<(), VaultError>>) -> Check {
    let name = "keyring";
    match passphrase {
        None => Check::note(
            name,
            "there is none, so nothing secret can be kept: start one, or choose a passphrase in \
             Settings",
        ),
        Some(Ok(())) => Check::note(
            name,
            "there is none: the key will be kept under the passphrase in STORYTIME_KEY_FILE",
        ),
        Some(Err(error)) => Check::problem(name, error.to_string()),
    }
}

fn starts_with_session() -> Check {
    let name = "autostart";
    match autostart::status(APP) {
        Ok(Autostart::On { entry }) => Check::ok(name, format!("on, by {}", entry.display())),
        Ok(Autostart::ProgramGone { entry, program }) => Check::problem(
            name,
            format!(
                "{} starts {}, which is gone: switch autostart off and on in Settings",
                entry.display(),
                program.display()
            ),
        ),
        Ok(Autostart::Off) => Check::note(name, "off: switch it on in the app's Settings"),
        Ok(Autostart::Unknown) => Check::note(name, "the app's Settings page shows it"),
        Err(error) => Check::problem(name, format!("its entries cannot be read: {error}")),
    }
}
