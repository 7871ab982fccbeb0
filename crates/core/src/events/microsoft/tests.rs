use rstest::rstest;
use serde_json::{Value, json};
use storytime_types::Instant;

use super::*;
use crate::events::ContentHash;

fn window() -> Window {
    let from = Instant::parse("2026-11-23T08:00:00Z").unwrap();
    Window {
        from,
        to: from.plus_ms(14 * Instant::DAY),
    }
}

fn berlin() -> Zone {
    Zone::iana("Europe/Berlin").unwrap()
}

fn read_all(events: Value) -> Expansion {
    let copy = json!({ "events": events }).to_string();
    read(
        copy.as_bytes(),
        window(),
        &berlin(),
        &OwnPatterns::default(),
    )
    .unwrap()
}

/// The standup as Graph shows it, with these fields changed.
fn standup(changes: Value) -> Value {
    let mut event = json!({
        "@odata.etag": "W/\"1\"",
        "id": "id-1",
        "iCalUId": "standup@example.org",
        "type": "singleInstance",
        "seriesMasterId": null,
        "subject": "Standup",
        "isAllDay": false,
        "isCancelled": false,
        "isOrganizer": false,
        "showAs": "busy",
        "responseStatus": {"response": "accepted", "time": "2026-11-01T08:00:00Z"},
        "start": {"dateTime": "2026-11-23T09:00:00.0000000", "timeZone": "UTC"},
        "end": {"dateTime": "2026-11-23T09:15:00.0000000", "timeZone": "UTC"},
        "organizer": {"emailAddress": {"name": "Ann", "address": "Ann@Example.org"}},
        "attendees": [{"type": "required"}, {"type": "optional"}],
        "location": {"displayName": "Room 4"},
        "isReminderOn": true,
        "reminderMinutesBeforeStart": 15
    });
    let fields = event.as_object_mut().unwrap();
    fields.extend(changes.as_object().unwrap().clone());
    event
}

fn one(changes: Value) -> Occurrence {
    let mut read = read_all(json!([standup(changes)]));
    assert_eq!(read.warnings, []);
    read.occurrences.pop().unwrap()
}

fn local(text: &str) -> Value {
    json!({"dateTime": format!("{text}.0000000"), "timeZone": "UTC"})
}

#[test]
fn an_event_is_read_with_all_that_is_shown_of_it() {
    let at = |text| Instant::parse(text).unwrap();
    let expected = Occurrence {
        uid: "standup@example.org".into(),
        instance: InstanceKey::Single,
        span: Span::Timed {
            start: at("2026-11-23T09:00:00Z"),
            end: at("2026-11-23T09:15:00Z"),
        },
        title: "Standup".into(),
        description: Some("Bring cake.".into()),
        location: Some("Room 4".into()),
        meeting_link: None,
        attendee_count: 2,
        organizer: Some("ann@example.org".into()),
        certainty: Certainty::Confirmed,
        busy: true,
        response: OwnResponse::Attending,
        is_private: false,
        reminders: Some(vec![15]),
    };
    let body = json!({"body": {"contentType": "text", "content": "Bring cake.\r\n"}});
    assert_eq!(one(body), expected);
}

#[rstest]
#[case(json!({"isCancelled": true, "subject": "Canceled: Standup"}), Certainty::Cancelled)]
#[case(json!({"showAs": "tentative", "isOrganizer": true}), Certainty::Tentative)]
#[case(json!({"showAs": "tentative", "responseStatus": {"response": "none"}}), Certainty::Tentative)]
#[case(
    json!({"showAs": "tentative", "responseStatus": {"response": "notResponded"}}),
    Certainty::Confirmed
)]
#[case(json!({}), Certainty::Confirmed)]
fn what_is_certain_is_told_from_what_is_unanswered(
    #[case] changes: Value,
    #[case] expected: Certainty,
) {
    assert_eq!(one(changes).certainty, expected);
}

#[rstest]
#[case("none", OwnResponse::Attending)]
#[case("organizer", OwnResponse::Attending)]
#[case("accepted", OwnResponse::Attending)]
#[case("tentativelyAccepted", OwnResponse::Tentative)]
#[case("notResponded", OwnResponse::NeedsAction)]
#[case("declined", OwnResponse::Declined)]
fn the_person_s_own_answer_is_known(#[case] response: &str, #[case] expected: OwnResponse) {
    let answered = one(json!({"responseStatus": {"response": response}}));
    assert_eq!(answered.response, expected);
}

#[rstest]
#[case("free", false)]
#[case("tentative", true)]
#[case("busy", true)]
#[case("oof", true)]
#[case("workingElsewhere", true)]
#[case("unknown", true)]
fn only_free_time_is_not_busy(#[case] show_as: &str, #[case] busy: bool) {
    assert_eq!(one(json!({ "showAs": show_as })).busy, busy);
}

#[rstest]
#[case::the_teams_meeting(
    json!({
        "onlineMeeting": {"joinUrl": "https://teams.microsoft.com/l/meetup-join/19%3ax/0"},
        "onlineMeetingUrl": "https://meet.lync.com/x",
        "location": {"displayName": "https://zoom.us/j/1"}
    }),
    "https://teams.microsoft.com/l/meetup-join/19%3ax/0"
)]
#[case::of_an_older_one(
    json!({"onlineMeeting": null, "onlineMeetingUrl": "https://meet.lync.com/x"}),
    "https://meet.lync.com/x"
)]
#[case::the_place(
    json!({"onlineMeetingUrl": "", "location": {"displayName": "https://zoom.us/j/1"}}),
    "https://zoom.us/j/1"
)]
#[case::the_description(
    json!({"body": {"contentType": "html", "content":
        "<html><body><a href=\"https://zoom.us/j/2?pwd=a&amp;b=c\">Join</a></body></html>"}}),
    "https://zoom.us/j/2?pwd=a&b=c"
)]
fn the_link_to_join_with_is_found(#[case] changes: Value, #[case] link: &str) {
    assert_eq!(one(changes).meeting_link.as_deref(), Some(link));
}

#[test]
fn a_description_in_html_becomes_text() {
    let body = json!({"body": {"contentType": "html", "content":
        "<html><head><style>p{}</style></head><body><p>Agenda</p><ul><li>A &amp; B</ul></body></html>"}});
    assert_eq!(one(body).description.unwrap(), "Agenda\n\n- A & B");
}

#[test]
fn an_all_day_event_is_on_its_dates() {
    let fair = one(json!({
        "isAllDay": true,
        "start": local("2026-11-24T00:00:00"),
        "end": local("2026-11-26T00:00:00")
    }));
    let date = |day| chrono::NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    assert_eq!(
        fair.span,
        Span::AllDay {
            first: date(24),
            end: date(26)
        }
    );
}

#[test]
fn only_what_the_window_shows_is_handed_on() {
    let at = |day: u32, hour: u32| {
        standup(json!({
            "id": format!("{day}-{hour}"), "iCalUId": null,
            "start": local(&format!("2026-11-{day}T{hour:02}:00:00")),
            "end": local(&format!("2026-11-{day}T{hour:02}:30:00"))
        }))
    };
    let day = |day: u32| {
        standup(json!({
            "id": format!("day-{day}"), "iCalUId": null, "isAllDay": true,
            "start": local(&format!("2026-11-{day}T00:00:00")),
            "end": local(&format!("2026-11-{}T00:00:00", day + 1))
        }))
    };
    let shown = read_all(json!([
        at(23, 7),
        at(23, 8),
        at(22, 9),
        day(22),
        day(23),
        day(24)
    ]));
    let uids: Vec<_> = shown.occurrences.iter().map(|one| &*one.uid).collect();
    assert_eq!(uids, ["23-8", "day-23", "day-24"]);
}

#[test]
fn the_instances_of_a_series_are_told_apart_also_when_one_is_moved() {
    let on = |id: &str, kind: &str, original: &str, start: &str| {
        standup(json!({
            "id": id, "type": kind, "seriesMasterId": "series", "iCalUId": format!("ical-{id}"),
            "originalStart": original, "start": local(start), "end": local(start)
        }))
    };
    let read = read_all(json!([
        on("a", "occurrence", "2026-11-24T09:00:00Z", "2026-11-24T09:00:00"),
        on("b", "exception", "2026-11-25T09:00:00Z", "2026-11-24T15:00:00"),
        {"id": "series", "type": "seriesMaster", "start": local("2026-11-24T09:00:00")}
    ]));
    let keys = |one: &Occurrence| (one.uid.clone(), one.instance.to_text());
    assert_eq!(
        read.occurrences.iter().map(keys).collect::<Vec<_>>(),
        [
            ("series".to_owned(), "2026-11-24T09:00:00Z".to_owned()),
            ("series".to_owned(), "2026-11-25T09:00:00Z".to_owned()),
        ]
    );
}

#[test]
fn a_copy_in_the_same_calendar_is_an_event_of_its_own() {
    let read = read_all(json!([
        standup(json!({"id": "a"})),
        standup(json!({"id": "b"}))
    ]));
    let uids: Vec<_> = read.occurrences.iter().map(|one| &*one.uid).collect();
    assert_eq!(uids, ["standup@example.org", "b"]);
}

#[test]
fn an_event_whose_zone_nobody_knows_is_shown_and_told_of() {
    let custom =
        json!({"dateTime": "2026-11-23T10:00:00.0000000", "timeZone": "tzone://Microsoft/Custom"});
    let read = read_all(json!([standup(json!({"start": custom, "end": custom}))]));
    let Span::Timed { start, .. } = read.occurrences[0].span else {
        panic!("not timed")
    };
    assert_eq!(start.to_string(), "2026-11-23T09:00:00Z", "as in Berlin");
    assert_eq!(
        read.warnings[0].cause,
        "nobody knows the time zone \"tzone://Microsoft/Custom\" of \"Standup\": the times are read \
         as local. Choose another zone for it in the calendar"
    );
}

#[rstest]
#[case::ends_before_it_starts(json!({"end": local("2026-11-23T08:00:00")}))]
#[case::no_end(json!({"end": null}))]
#[case::an_end_that_is_none(json!({"end": {"dateTime": "later"}}))]
fn an_event_with_an_impossible_end_takes_no_time(#[case] changes: Value) {
    let read = read_all(json!([standup(changes)]));
    let Span::Timed { start, end } = read.occurrences[0].span else {
        panic!("not timed")
    };
    assert_eq!(start, end);
    assert!(read.warnings.iter().all(|warning| !warning.loss));
}

#[rstest]
#[case(json!({"start": null}))]
#[case(json!({"start": {"dateTime": "soon", "timeZone": "UTC"}}))]
#[case(json!({"start": {"dateTime": "", "timeZone": null}}))]
fn an_event_without_a_start_is_left_out_and_the_others_stay(#[case] changes: Value) {
    let read = read_all(json!([standup(changes), standup(json!({"id": "b"})), {}]));
    assert_eq!(read.occurrences.len(), 1);
    assert_eq!(
        read.warnings[0].cause,
        "\"Standup\" is left out: it has no start that can be read"
    );
}

#[test]
fn an_event_without_a_subject_has_no_title() {
    assert_eq!(one(json!({"subject": null})).title, "");
    assert_eq!(one(json!({"subject": "a\r\nb"})).title, "a b");
}

#[rstest]
#[case(json!({"isReminderOn": false}), Some(&[][..]))]
#[case(json!({"isReminderOn": null}), None)]
#[case(json!({"reminderMinutesBeforeStart": 0}), Some(&[0][..]))]
#[case(json!({"reminderMinutesBeforeStart": -5}), None)]
#[case(json!({"reminderMinutesBeforeStart": 525_600}), None)]
fn the_calendar_s_own_reminder_is_known_and_that_there_is_none(
    #[case] changes: Value,
    #[case] minutes: Option<&[u32]>,
) {
    assert_eq!(one(changes).reminders.as_deref(), minutes);
}

#[rstest]
#[case("normal", false)]
#[case("personal", false)]
#[case("private", true)]
#[case("confidential", true)]
fn what_is_private_there_is_private_here(#[case] sensitivity: &str, #[case] expected: bool) {
    let event = one(json!({ "sensitivity": sensitivity }));
    assert_eq!(event.is_private, expected);
}

#[test]
fn a_megabyte_of_description_is_cut_and_the_hash_knows_what_is_shown() {
    let long = "é".repeat(1 << 19);
    let body = |text: &str| one(json!({"body": {"contentType": "text", "content": text}}));
    let cut_off = body(&long);
    assert!(cut_off.description.as_ref().unwrap().len() <= LONGEST_TEXT);
    assert_ne!(ContentHash::of(&cut_off), ContentHash::of(&body("short")));
}

#[test]
fn what_is_no_copy_cannot_be_read() {
    for bytes in ["", "<html>", "[]", "{\"events\":7}"] {
        let read = read(
            bytes.as_bytes(),
            window(),
            &berlin(),
            &OwnPatterns::default(),
        );
        assert!(read.is_err(), "{bytes}");
    }
}
