//! The ledger in pages, and a test sent on purpose.

use storytime_core::api::{NotificationQuery, RowOrder};
use storytime_core::channels::SendError;
use storytime_types::notifications::{ChannelKind, NotificationKind, NotificationStatus};
use storytime_types::status::Pause;
use storytime_types::{ErrorCode, Instant};

use crate::support::app::App;
use crate::support::calendar::{at, event};

const NINE: &str = "2026-11-23T09:00:00Z";

async fn titles(app: &App, query: NotificationQuery) -> Vec<String> {
    let rows = app.api.notifications(query).await.unwrap();
    rows.into_iter().map(|row| row.title).collect()
}

#[tokio::test]
async fn pages_follow_on_each_other_also_where_rows_are_due_at_the_same_moment() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let events = ["A", "B", "C", "D", "E"].map(|title| event(title, NINE));
    app.connect("day.ics", &events).await;
    let page = |before| NotificationQuery {
        limit: Some(2),
        before,
        ..NotificationQuery::default()
    };

    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let rows = app.api.notifications(page(before)).await.unwrap();
        assert!(rows.len() <= 2);
        let Some(last) = rows.last() else { break };
        before = Some(last.id.clone());
        seen.extend(rows.into_iter().map(|row| row.title));
    }

    seen.sort();
    assert_eq!(seen, ["A", "B", "C", "D", "E"]);
}

#[tokio::test]
async fn the_next_ones_come_first_where_there_are_more_than_one_answer_holds() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let names: Vec<String> = (0..510).map(|n| format!("Call {n:03}")).collect();
    let start = |n: i64| at(NINE).plus_ms(n * Instant::MINUTE).to_string();
    let events: Vec<_> = names
        .iter()
        .zip(0..)
        .map(|(name, n)| event(name, &start(n)))
        .collect();
    app.connect("day.ics", &events).await;
    let page = |before| NotificationQuery {
        statuses: vec![NotificationStatus::Pending],
        limit: Some(500),
        before,
        order: RowOrder::SoonestFirst,
        ..NotificationQuery::default()
    };

    let rows = app.api.notifications(page(None)).await.unwrap();
    assert_eq!((rows.len(), rows[0].title.as_str()), (500, "Call 000"));
    let rest = page(Some(rows[499].id.clone()));
    assert_eq!(titles(&app, rest).await, names[500..]);
}

#[tokio::test]
async fn a_page_reaches_back_as_far_as_the_ledger_does() {
    let app = App::start("2026-09-01T08:00:00Z").await;
    app.connect("day.ics", &[event("Long ago", "2026-09-01T09:00:00Z")])
        .await;
    app.go_to("2026-09-01T08:45:00Z").await;
    app.channel.accepted(1).await;
    app.go_to("2026-11-23T08:00:00Z").await;

    assert!(titles(&app, NotificationQuery::default()).await.is_empty());
    let page = NotificationQuery {
        limit: Some(10),
        ..NotificationQuery::default()
    };
    assert_eq!(titles(&app, page).await, ["Long ago"]);
}

#[tokio::test]
async fn a_row_says_through_what_and_how_long_before_it_comes() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[event("Standup", NINE)]).await;
    let row = app.ledger().await.remove(0);
    assert_eq!(row.channel_name.as_deref(), Some("This computer"));
    assert_eq!(
        (row.lead_minutes, row.reason, row.sent_local),
        (15, None, None)
    );
    assert_eq!(row.scheduled_local.to_string(), "2026-11-23 08:45");

    app.go_to("2026-11-23T08:45:00Z").await;
    let row = app.row_becomes("Standup", NotificationStatus::Sent).await;
    assert_eq!(row.sent_local.unwrap().to_string(), "2026-11-23 08:45");
}

#[tokio::test]
async fn limits_and_places_that_make_no_sense_are_refused() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    let queries = [
        NotificationQuery {
            limit: Some(0),
            ..NotificationQuery::default()
        },
        NotificationQuery {
            limit: Some(501),
            ..NotificationQuery::default()
        },
        NotificationQuery {
            before: Some("nobody".to_owned().into()),
            ..NotificationQuery::default()
        },
    ];
    for query in queries {
        let error = app.api.notifications(query.clone()).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::ValidationError, "{query:?}");
    }
}

#[tokio::test]
async fn a_test_goes_the_way_of_every_reminder_even_in_a_pause() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.api.pause(Pause::Hour).await.unwrap();
    let channel = app.api.channels().await.unwrap().remove(0);
    assert_eq!(channel.kind, ChannelKind::Native);
    assert!(channel.is_primary && channel.is_active);

    let outcome = app.api.test_channel(channel.id.clone()).await.unwrap();

    assert_eq!(outcome.status, NotificationStatus::Sent);
    assert_eq!(outcome.error_message, None);
    let message = app.channel.accepted(1).await.remove(0);
    let row = app.ledger().await.remove(0);
    assert_eq!(row.kind, NotificationKind::Test);
    assert_eq!(row.idempotency_key, message.idempotency_key);

    app.api.test_channel(channel.id).await.unwrap();
    assert_eq!(app.channel.accepted(2).await.len(), 2);
}

#[tokio::test]
async fn a_test_that_fails_says_why() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.channel.refuse([SendError::Permanent {
        reason: "no notification daemon answers".into(),
    }]);
    let channel = app.api.channels().await.unwrap().remove(0).id;

    let outcome = app.api.test_channel(channel).await.unwrap();

    assert_eq!(outcome.status, NotificationStatus::Failed);
    let why = outcome.error_message.as_deref();
    assert_eq!(why, Some("no notification daemon answers"));
}
