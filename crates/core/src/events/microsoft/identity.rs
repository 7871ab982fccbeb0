//! Which meeting an event is, and which instance of it: the same in every calendar that it is in, as
//! far as Graph tells.
//!
//! `iCalUId` is what invitations carry as UID, but that of an occurrence has its date in it. It is
//! the Global Object ID in hexadecimal digits (MS-OXOCAL, 2.2.1.27): 16 bytes that are always the
//! same, 4 of the occurrence's date, and the rest, which is the series'. Without the date it is the
//! series' own UID (MS-OXCICAL, 2.1.3.1.1.20.26).

use storytime_types::Instant;

use super::time::{Zones, day, original_day};
use crate::calendars::microsoft::{Event, Kind};
use crate::events::occurrence::InstanceKey;
use crate::events::text::identifier;

/// The first 16 bytes of a Global Object ID.
const CLASS: &str = "040000008200E00074C5B7101A82E008";

/// Where the occurrence's date is in it: four bytes.
const DATE: std::ops::Range<usize> = 32..40;

/// Where its data begin, and how they do if they are a UID from elsewhere.
const DATA: usize = 80;
const FOREIGN_UID: &[u8] = b"vCal-Uid\x01\0\0\0";

/// The UID of the meeting.
pub(super) fn uid(event: &Event) -> String {
    let ical = event.ical_uid.as_deref().filter(|uid| !uid.is_empty());
    let of_global_id = ical.and_then(without_date);
    let of_series = event.series_master_id.as_ref().filter(|id| !id.is_empty());
    identifier(match (of_global_id, of_series, ical) {
        (Some(uid), _, _) => uid,
        (None, Some(series), _) => series.clone(),
        (None, None, Some(uid)) => uid.to_owned(),
        (None, None, None) => event.id.clone(),
    })
}

/// The UID in a Global Object ID; none for anything else.
fn without_date(ical: &str) -> Option<String> {
    let upper = ical.to_ascii_uppercase();
    let bytes = hex::decode(&upper).ok()?;
    if !upper.starts_with(CLASS) || upper.len() < DATA {
        return None;
    }
    let foreign = bytes[DATA / 2..].strip_prefix(FOREIGN_UID).and_then(|uid| {
        let uid = std::str::from_utf8(uid).ok()?.trim_end_matches('\0');
        (!uid.is_empty()).then(|| uid.to_owned())
    });
    Some(foreign.unwrap_or_else(|| {
        let (before, after) = (&upper[..DATE.start], &upper[DATE.end..]);
        [before, "00000000", after].concat()
    }))
}

/// Which instance it is; none where its times cannot be read.
pub(super) fn instance(event: &Event, start: Instant, zones: &mut Zones<'_>) -> InstanceKey {
    let of_series = event.series_master_id.is_some()
        || matches!(event.kind, Kind::Occurrence | Kind::Exception);
    if !of_series {
        return InstanceKey::Single;
    }
    let original = event.original_start.as_deref().and_then(Instant::parse);
    if !event.is_all_day {
        return InstanceKey::At(original.unwrap_or(start));
    }
    // What was not changed begins where its series has it begin.
    let own = || event.start.as_ref().and_then(day);
    let told = event.original_start_time_zone.as_deref();
    let told = told.and_then(|name| zones.find(name));
    let moved = original.filter(|_| event.kind == Kind::Exception);
    let day = match moved {
        Some(at) => original_day(at, told.as_ref(), zones.home),
        None => own(),
    };
    day.map_or(InstanceKey::At(start), InstanceKey::On)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::zones::Zone;
    use serde_json::json;

    const SERIES: &str = "040000008200E00074C5B7101A82E00800000000F0B9F727763DD6010000000000000000\
                          10000000FD67034ABD1DF54FB31D68570FC7EDEB";
    const OCCURRENCE: &str = "040000008200E00074C5B7101A82E00807EA0B17F0B9F727763DD6010000000000000000\
                              10000000FD67034ABD1DF54FB31D68570FC7EDEB";

    fn event(json: serde_json::Value) -> Event {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn all_occurrences_of_a_series_have_the_uid_of_its_invitation() {
        let one = event(json!({"id": "o1", "iCalUId": OCCURRENCE, "seriesMasterId": "s"}));
        assert_eq!(uid(&one), SERIES);
        let invitation = event(json!({"id": "m", "iCalUId": SERIES.to_lowercase()}));
        assert_eq!(uid(&invitation), SERIES);
    }

    #[test]
    fn a_uid_from_elsewhere_comes_out_as_it_went_in() {
        let foreign = hex::encode(b"vCal-Uid\x01\0\0\0abc@google.com\0");
        let ical = format!("{}00000000{}{foreign}", CLASS, "0".repeat(40));
        assert_eq!(
            uid(&event(json!({"id": "a", "iCalUId": ical}))),
            "abc@google.com"
        );
    }

    #[test]
    fn other_uids_are_taken_as_they_are_and_of_a_series_its_id() {
        assert_eq!(uid(&event(json!({"id": "a", "iCalUId": "x@y"}))), "x@y");
        assert_eq!(
            uid(&event(
                json!({"id": "a", "iCalUId": "x@y", "seriesMasterId": "s"})
            )),
            "s"
        );
        assert_eq!(uid(&event(json!({"id": "a", "iCalUId": ""}))), "a");
        assert_eq!(
            uid(&event(json!({"id": "a", "iCalUId": "04000000é"}))),
            "04000000é"
        );
        assert_eq!(uid(&event(json!({"id": "a", "iCalUId": CLASS}))), CLASS);
    }

    #[test]
    fn an_instance_is_known_by_its_original_start() {
        let home = Zone::utc();
        let start = Instant::parse("2026-11-23T15:00:00Z").unwrap();
        let key = |json| instance(&event(json), start, &mut Zones::new(&home)).to_text();
        let moved = json!({
            "type": "exception", "seriesMasterId": "s", "originalStart": "2026-11-23T09:00:00Z"
        });
        assert_eq!(key(moved), "2026-11-23T09:00:00Z");
        let plain = json!({"type": "occurrence", "seriesMasterId": "s"});
        assert_eq!(key(plain), "2026-11-23T15:00:00Z");
        assert_eq!(
            key(json!({"type": "singleInstance", "originalStart": null})),
            ""
        );
        let day = json!({
            "type": "occurrence", "seriesMasterId": "s", "isAllDay": true,
            "originalStart": "2026-11-23T08:00:00Z",
            "start": {"dateTime": "2026-11-23T00:00:00.0000000", "timeZone": "UTC"}
        });
        assert_eq!(key(day), "2026-11-23");
    }
}
