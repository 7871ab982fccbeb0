//! The desktop session: who shows notifications and tray icons, and whether the app starts with it.

use storytime_desktop::autostart::{self, Autostart};
use storytime_desktop::session;

use super::check::Check;

/// The app's program, as the autostart entry names it.
const APP: &str = "storytime-calendar";

pub async fn checks() -> [Check; 3] {
    [notifications().await, tray().await, starts_with_session()]
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
