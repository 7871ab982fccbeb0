//! The calendars of an account
//! (<https://learn.microsoft.com/graph/api/user-list-calendars>).

use serde::Deserialize;

use super::event::lenient;
use super::{Account, Collection, pages};
use crate::calendars::found::{Found, Listing, MOST_CALENDARS, MOST_LISTED};
use crate::calendars::http::HttpFetcher;
use crate::calendars::{FetchError, appearance};

/// What is asked of each.
const FIELDS: &str = "id,name,color,hexColor,isDefaultCalendar,canEdit";

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Entry {
    #[serde(deserialize_with = "lenient")]
    id: String,
    #[serde(deserialize_with = "lenient")]
    name: String,
    #[serde(deserialize_with = "lenient")]
    color: String,
    #[serde(deserialize_with = "lenient")]
    hex_color: String,
    #[serde(deserialize_with = "lenient")]
    is_default_calendar: bool,
    #[serde(deserialize_with = "lenient")]
    can_edit: bool,
}

/// The calendars of an account, each once.
pub(super) async fn list(
    http: &HttpFetcher,
    account: &Account,
) -> Result<Listing<Found<Collection>>, FetchError> {
    let no_calendars = || FetchError::NoCalendars {
        place: account.bearer.to_string(),
    };
    let mut url = account.bearer.below(&["me", "calendars"]);
    url.query_pairs_mut()
        .append_pair("$select", FIELDS)
        .append_pair("$top", "100");
    let mut found: Vec<Found<Collection>> = Vec::new();
    let mut is_complete = true;
    let listed = pages::each(http, account, url, |entries: Vec<Entry>| {
        for entry in entries {
            let is_new = found.iter().all(|known| known.provider_id != entry.id);
            if is_new && !entry.id.is_empty() && found.len() < MOST_LISTED {
                found.push(calendar(account, entry));
            } else if is_new {
                is_complete = false;
            }
        }
        Ok(())
    });
    match listed.await {
        // An account without a mailbox (`MailboxNotEnabledForRESTAPI`, `ResourceNotFound`).
        Err(FetchError::CalendarGone { .. }) => Err(no_calendars()),
        Err(error) => Err(error),
        Ok(()) if found.is_empty() => Err(no_calendars()),
        Ok(()) => Ok(Listing {
            is_complete: is_complete && found.len() <= MOST_CALENDARS,
            calendars: found,
        }),
    }
}

fn calendar(account: &Account, entry: Entry) -> Found<Collection> {
    let name = if entry.name.trim().is_empty() {
        "Calendar".to_owned()
    } else {
        entry.name
    };
    Found {
        name,
        color: color(&entry.hex_color, &entry.color),
        // Graph tells no zone of a calendar.
        zone: None,
        is_primary: entry.is_default_calendar,
        // Holidays, birthdays and colleagues' calendars wait to be switched on.
        is_on_at_first: entry.is_default_calendar || entry.can_edit,
        location: Collection {
            account: account.clone(),
            id: entry.id.clone(),
        },
        provider_id: entry.id,
    }
}

/// The colour as `#rrggbb`: the exact one where there is one, else that of the named theme.
fn color(hex: &str, named: &str) -> Option<String> {
    appearance::color(hex).or_else(|| {
        let theme = THEME.iter().find(|(name, _)| *name == named);
        theme.map(|(_, color)| (*color).to_owned())
    })
}

/// The `calendarColor`s, about as Outlook shows them; `auto` leaves it open.
const THEME: [(&str, &str); 9] = [
    ("lightBlue", "#a6d1f5"),
    ("lightGreen", "#87d28e"),
    ("lightOrange", "#fcab73"),
    ("lightGray", "#c0c0c0"),
    ("lightYellow", "#f4d679"),
    ("lightTeal", "#76d3ce"),
    ("lightPink", "#f08cc0"),
    ("lightBrown", "#cba287"),
    ("lightRed", "#f88c9b"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("#0078D4", "auto", Some("#0078d4"))]
    #[case("0078d4", "auto", Some("#0078d4"))]
    #[case("", "lightGreen", Some("#87d28e"))]
    #[case("red;}", "lightRed", Some("#f88c9b"))]
    #[case("", "auto", None)]
    #[case("#12345ß", "", None)]
    fn a_calendar_has_its_exact_colour_or_that_of_its_theme(
        #[case] hex: &str,
        #[case] named: &str,
        #[case] read: Option<&str>,
    ) {
        assert_eq!(color(hex, named).as_deref(), read);
    }
}
