//! What is wrong with what is connected, in the words that its owner reads.

use storytime_types::calendars::{Calendar, Integration, IntegrationStatus};

use crate::engine::in_one;

/// One sentence for each calendar that could not be read, or not all of it; where it is not known of
/// any, the integration's own.
pub(super) fn of(integration: &Integration) -> Vec<String> {
    let on = || integration.calendars.iter().filter(|one| one.is_active);
    match integration.status {
        IntegrationStatus::Inactive => Vec::new(),
        // Nothing of it is looked at, so nobody could tell when it is well again.
        _ if on().next().is_none() => Vec::new(),
        // Nothing of it can be read until it is connected again.
        IntegrationStatus::Expired => integration.error_message.iter().cloned().collect(),
        IntegrationStatus::Error if !on().any(|one| one.error_message.is_some()) => {
            integration.error_message.iter().cloned().collect()
        }
        _ => on()
            .filter_map(|one| of_calendar(integration, one))
            .chain(integration.notice.clone())
            .collect(),
    }
}

/// A failure says where it happened; what was left out is told with the calendar's name.
fn of_calendar(integration: &Integration, calendar: &Calendar) -> Option<String> {
    let trouble = calendar.trouble()?;
    let names_itself = calendar.error_message.is_some() || calendar.name == integration.name;
    Some(if names_itself {
        trouble.to_owned()
    } else {
        format!("{}: {trouble}", calendar.name)
    })
}

/// Puts the troubles of the calendars into the integration's own sentence.
pub(super) fn tell(integration: &mut Integration) {
    let mut troubles = of(integration);
    integration.error_message = match troubles.len() {
        0 => None,
        1 => troubles.pop(),
        _ => Some(in_one(troubles)),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use storytime_types::calendars::{CalendarProvider, Freshness, Presence, SourceKind};
    use storytime_types::choices::Privacy;
    use storytime_types::{CalendarId, Instant, IntegrationId};

    fn calendar(name: &str, failure: Option<&str>, notice: Option<&str>) -> Calendar {
        Calendar {
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
        }
    }

    fn folder(status: IntegrationStatus, calendars: Vec<Calendar>) -> Integration {
        Integration {
            id: IntegrationId("i".into()),
            provider: CalendarProvider::Ics,
            username: None,
            status,
            kind: SourceKind::Folder,
            name: "team".into(),
            address: None,
            last_sync_at: None,
            last_sync_local: None,
            still_read_since: None,
            stale: Freshness::Fresh,
            error_message: Some("/home/robin/team does not exist".into()),
            notice: None,
            calendars,
        }
    }

    #[test]
    fn what_is_left_out_of_one_file_is_told_beside_what_fails_in_another() {
        let calendars = vec![
            calendar("a", Some("/home/robin/team/a.ics is empty"), Some("Old.")),
            calendar("b", None, Some("\"Tick\" is left out.")),
            calendar("c", None, None),
        ];
        let mut one = folder(IntegrationStatus::Active, calendars);

        tell(&mut one);

        assert_eq!(
            one.error_message.unwrap(),
            "/home/robin/team/a.ics is empty. b: \"Tick\" is left out"
        );
    }

    #[test]
    fn that_an_account_has_too_many_calendars_is_told_beside_what_fails_in_one() {
        let calendars = vec![calendar("b", Some("b is no longer in its account"), None)];
        let mut one = folder(IntegrationStatus::Active, calendars);
        one.notice = Some("It has too many.".into());
        assert_eq!(
            of(&one),
            ["b is no longer in its account", "It has too many."]
        );
    }

    #[test]
    fn a_folder_that_is_gone_says_only_that() {
        let calendars = vec![calendar("b", None, Some("\"Tick\" is left out."))];
        let one = folder(IntegrationStatus::Error, calendars);
        assert_eq!(of(&one), ["/home/robin/team does not exist"]);
    }

    #[test]
    fn an_account_that_lets_nobody_in_says_only_that() {
        let calendars = vec![calendar("b", Some("b is no longer in its account"), None)];
        let mut one = folder(IntegrationStatus::Expired, calendars);
        one.error_message = Some("connect the account again".into());
        assert_eq!(of(&one), ["connect the account again"]);
    }

    #[test]
    fn what_is_switched_off_has_no_troubles() {
        let mut off = calendar("b", Some("/home/robin/team/b.ics is empty"), None);
        let all = folder(IntegrationStatus::Inactive, vec![off.clone()]);
        assert_eq!(of(&all), [""; 0]);
        off.is_active = false;
        for status in [IntegrationStatus::Active, IntegrationStatus::Error] {
            let one = folder(status, vec![off.clone()]);
            assert_eq!(of(&one), [""; 0]);
        }
    }
}
