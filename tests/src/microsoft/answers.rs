//! What Graph answers, and what becomes of it.

use serde_json::json;
use storytime_core::calendars::caldav::Look;
use storytime_core::events::occurrence::InstanceKey;

use super::{Looker, lines};
use crate::support::calendar::at;
use crate::support::graph_fake::events::{changed, meeting, occurrence};
use crate::support::graph_fake::{GraphFake, Mood, WORK};

#[tokio::test]
async fn calendars_come_with_their_colour_and_the_account_s_own_is_marked() {
    let graph = GraphFake::start().await;
    graph.make_calendar("AAMkAGI2/fun+", "Fun");
    graph.change_calendar(
        "AAMkAGI2/fun+",
        json!({"hexColor": "#AA00FF", "canEdit": false}),
    );

    let found = Looker::at(&graph).list().await.unwrap();

    let told: Vec<_> = found
        .iter()
        .map(|one| {
            (
                &*one.name,
                one.color.as_deref(),
                one.is_primary,
                one.is_on_at_first,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Fun", Some("#aa00ff"), false, false),
            ("Calendar", Some("#a6d1f5"), true, true)
        ]
    );
}

#[tokio::test]
async fn a_hundred_calendars_come_page_by_page() {
    let graph = GraphFake::start().await;
    for number in 0..104 {
        graph.make_calendar(&format!("id{number:03}"), &format!("Number {number}"));
    }
    assert_eq!(Looker::at(&graph).list().await.unwrap().len(), 105);
    assert_eq!(graph.asked(), ["calendars", "calendars from 100"]);
}

#[tokio::test]
async fn all_pages_of_a_calendar_are_read_also_behind_empty_ones() {
    let graph = GraphFake::start().await;
    graph.page_size(4);
    graph.mood(Mood::EmptyPagesFirst(3));
    for number in 0..10 {
        let start = format!("2026-11-24T{:02}:00:00Z", 8 + number);
        graph.put(meeting(&format!("m{number}"), "Meeting", &start));
    }

    let shown = Looker::at(&graph).quick().await.unwrap();

    assert_eq!(shown.len(), 10);
    let asked = graph.asked();
    assert_eq!(asked.iter().filter(|one| *one == "full").count(), 4);
    assert_eq!(asked[asked.len() - 2..], ["full from 4", "full from 8"]);
}

#[tokio::test]
async fn a_series_is_known_by_its_uid_and_original_starts() {
    let graph = GraphFake::start().await;
    let moved = changed(
        occurrence("s", "Daily", "2026-11-25T09:00:00Z"),
        json!({"type": "exception", "start": {"dateTime": "2026-11-25T14:00:00.0000000", "timeZone": "UTC"},
               "end": {"dateTime": "2026-11-25T14:30:00.0000000", "timeZone": "UTC"}}),
    );
    graph.put(occurrence("s", "Daily", "2026-11-24T09:00:00Z"));
    graph.put(moved);

    let mut shown = Looker::at(&graph).look(Look::Quick).await.unwrap().unwrap();

    shown.sort_by(|a, b| a.instance.cmp(&b.instance));
    assert_eq!(
        lines(&shown),
        ["Daily 2026-11-24T09:00:00Z", "Daily 2026-11-25T14:00:00Z"]
    );
    assert_eq!(shown[0].uid, shown[1].uid);
    assert_eq!(shown[0].uid[32..40], *"00000000", "no date is in it");
    let original = InstanceKey::At(at("2026-11-25T09:00:00Z"));
    assert_eq!(shown[1].instance, original);
}

#[tokio::test]
async fn an_all_day_event_stays_on_its_date() {
    let graph = GraphFake::start().await;
    let midnight =
        |day| json!({"dateTime": format!("2026-11-{day}T00:00:00.0000000"), "timeZone": "UTC"});
    graph.put(changed(
        meeting("fair", "Fair", "2026-11-24T00:00:00Z"),
        json!({"isAllDay": true, "start": midnight(24), "end": midnight(25)}),
    ));
    assert_eq!(
        Looker::at(&graph).quick().await.unwrap(),
        ["Fair 2026-11-24"]
    );
}

#[tokio::test]
async fn a_server_that_answers_in_windows_zones_is_understood() {
    let graph = GraphFake::start().await;
    graph.put(changed(
        meeting("m", "Standup", "2026-11-24T09:00:00Z"),
        json!({"originalStartTimeZone": "W. Europe Standard Time"}),
    ));
    graph.mood(Mood::OwnZones);
    assert_eq!(
        Looker::at(&graph).quick().await.unwrap(),
        ["Standup 2026-11-24T09:00:00Z"]
    );
}

#[tokio::test]
async fn a_description_is_text_also_where_html_comes() {
    let graph = GraphFake::start().await;
    graph.put(meeting("m", "Standup", "2026-11-24T09:00:00Z"));
    for mood in [Mood::Well, Mood::OnlyHtml] {
        graph.mood(mood);
        let shown = Looker::at(&graph).look(Look::Quick).await.unwrap().unwrap();
        assert_eq!(shown[0].description.as_deref(), Some("Agenda"));
    }
}

#[tokio::test]
async fn what_is_odd_costs_no_other_event() {
    let graph = GraphFake::start().await;
    let start = "2026-11-24T09:00:00Z";
    let long = "word ".repeat(200_000);
    let person =
        json!({"type": "required", "emailAddress": {"name": "N", "address": "n@example.org"}});
    let odd = [
        json!({"id": "long", "body": {"contentType": "html", "content": long}}),
        json!({"id": "crowd", "attendees": vec![person; 5_000]}),
        json!({"id": "backwards", "end": {"dateTime": "2026-11-23T09:00:00.0000000", "timeZone": "UTC"}}),
        json!({"id": "nameless", "subject": null}),
        json!({"id": "timeless", "start": null}),
        json!({"id": "typed", "attendees": "many", "body": 7, "organizer": []}),
    ];
    for changes in odd {
        graph.put(changed(meeting("x", "Odd", start), changes));
    }
    graph.put(meeting("m", "Standup", start));

    let shown = Looker::at(&graph).look(Look::Quick).await.unwrap().unwrap();

    let all = lines(&shown);
    assert_eq!(all.len(), 6, "all but the one without a start: {all:?}");
    assert!(all.contains(&"Standup 2026-11-24T09:00:00Z".to_owned()));
    let crowd = shown.iter().map(|one| one.attendee_count).max();
    assert_eq!(crowd, Some(5_000));
}

#[tokio::test]
async fn an_unchanged_calendar_costs_one_short_question_and_a_change_one_more() {
    let graph = GraphFake::start().await;
    graph.put(meeting("m", "Standup", "2026-11-24T09:00:00Z"));
    let mut looker = Looker::at(&graph);
    assert!(looker.quick().await.is_some());
    assert_eq!(graph.asked(), ["calendars", "full"]);

    assert_eq!(looker.quick().await, None);
    assert_eq!(graph.asked(), ["calendars", "light"]);

    graph.put(meeting("m", "Standup", "2026-11-24T10:00:00Z"));
    assert_eq!(
        looker.quick().await.unwrap(),
        ["Standup 2026-11-24T10:00:00Z"]
    );
    assert_eq!(graph.asked(), ["calendars", "light", "full"]);

    graph.delete("m");
    assert_eq!(looker.quick().await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_change_of_the_description_alone_is_seen() {
    let graph = GraphFake::start().await;
    let standup = meeting("m", "Standup", "2026-11-24T09:00:00Z");
    graph.put(standup.clone());
    let mut looker = Looker::at(&graph);
    looker.quick().await;

    let body = json!({"body": {"contentType": "text", "content": "Bring cake"}});
    graph.put(changed(standup, body));
    let shown = looker.look(Look::Quick).await.unwrap().unwrap();

    assert_eq!(shown[0].description.as_deref(), Some("Bring cake"));
}

#[tokio::test]
async fn once_a_day_everything_is_read_whatever_was_known() {
    let graph = GraphFake::start().await;
    graph.put(meeting("m", "Standup", "2026-11-24T09:00:00Z"));
    let mut looker = Looker::at(&graph);
    looker.quick().await;
    assert!(looker.look(Look::Thorough).await.unwrap().is_some());
}

#[tokio::test]
async fn what_comes_into_view_with_a_new_day_is_read() {
    let graph = GraphFake::start().await;
    graph.put(meeting("far", "Far", "2026-12-12T09:00:00Z"));
    let mut looker = Looker::at(&graph);
    assert_eq!(looker.quick().await.unwrap(), [""; 0]);

    looker.now = at("2026-11-30T08:00:00Z");

    assert_eq!(looker.quick().await.unwrap(), ["Far 2026-12-12T09:00:00Z"]);
}

#[tokio::test]
async fn another_calendar_s_events_are_not_this_one_s() {
    let graph = GraphFake::start().await;
    graph.make_calendar("fun", "Fun");
    graph.put_into("fun", meeting("f", "Party", "2026-11-24T20:00:00Z"));
    graph.put_into(WORK, meeting("m", "Standup", "2026-11-24T09:00:00Z"));
    assert_eq!(
        Looker::at(&graph).quick().await.unwrap(),
        ["Standup 2026-11-24T09:00:00Z"]
    );
}
