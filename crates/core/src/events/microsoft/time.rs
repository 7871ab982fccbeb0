//! Times as Graph writes them (resource type `dateTimeTimeZone`): a local time with seven digits of
//! a second, without an offset, and the name of a zone beside it.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use storytime_types::Instant;

use crate::calendars::microsoft::event::ZonedTime;
use crate::events::zones::Zone;

/// How a name begins that only Microsoft's programs know: `tzone://Microsoft/Custom`.
const OWN_SCHEME: &str = "tzone://Microsoft/";

/// Finds zones by their names, each once.
pub(super) struct Zones<'z> {
    found: HashMap<String, Option<Zone>>,
    /// Where a time is read whose zone nobody knows.
    pub(super) home: &'z Zone,
}

impl<'z> Zones<'z> {
    pub(super) fn new(home: &'z Zone) -> Self {
        Self {
            found: HashMap::new(),
            home,
        }
    }

    /// The zone of this name, none where nobody knows it. A zone that somebody described in numbers
    /// (`Custom`) has no name that tells it.
    pub(super) fn find(&mut self, name: &str) -> Option<Zone> {
        if let Some(known) = self.found.get(name) {
            return known.clone();
        }
        let own = name.strip_prefix(OWN_SCHEME).unwrap_or(name);
        let found = match own {
            "UTC" | "Utc" => Some(Zone::utc()),
            _ => Zone::find(own),
        };
        self.found.insert(name.to_owned(), found.clone());
        found
    }
}

/// When something begins or ends.
pub(super) struct Resolved {
    pub(super) at: Instant,
    /// The name of its zone, if nobody knows it: then it is read in the person's own.
    pub(super) unknown_zone: Option<String>,
}

/// The moment that is meant; none where the text is no time.
pub(super) fn resolve(time: &ZonedTime, zones: &mut Zones<'_>) -> Option<Resolved> {
    let known = |at| Resolved {
        at,
        unknown_zone: None,
    };
    if let Some(at) = Instant::parse(time.date_time.trim()) {
        return Some(known(at));
    }
    let local = local(&time.date_time)?;
    match time.time_zone.as_deref().map(str::trim) {
        // UTC is what was asked for.
        None | Some("") => Some(known(Zone::utc().resolve(local))),
        Some(name) => Some(match zones.find(name) {
            Some(zone) => known(zone.resolve(local)),
            None => Resolved {
                at: zones.home.resolve(local),
                unknown_zone: Some(name.to_owned()),
            },
        }),
    }
}

/// The day that an all-day event begins or ends on: from midnight to midnight, whatever the zone.
pub(super) fn day(time: &ZonedTime) -> Option<NaiveDate> {
    nearest_midnight(local(&time.date_time)?)
}

/// The day on which an all-day series has an instance begin. Graph tells it as the midnight of the
/// mailbox's zone in UTC, and that zone nowhere for certain: `originalStartTimeZone` may say UTC all
/// the same.
pub(super) fn original_day(at: Instant, told: Option<&Zone>, home: &Zone) -> Option<NaiveDate> {
    let exact = told.into_iter().chain([home]).find_map(|zone| {
        let local = zone.local(at);
        (local.time() == NaiveTime::MIN).then(|| local.date())
    });
    exact.or_else(|| nearest_midnight(Zone::utc().local(at)))
}

/// `2026-11-23T09:00:00.0000000`, also with an offset, which does not count here, or a date alone.
fn local(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    let with_offset = || chrono::DateTime::parse_from_rfc3339(text).ok();
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
        .ok()
        .or_else(|| with_offset().map(|at| at.naive_local()))
        .or_else(|| Some(text.parse::<NaiveDate>().ok()?.and_time(NaiveTime::MIN)))
}

fn nearest_midnight(local: NaiveDateTime) -> Option<NaiveDate> {
    Some(local.checked_add_signed(TimeDelta::hours(12))?.date())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn time(text: &str, zone: &str) -> ZonedTime {
        ZonedTime {
            date_time: text.into(),
            time_zone: (!zone.is_empty()).then(|| zone.into()),
        }
    }

    #[rstest]
    #[case("2026-11-23T09:00:00.0000000", "UTC", "2026-11-23T09:00:00Z")]
    #[case("2026-11-23T09:00:00.1234567", "UTC", "2026-11-23T09:00:00.123Z")]
    #[case("2026-11-23T09:00:00", "", "2026-11-23T09:00:00Z")]
    #[case(
        "2026-11-23T09:00:00.0000000",
        "tzone://Microsoft/Utc",
        "2026-11-23T09:00:00Z"
    )]
    #[case(
        "2026-11-23T09:00:00.0000000",
        "W. Europe Standard Time",
        "2026-11-23T08:00:00Z"
    )]
    #[case(
        "2026-07-23T09:00:00.0000000",
        "Pacific Standard Time",
        "2026-07-23T16:00:00Z"
    )]
    #[case("2026-11-23T09:00:00.0000000", "Asia/Kolkata", "2026-11-23T03:30:00Z")]
    #[case("2026-11-23T09:00:00+02:00", "", "2026-11-23T07:00:00Z")]
    fn a_time_is_told_in_its_zone(#[case] text: &str, #[case] zone: &str, #[case] at: &str) {
        let home = Zone::utc();
        let resolved = resolve(&time(text, zone), &mut Zones::new(&home)).unwrap();
        assert_eq!(resolved.at.to_string(), at);
        assert_eq!(resolved.unknown_zone, None);
    }

    #[rstest]
    #[case("tzone://Microsoft/Custom")]
    #[case("Customized Time Zone")]
    fn a_zone_that_nobody_knows_is_the_person_s_own(#[case] name: &str) {
        let home = Zone::iana("Europe/Berlin").unwrap();
        let resolved = resolve(
            &time("2026-11-23T09:00:00.0000000", name),
            &mut Zones::new(&home),
        )
        .unwrap();
        assert_eq!(resolved.at.to_string(), "2026-11-23T08:00:00Z");
        assert_eq!(resolved.unknown_zone.as_deref(), Some(name));
    }

    #[rstest]
    #[case("")]
    #[case("tomorrow")]
    #[case("2026-11-31T09:00:00")]
    #[case("0000000000-00-00T99:99:99")]
    fn what_is_no_time_is_none(#[case] text: &str) {
        let home = Zone::utc();
        let read = resolve(&time(text, "UTC"), &mut Zones::new(&home));
        assert!(read.is_none());
        assert_eq!(day(&time(text, "UTC")), None);
    }

    #[rstest]
    #[case("2026-11-23T00:00:00.0000000", "UTC")]
    #[case("2026-11-23T00:00:00.0000000", "Pacific Standard Time")]
    #[case("2026-11-23", "")]
    #[case("2026-11-22T23:00:00.0000000", "UTC")]
    #[case("2026-11-23T08:00:00.0000000", "UTC")]
    fn an_all_day_event_is_on_its_date_whatever_the_zone(#[case] text: &str, #[case] zone: &str) {
        let date = NaiveDate::from_ymd_opt(2026, 11, 23);
        assert_eq!(day(&time(text, zone)), date);
    }

    #[rstest]
    #[case::in_california_though_utc_is_told("2018-06-05T07:00:00Z", Some("UTC"), "UTC")]
    #[case::in_berlin("2018-06-04T22:00:00Z", Some("Europe/Berlin"), "UTC")]
    #[case::in_auckland_the_person_s_own("2018-06-04T12:00:00Z", None, "Pacific/Auckland")]
    #[case::in_kiritimati("2018-06-04T10:00:00Z", Some("Pacific/Kiritimati"), "UTC")]
    #[case::as_a_date_in_utc("2018-06-05T00:00:00Z", Some("Europe/Berlin"), "Europe/Berlin")]
    fn the_original_day_of_an_all_day_instance(
        #[case] at: &str,
        #[case] told: Option<&str>,
        #[case] home: &str,
    ) {
        let at = Instant::parse(at).unwrap();
        let told = told.and_then(Zone::iana);
        let home = Zone::iana(home).unwrap();
        let day = original_day(at, told.as_ref(), &home);
        assert_eq!(day, NaiveDate::from_ymd_opt(2018, 6, 5));
    }
}
