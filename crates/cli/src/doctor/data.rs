//! The data directory: database, engine, calendars, channels.

use std::path::Path;

use storytime_core::api::examination::{Contents, Database, StoredChannel, examine};
use storytime_types::Instant;
use storytime_types::calendars::{Integration, IntegrationStatus};

use super::check::Check;

pub async fn checks(folder: &Path, now: Instant) -> Vec<Check> {
    let seen = examine(folder, now).await;
    let engine = match seen.engine {
        Some(pid) => Check::ok("engine", format!("runs as process {pid}")),
        None => Check::note("engine", "does not run, so nothing reminds: start the app"),
    };
    let place = folder.display();
    let writable = match seen.folder {
        None => Check::ok("data directory", format!("{place} can be written")),
        Some(why) => Check::problem(
            "data directory",
            format!(
                "{place} cannot be written ({why}): give yourself permission to write there, or \
                 choose another one with --data-dir or STORYTIME_DATA_DIR"
            ),
        ),
    };
    let (database, contents) = database(folder, seen.database);
    let Contents {
        integrations,
        channels,
        notice,
    } = contents;
    let mut checks = vec![writable, database, engine];
    checks.extend(notice.map(|notice| Check::note("database", notice)));
    checks.extend(integrations.iter().map(integration));
    checks.extend(channels.iter().map(channel));
    checks
}

fn database(folder: &Path, found: Database) -> (Check, Contents) {
    let place = folder.join("storytime.db");
    let place = place.display();
    let check = match found {
        Database::Sound(contents) => {
            return (Check::ok("database", format!("{place} is sound")), contents);
        }
        Database::Absent => Check::note(
            "database",
            format!("{place} is not there yet: start the app once"),
        ),
        Database::Damaged => Check::problem(
            "database",
            format!("{place} is damaged: restart the app, and it restores the newest backup"),
        ),
        Database::Unreadable(error) => Check::problem("database", format!("{place}: {error}")),
    };
    (check, Contents::default())
}

fn integration(found: &Integration) -> Check {
    let name = format!("calendar {}", found.name);
    let why = found.error_message.as_deref();
    match found.status {
        IntegrationStatus::Active => {
            let read = match &found.last_sync_local {
                Some(at) => format!("last read {at}"),
                None => "not read yet".to_owned(),
            };
            match why {
                Some(why) => Check::problem(name, format!("{why} ({read})")),
                None => Check::ok(name, read),
            }
        }
        IntegrationStatus::Inactive => Check::note(name, "switched off"),
        IntegrationStatus::Error => Check::problem(
            name,
            why.unwrap_or("the last sync failed; it is tried again"),
        ),
        IntegrationStatus::Expired => {
            Check::problem(name, why.unwrap_or("sign in again in Settings"))
        }
    }
}

fn channel(found: &StoredChannel) -> Check {
    let name = format!("channel {}", found.name);
    if found.active {
        Check::ok(name, format!("on ({})", found.kind))
    } else {
        Check::note(name, "switched off")
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::State;
    use super::*;
    use storytime_types::IntegrationId;
    use storytime_types::calendars::{CalendarProvider, Freshness, SourceKind};

    #[test]
    fn a_calendar_that_failed_is_a_problem_with_its_own_sentence() {
        let found = Integration {
            id: IntegrationId("i".into()),
            provider: CalendarProvider::Ics,
            status: IntegrationStatus::Error,
            name: "work".into(),
            last_sync_at: None,
            last_sync_local: None,
            kind: SourceKind::File,
            address: None,
            stale: Freshness::Fresh,
            error_message: Some("/x/work.ics does not exist".into()),
            calendars: vec![],
        };
        let check = integration(&found);
        assert_eq!(check.state, State::Problem);
        assert_eq!(check.message, "/x/work.ics does not exist");
        let off = Integration {
            status: IntegrationStatus::Inactive,
            ..found
        };
        assert_eq!(integration(&off).state, State::Note);
    }
}
