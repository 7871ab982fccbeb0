use super::*;

const NOW: Instant = Instant::from_ms(1_767_600_000_000);
const MARKER: &str = "the wombat papers";

fn ada() -> UserId {
    UserId("ada".into())
}

fn work() -> IntegrationId {
    IntegrationId("work".into())
}

/// A calendar with one event, whose description is [`MARKER`].
async fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = Store::open(folder.path(), NOW).await.unwrap();
    for statement in [
        "INSERT INTO calendar_integrations (id, user_id, provider, name, created_at, updated_at)
         VALUES ('work', 'ada', 'ICS', 'work', 1, 1)",
        "INSERT INTO calendars (id, user_id, integration_id, provider_calendar_id, name,
             created_at, updated_at)
         VALUES ('c', 'ada', 'work', 'work', 'work', 1, 1)",
        "INSERT INTO events (id, user_id, calendar_id, provider_event_id, title, description,
             start_time, end_time, is_all_day, data_hash, found_at, last_updated_at, created_at)
         VALUES ('e', 'ada', 'c', 'u', 'Review', 'the wombat papers', 1, 2, 0, 'h', 1, 1, 1)",
    ] {
        sqlx::query(statement).execute(&store.write).await.unwrap();
    }
    (folder, store)
}

/// A reminder of the event with so many attempts, the last of them begun then.
async fn put_row(store: &Store, id: &str, status: &str, attempts: u32, begun: Option<i64>) {
    sqlx::query(
        "INSERT INTO notification_logs (id, user_id, kind, event_id, idempotency_key, scheduled_for,
             useless_after, next_attempt_at, status, attempts, attempt_begun, created_at, updated_at)
         VALUES (?1, 'ada', 'reminder', 'e', ?1, 1, 2, 1, ?2, ?3, ?4, 1, 1)",
    )
    .bind(id)
    .bind(status)
    .bind(attempts)
    .bind(begun)
    .execute(&store.write)
    .await
    .unwrap();
}

async fn removed(store: &Store) -> Option<Vec<CalendarId>> {
    let (ada, work) = (ada(), work());
    let gone = store.delete_integration(&ada, &work, History::Stays, NOW);
    gone.await.unwrap()
}

async fn rows(store: &Store) -> Vec<(String, String)> {
    sqlx::query_as("SELECT id, status FROM notification_logs ORDER BY id")
        .fetch_all(&store.write)
        .await
        .unwrap()
}

fn is_on_disk(folder: &tempfile::TempDir) -> bool {
    let files = std::fs::read_dir(folder.path()).unwrap();
    let is_in = |bytes: Vec<u8>| {
        let mut places = bytes.windows(MARKER.len());
        places.any(|place| place == MARKER.as_bytes())
    };
    files
        .map(|file| file.unwrap().path())
        .filter(|path| path.is_file())
        .any(|path| is_in(std::fs::read(path).unwrap()))
}

#[tokio::test]
async fn of_reminders_those_stay_that_somebody_tried_to_send_as_what_they_come_to() {
    let (_folder, store) = store().await;
    put_row(&store, "cancelled", "CANCELLED", 0, None).await;
    put_row(&store, "failed", "FAILED", 4, None).await;
    put_row(&store, "missed", "MISSED", 0, None).await;
    put_row(&store, "on its way", "PENDING", 1, Some(1)).await;
    put_row(&store, "sent", "SENT", 1, None).await;
    put_row(&store, "tried again", "PENDING", 1, None).await;
    put_row(&store, "waiting", "PENDING", 0, None).await;

    let gone = removed(&store).await;

    assert_eq!(gone, Some(vec![CalendarId("c".into())]));
    let left: Vec<_> = rows(&store).await;
    let left: Vec<_> = left.iter().map(|(id, status)| (&**id, &**status)).collect();
    assert_eq!(
        left,
        [
            ("failed", "FAILED"),
            ("on its way", "PENDING"),
            ("sent", "SENT"),
            ("tried again", "CANCELLED"),
        ]
    );
}

/// The event is a copy of one in another integration, whose message was sent or waits with the place
/// that the copy knows.
async fn lent_to_another(store: &Store, status: &str) {
    for statement in [
        "INSERT INTO calendar_integrations (id, user_id, provider, name, created_at, updated_at)
         VALUES ('home', 'ada', 'ICS', 'home', 1, 1)",
        "INSERT INTO calendars (id, user_id, integration_id, provider_calendar_id, name,
             created_at, updated_at)
         VALUES ('h', 'ada', 'home', 'home', 'home', 1, 1)",
        "INSERT INTO events (id, user_id, calendar_id, provider_event_id, title,
             start_time, end_time, is_all_day, data_hash, found_at, last_updated_at, created_at)
         VALUES ('first', 'ada', 'h', 'u', 'Review', 1, 2, 0, 'h', 1, 1, 1)",
        "UPDATE events SET location = 'Wombat room, third floor', copy_of = 'first' WHERE id = 'e'",
    ] {
        sqlx::query(statement).execute(&store.write).await.unwrap();
    }
    put_row(store, "lent", status, 1, None).await;
    sqlx::query(
        "UPDATE notification_logs SET event_id = 'first', message = '{}',
             message_text = 'Review at Wombat room, third …'",
    )
    .execute(&store.write)
    .await
    .unwrap();
}

async fn lent_text(store: &Store) -> String {
    sqlx::query_scalar("SELECT message_text FROM notification_logs WHERE id = 'lent'")
        .fetch_one(&store.write)
        .await
        .unwrap()
}

#[tokio::test]
async fn what_a_copy_lent_to_a_message_that_was_sent_goes_with_the_history_alone() {
    for (history, left) in [
        (History::Stays, "Review at Wombat room, third …"),
        (History::Goes, ""),
    ] {
        let (_folder, store) = store().await;
        lent_to_another(&store, "SENT").await;
        let (ada, work) = (ada(), work());
        let gone = store.delete_integration(&ada, &work, history, NOW).await;
        assert!(gone.unwrap().is_some());
        assert_eq!(lent_text(&store).await, left, "{history:?}");
    }
}

#[tokio::test]
async fn what_a_copy_lent_to_a_message_that_waits_is_composed_anew() {
    let (_folder, store) = store().await;
    lent_to_another(&store, "PENDING").await;

    removed(&store).await;

    assert_eq!(lent_text(&store).await, "");
    assert_eq!(rows(&store).await, [("lent".into(), "PENDING".into())]);
}

#[tokio::test]
async fn a_gone_calendar_s_history_goes_with_its_row() {
    let (_folder, store) = store().await;
    put_row(&store, "sent", "SENT", 1, None).await;
    let (ada, id) = (ada(), CalendarId("c".into()));
    let still_there = store.delete_gone_calendar(&ada, &id, NOW).await.unwrap();
    assert_eq!(still_there, Some(Removal::StillThere));
    sqlx::query("UPDATE calendars SET presence = 'GONE'")
        .execute(&store.write)
        .await
        .unwrap();

    let removed = store.delete_gone_calendar(&ada, &id, NOW).await.unwrap();

    assert_eq!(removed, Some(Removal::Removed));
    assert_eq!(rows(&store).await, []);
}

#[tokio::test]
async fn the_word_about_somebody_of_a_longer_name_stays() {
    let (_folder, store) = store().await;
    for (id, title) in [
        ("own", "work is out of date"),
        ("part", "Family of work is out of date"),
        ("longer", "homework is out of date"),
    ] {
        put_row(&store, id, "PENDING", 0, None).await;
        sqlx::query(
            "UPDATE notification_logs SET kind = 'nudge', event_id = NULL, title = ? WHERE id = ?",
        )
        .bind(title)
        .bind(id)
        .execute(&store.write)
        .await
        .unwrap();
    }

    removed(&store).await;

    assert_eq!(rows(&store).await, [("longer".into(), "PENDING".into())]);
}

#[tokio::test]
async fn where_the_file_was_not_written_anew_the_night_makes_up_for_it_once() {
    let (folder, store) = store().await;
    removed(&store).await;
    assert!(is_on_disk(&folder), "rows that are gone can still be read");

    store.forget_what_is_left().await.unwrap();

    assert!(!is_on_disk(&folder));
    let mark = store.instant_setting(&NOBODY, Setting::RemovedAt).await;
    assert_eq!(mark.unwrap(), None);
}

#[tokio::test]
async fn what_is_another_profile_s_or_not_there_stays_as_it_is() {
    let (_folder, store) = store().await;
    let (ada, eve) = (ada(), UserId("eve".into()));
    for (user, id) in [(&eve, work()), (&ada, IntegrationId("none".into()))] {
        let gone = store.delete_integration(user, &id, History::Goes, NOW);
        assert_eq!(gone.await.unwrap(), None);
    }
    let mark = store.instant_setting(&NOBODY, Setting::RemovedAt).await;
    assert_eq!(mark.unwrap(), None);
}
