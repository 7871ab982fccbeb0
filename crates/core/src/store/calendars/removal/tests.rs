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
