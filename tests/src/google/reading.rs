//! What becomes of an event as Google writes it.

use rstest::rstest;
use serde_json::{Value, json};
use storytime_core::events::occurrence::{Certainty, Occurrence, OwnResponse, Span};

use super::Follower;
use crate::support::google_fake::event::{With as _, all_day, event, series};
use crate::support::google_fake::{GoogleFake, PRIMARY};

const START: &str = "2026-11-23T09:00:00Z";

/// An event with these fields, as it is read.
async fn read(fields: Value) -> Occurrence {
    let mut all = read_all([event("Standup", START).with(fields)]).await;
    assert_eq!(all.len(), 1);
    all.remove(0)
}

async fn read_all(events: impl IntoIterator<Item = Value>) -> Vec<Occurrence> {
    Follower::with(events).await.occurrences
}

#[tokio::test]
async fn an_event_is_read_with_all_that_a_reminder_shows() {
    let one = read(json!({
        "location": "Room 7\n2nd floor",
        "description": "<p>Bring <b>cake</b></p>",
        "organizer": {"email": "Bob@Example.org"},
        "status": "tentative",
        "attendees": [
            {"email": "ann@example.org", "self": true, "responseStatus": "tentative"},
            {"email": "bob@example.org", "organizer": true, "responseStatus": "accepted"},
            {"email": "room@resource", "resource": true, "responseStatus": "accepted"},
        ],
    }))
    .await;

    assert_eq!(one.title, "Standup");
    assert_eq!(one.location.as_deref(), Some("Room 7 2nd floor"));
    assert_eq!(one.description.as_deref(), Some("Bring cake"));
    assert_eq!(one.organizer.as_deref(), Some("bob@example.org"));
    assert_eq!(one.attendee_count, 2, "a room is nobody");
    assert_eq!(one.certainty, Certainty::Tentative);
    assert_eq!(one.response, OwnResponse::Tentative);
    assert_eq!(one.uid, "standup@google.com");
    assert_eq!(one.instance.to_text(), "");
    assert!(one.busy);
}

#[rstest]
#[case("accepted", false, OwnResponse::Attending)]
#[case("declined", false, OwnResponse::Declined)]
#[case("needsAction", false, OwnResponse::NeedsAction)]
#[case("needsAction", true, OwnResponse::Attending)]
#[case("declined", true, OwnResponse::Declined)]
#[case("asLongAsThereIsCake", false, OwnResponse::NeedsAction)]
#[tokio::test]
async fn ones_own_answer_is_that_of_oneself(
    #[case] status: &str,
    #[case] is_organizer: bool,
    #[case] response: OwnResponse,
) {
    let one = read(json!({
        "organizer": {"email": "x@example.org", "self": is_organizer},
        "attendees": [
            {"email": "bob@example.org", "responseStatus": "declined"},
            {"email": PRIMARY, "self": true, "responseStatus": status},
        ],
    }))
    .await;
    assert_eq!(one.response, response);
}

#[rstest]
#[case::video_before_phone(
    json!({"conferenceData": {"entryPoints": [
        {"entryPointType": "phone", "uri": "tel:+49-30-1"},
        {"entryPointType": "more", "uri": "https://tel.meet/abc"},
        {"entryPointType": "video", "uri": "https://meet.google.com/abc-defg-hij"},
    ]}, "location": "https://zoom.us/j/1"}),
    Some("https://meet.google.com/abc-defg-hij")
)]
#[case::a_service_that_nobody_knows(
    json!({"conferenceData": {"entryPoints": [
        {"entryPointType": "video", "uri": "https://video.example.org/room"},
    ]}}),
    Some("https://video.example.org/room")
)]
#[case::hangout(
    json!({"hangoutLink": "https://meet.google.com/abc-defg-hij",
        "conferenceData": {"entryPoints": [{"entryPointType": "phone", "uri": "tel:+49"}]}}),
    Some("https://meet.google.com/abc-defg-hij")
)]
#[case::location(json!({"location": "https://zoom.us/j/1"}), Some("https://zoom.us/j/1"))]
#[case::html(
    json!({"description": "<a href=\"https://zoom.us/j/1?pwd=a&amp;b=c\">here</a>"}),
    Some("https://zoom.us/j/1?pwd=a&b=c")
)]
#[case::no_meeting(json!({"description": "see https://example.org/agenda"}), None)]
#[tokio::test]
async fn the_link_to_join_is_the_conferences_before_any_other(
    #[case] fields: Value,
    #[case] link: Option<&str>,
) {
    assert_eq!(read(fields).await.meeting_link.as_deref(), link);
}

#[rstest]
#[case("default")]
#[case("fromGmail")]
#[case("focusTime")]
#[case("birthday")]
#[case("outOfOffice")]
#[case("madeUpLater")]
#[tokio::test]
async fn of_whatever_kind_an_event_is_it_takes_the_person_s_time_unless_it_is_marked_free(
    #[case] kind: &str,
) {
    assert!(read(json!({"eventType": kind})).await.busy);
    let free = json!({"eventType": kind, "transparency": "transparent"});
    assert!(!read(free).await.busy);
}

#[tokio::test]
async fn a_working_location_is_no_event() {
    let office = all_day("Office", "2026-11-23", "2026-11-24").with(json!({
        "eventType": "workingLocation", "transparency": "transparent", "visibility": "public",
        "workingLocationProperties": {"type": "homeOffice", "homeOffice": {}},
    }));
    assert!(read_all([office]).await.is_empty());
}

#[tokio::test]
async fn what_is_marked_free_is_free() {
    assert!(!read(json!({"transparency": "transparent"})).await.busy);
    assert!(read(json!({"transparency": "opaque"})).await.busy);
}

#[tokio::test]
async fn of_what_only_the_time_may_be_seen_it_is_said_that_one_is_busy() {
    let fake = GoogleFake::start().await;
    fake.calendar(PRIMARY, json!({"accessRole": "freeBusyReader"}));
    fake.put(json!({
        "id": "b1", "status": "confirmed", "visibility": "private",
        "start": {"dateTime": START}, "end": {"dateTime": "2026-11-23T10:00:00Z"},
    }));
    let mut follower = Follower::of(fake);
    follower.look().await.unwrap();

    assert_eq!(follower.lines(), ["Busy 11-23 09:00"]);
    assert_eq!(follower.occurrences[0].uid, "b1@google.com");
}

#[tokio::test]
async fn an_event_without_a_title_has_none() {
    assert_eq!(read(json!({"summary": null})).await.title, "");
    assert_eq!(read(json!({"summary": " \n "})).await.title, "");
    let private = read(json!({"summary": null, "visibility": "private"})).await;
    assert_eq!(private.title, "Busy");
}

#[tokio::test]
async fn all_day_events_are_on_their_days() {
    let all = read_all([
        all_day("Trip", "2026-11-23", "2026-11-26"),
        all_day("Odd", "2026-11-24", "2026-11-24"),
    ])
    .await;
    let days = |one: &Occurrence| match one.span {
        Span::AllDay { first, end } => (end - first).num_days(),
        Span::Timed { .. } => panic!("not all day"),
    };
    let mut days: Vec<_> = all.iter().map(days).collect();
    days.sort_unstable();
    assert_eq!(days, [1, 3], "none lasts less than a day");
}

#[rstest]
#[case::before_its_start(json!({"end": {"dateTime": "2026-11-23T08:00:00Z"}}))]
#[case::absent(json!({"end": null}))]
#[case::not_a_time(json!({"end": {"dateTime": "soon"}}))]
#[tokio::test]
async fn an_end_that_is_none_is_the_start(#[case] fields: Value) {
    let one = read(fields).await;
    let Span::Timed { start, end } = one.span else {
        panic!("not timed")
    };
    assert_eq!(start, end);
}

#[tokio::test]
async fn times_with_an_offset_or_without_are_what_they_mean() {
    let offset = json!({"start": {"dateTime": "2026-11-23T10:00:00+01:00"}});
    let zone = json!({"start": {"dateTime": "2026-11-23T10:00:00", "timeZone": "Europe/Paris"}});
    let calendar = json!({"start": {"dateTime": "2026-11-23T10:00:00"}});
    for fields in [offset, zone, calendar] {
        let one = read(fields.clone()).await;
        assert!(
            format!("{:?}", one.span).contains("1795424400000"),
            "{fields}: {:?}",
            one.span
        );
    }
}

#[tokio::test]
async fn an_event_without_a_start_is_left_out_and_told_of() {
    let follower = Follower::with([
        event("Standup", START),
        event("Broken", START).with(json!({"start": {"date": "2026-02-31"}})),
    ])
    .await;
    assert_eq!(follower.lines(), ["Standup 11-23 09:00"]);
    assert_eq!(
        follower.warnings,
        ["\"Broken\" is left out: it has no start"]
    );
}

#[tokio::test]
async fn giants_are_cut_to_what_somebody_reads() {
    let guests: Vec<_> = (0..5000)
        .map(|number| json!({"email": format!("g{number}@example.org"), "responseStatus": "accepted"}))
        .collect();
    let one = read(json!({
        "summary": "S".repeat(1 << 20),
        "description": "é".repeat(1 << 20),
        "location": "L".repeat(1 << 20),
        "attendees": guests,
    }))
    .await;
    assert_eq!(one.attendee_count, 5000);
    assert!(one.title.len() <= 2 << 10);
    assert!(one.description.unwrap().len() <= 16 << 10);
    assert!(one.location.unwrap().len() <= 2 << 10);
}

#[rstest]
#[case(json!({"useDefault": true}), Some(&[10][..]))]
#[case(json!({"useDefault": false}), Some(&[][..]))]
#[case(json!({"useDefault": false, "overrides": []}), Some(&[][..]))]
#[case(json!({"useDefault": false, "overrides": [{"method": "email", "minutes": 5}]}), None)]
#[case(json!({"useDefault": false, "overrides": [
    {"method": "popup", "minutes": 60}, {"method": "email", "minutes": 5},
    {"method": "popup", "minutes": 15}, {"method": "popup", "minutes": 15},
    {"method": "popup", "minutes": 99_999},
]}), Some(&[15, 60][..]))]
#[tokio::test]
async fn reminders_are_those_that_google_would_show_on_a_screen(
    #[case] reminders: Value,
    #[case] minutes: Option<&[u32]>,
) {
    let read = read(json!({"reminders": reminders})).await;
    assert_eq!(read.reminders.as_deref(), minutes);
}

#[rstest]
#[case("default", false)]
#[case("public", false)]
#[case("private", true)]
#[case("confidential", true)]
#[tokio::test]
async fn what_is_private_there_is_private_here(#[case] visibility: &str, #[case] is_private: bool) {
    let read = read(json!({"visibility": visibility})).await;
    assert_eq!(read.is_private, is_private);
}

#[tokio::test]
async fn instances_of_a_series_have_its_uid_and_their_original_starts() {
    let mut instances = series("Daily", &[START, "2026-11-24T09:00:00Z"]);
    let uid = json!({"iCalUID": "daily@outlook"});
    instances[0] = instances[0].clone().with(uid.clone());
    instances[1] = instances[1]
        .clone()
        .with(uid)
        .with(json!({"originalStartTime": null}));

    let all = read_all(instances).await;

    let told: Vec<_> = all
        .iter()
        .map(|one| (&*one.uid, one.instance.to_text()))
        .collect();
    assert_eq!(
        told,
        [
            ("daily@outlook", "2026-11-23T09:00:00Z".to_owned()),
            ("daily@outlook", "2026-11-24T09:00:00Z".to_owned()),
        ]
    );
}

#[tokio::test]
async fn two_events_with_one_uid_are_both_there() {
    let all = read_all([
        event("One", START).with(json!({"iCalUID": "same"})),
        event("Two", START).with(json!({"iCalUID": "same"})),
    ])
    .await;
    let uids: Vec<_> = all.iter().map(|one| &*one.uid).collect();
    assert_eq!(uids, ["same", "two@google.com"]);
}
