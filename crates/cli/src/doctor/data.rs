//! The data directory: database, engine, calendars, channels.

use std::path::Path;

use storytime_core::api::examination::{Contents, Database, Examination, StoredChannel};
use storytime_core::io_words::{in_words, what_to_do};
use storytime_types::calendars::{Integration, IntegrationStatus};

use super::check::Check;

pub fn checks(folder: &Path, seen: Examination) -> Vec<Check> {
    let engine = match seen.engine {
        Some(pid) => Check::ok("engine", format!("runs as process {pid}")),
        None => Check::note("engine", "does not run, so nothing reminds: start the app"),
    };
    let place = folder.display();
    let writable = match seen.folder {
        None => Check::ok("data directory", format!("{place} can be written")),
        Some(error) => Check::problem(
            "data directory",
            format!(
                "{place} cannot be written ({}): {}, or choose another one with --data-dir or \
                 STORYTIME_DATA_DIR",
                in_words(&error),
                what_to_do(&error)
            ),
        ),
    };
    let (database, contents) = database(folder, seen.database);
    let Contents {
        integrations,
        channels,
        clock,
        notice,
        need_key_file: _,
    } = contents;
    let mut checks = vec![writable, database, engine];
    checks.extend(clock.map(|clock| Check::problem("clock", clock)));
    checks.extend(notice.map(|notice| Check::note("database", notice)));
    for found in &integrations {
        checks.push(integration(found));
        checks.extend(calendars(found));
    }
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

/// Each calendar of several that has trouble; of a single one its integration tells.
fn calendars(found: &Integration) -> impl Iterator<Item = Check> {
    let is_on = found.status != IntegrationStatus::Inactive && found.calendars.len() > 1;
    let on = found
        .calendars
        .iter()
        .filter(move |one| is_on && one.is_active);
    on.filter_map(|one| {
        let name = format!("calendar {}/{}", found.called(), one.name);
        let trouble = one.trouble()?;
        Some(match one.error_message {
            Some(_) => Check::problem(name, trouble),
            // It was read; not everything in it could be used.
            None => Check::note(name, trouble),
        })
    })
}

/// Whether any of its calendars could not be read.
fn fails(found: &Integration) -> bool {
    let mut on = found.calendars.iter().filter(|one| one.is_active);
    on.any(|one| one.error_message.is_some())
}

fn integration(found: &Integration) -> Check {
    let name = format!("calendar {}", found.called());
    let tell = calendars(found).count();
    let sum = format!(
        "{tell} of its {} calendars need a look",
        found.calendars.len()
    );
    let why = match tell {
        0 => found.error_message.as_deref(),
        _ => Some(&*sum),
    };
    match found.status {
        IntegrationStatus::Active => {
            let read = match &found.last_sync_local {
                // A running engine may know of a later time, which it writes once an hour.
                Some(at) => format!("last read {at}, or up to an hour later"),
                None => "not read yet".to_owned(),
            };
            match why {
                Some(why) if fails(found) => Check::problem(name, format!("{why} ({read})")),
                Some(why) => Check::note(name, format!("{why} ({read})")),
                None => Check::ok(name, read),
            }
        }
        IntegrationStatus::Inactive => Check::note(name, "switched off"),
        IntegrationStatus::Error => Check::problem(
            name,
            why.unwrap_or("the last sync failed; it is tried again"),
        ),
        IntegrationStatus::Expired => {
            let why = found.error_message.as_deref();
            let why = why.unwrap_or("its sign-in has ended: connect it again");
            Check::problem(name, format!("{why} (on the Calendars page)"))
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
    use storytime_types::calendars::{Calendar, CalendarProvider, Freshness, Presence, SourceKind};
    use storytime_types::choices::Privacy;
    use storytime_types::{CalendarId, Instant, IntegrationId};

    fn work() -> Integration {
        Integration {
            id: IntegrationId("i".into()),
            provider: CalendarProvider::Ics,
            username: None,
            status: IntegrationStatus::Error,
            name: "work".into(),
            last_sync_at: None,
            last_sync_local: None,
            still_read_since: None,
            kind: SourceKind::File,
            address: None,
            stale: Freshness::Fresh,
            error_message: Some("/x/work.ics does not exist".into()),
            notice: None,
            calendars: vec![],
        }
    }

    #[test]
    fn a_calendar_that_failed_is_a_problem_with_its_own_sentence() {
        let found = work();
        let check = integration(&found);
        assert_eq!(check.state, State::Problem);
        assert_eq!(check.message, "/x/work.ics does not exist");
        let off = Integration {
            status: IntegrationStatus::Inactive,
            ..found
        };
        assert_eq!(integration(&off).state, State::Note);
    }

    #[test]
    fn an_account_that_has_ended_says_where_it_is_connected_again() {
        let ended = Integration {
            status: IntegrationStatus::Expired,
            error_message: Some("Google no longer accepts this sign-in: connect again".into()),
            ..work()
        };
        assert_eq!(
            integration(&ended).message,
            "Google no longer accepts this sign-in: connect again (on the Calendars page)"
        );
    }

    #[test]
    fn each_file_of_a_folder_that_has_trouble_says_which() {
        let file = |name: &str, failure: Option<&str>, notice: Option<&str>| Calendar {
            id: CalendarId(name.into()),
            name: name.into(),
            color: None,
            timezone: None,
            is_primary: false,
            is_active: true,
            privacy: Privacy::Full,
            private_as_others: false,
            lead_times: None,
            use_provider_reminders: false,
            upcoming_events: 0,
            added_at: Instant::from_ms(0),
            last_sync_at: None,
            last_sync_local: None,
            error_message: failure.map(str::to_owned),
            notice: notice.map(str::to_owned),
            presence: Presence::Listed,
            missing_since: None,
            missing_since_local: None,
        };
        let folder = Integration {
            status: IntegrationStatus::Active,
            name: "team".into(),
            calendars: vec![
                file("a", Some("/x/a.ics is empty"), None),
                file("b", None, None),
                file("c", None, Some("\"Tick\" is left out.")),
            ],
            ..work()
        };
        let checks: Vec<_> = calendars(&folder).collect();
        let lines: Vec<_> = checks.iter().map(Check::line).collect();
        assert_eq!(
            lines,
            [
                "PROBLEM  calendar team/a: /x/a.ics is empty\n",
                "note     calendar team/c: \"Tick\" is left out.\n",
            ]
        );
        assert_eq!(
            integration(&folder).message,
            "2 of its 3 calendars need a look (not read yet)"
        );
    }
}
