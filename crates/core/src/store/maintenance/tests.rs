use super::super::examples::{fill, owned_tables, rows_of, store};
use super::*;
use crate::store::profiles::NewProfile;

/// 2026-11-22T00:00:00Z
const NOW: Instant = Instant::from_ms(1_795_305_600_000);

fn days_ago(days: i64) -> i64 {
    NOW.plus_ms(-days * Instant::DAY).ms()
}

async fn run_all(store: &Store) -> u64 {
    let mut rows = 0;
    for step in Step::ALL {
        loop {
            match store.tidy(step, NOW).await.unwrap() {
                0 => break,
                some => rows += some,
            }
        }
    }
    rows
}

async fn write(store: &Store, statement: &'static str, at: i64) {
    let done = sqlx::query(statement).bind(at).execute(&store.write).await;
    done.unwrap();
}

async fn ids(store: &Store, statement: &'static str) -> Vec<String> {
    sqlx::query_scalar(statement)
        .fetch_all(&store.write)
        .await
        .unwrap()
}

#[tokio::test]
async fn rows_of_a_profile_that_is_gone_go_from_every_table() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    fill(&store, "gone").await;

    assert!(run_all(&store).await > 0);

    for table in owned_tables(&store).await {
        assert_eq!(rows_of(&store, &table, "gone").await, 0, "{table}");
    }
    assert_eq!(run_all(&store).await, 0);
}

#[tokio::test]
async fn what_lost_what_it_belongs_to_goes_step_by_step_in_one_night() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let new = NewProfile {
        name: None,
        timezone: "UTC".into(),
    };
    let ada = store.create_profile(&new, NOW).await.unwrap();
    fill(&store, ada.as_str()).await;
    for (statement, at) in [
        (
            "UPDATE calendars SET integration_id = 'nowhere', created_at = ?1",
            NOW.ms(),
        ),
        ("UPDATE events SET end_time = ?1", NOW.ms()),
        ("UPDATE storylines SET expires_at = ?1", days_ago(-1)),
        (
            "UPDATE notification_logs SET status = 'PENDING', scheduled_for = ?1,
                 event_id = (SELECT id FROM events)",
            NOW.ms(),
        ),
    ] {
        write(&store, statement, at).await;
    }

    run_all(&store).await;

    // The calendar has no integration, so neither event nor story has anything to belong to.
    for table in ["calendars", "events", "storylines"] {
        assert_eq!(rows_of(&store, table, ada.as_str()).await, 0, "{table}");
    }
    assert_eq!(
        rows_of(&store, "calendar_integrations", ada.as_str()).await,
        1
    );
    assert_eq!(
        ids(&store, "SELECT status FROM notification_logs").await,
        ["CANCELLED"]
    );
}

#[tokio::test]
async fn the_ledger_and_its_events_are_kept_for_ninety_days() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    for statement in [
        "INSERT INTO users (id, created_at, updated_at) VALUES ('ada', 1, ?1)",
        "INSERT INTO calendar_integrations (id, user_id, provider, name, created_at, updated_at)
             VALUES ('i', 'ada', 'ICS', 'i', 1, ?1)",
        "INSERT INTO calendars (id, user_id, integration_id, provider_calendar_id, name, created_at,
             updated_at) VALUES ('c', 'ada', 'i', 'c', 'c', 1, ?1)",
    ] {
        write(&store, statement, 1).await;
    }
    for (id, days, status) in [
        ("old", 91, "SENT"),
        ("still waiting", 91, "PENDING"),
        ("young", 89, "SENT"),
    ] {
        let at = days_ago(days);
        sqlx::query(
            "INSERT INTO events (id, user_id, calendar_id, provider_event_id, title, start_time,
                 end_time, is_all_day, data_hash, found_at, last_updated_at, created_at)
             VALUES (?1, 'ada', 'c', ?1, ?1, ?2, ?2, 0, '', 1, 1, 1)",
        )
        .bind(id)
        .bind(at)
        .execute(&store.write)
        .await
        .unwrap();
        sqlx::query(
            "INSERT INTO notification_logs (id, user_id, kind, event_id, idempotency_key,
                 scheduled_for, useless_after, next_attempt_at, status, created_at, updated_at)
             VALUES (?1, 'ada', 'reminder', ?1, ?1, ?2, ?2, ?2, ?3, 1, 1)",
        )
        .bind(id)
        .bind(at)
        .bind(status)
        .execute(&store.write)
        .await
        .unwrap();
    }

    run_all(&store).await;

    let kept = ["still waiting", "young"];
    assert_eq!(
        ids(&store, "SELECT id FROM notification_logs ORDER BY id").await,
        kept
    );
    assert_eq!(ids(&store, "SELECT id FROM events ORDER BY id").await, kept);
}

#[tokio::test]
async fn sessions_jobs_usage_and_problems_go_when_their_time_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    write(
        &store,
        "INSERT INTO users (id, created_at, updated_at) VALUES ('ada', 1, ?1)",
        1,
    )
    .await;
    for (at, name) in [(days_ago(0), "over"), (days_ago(-1), "stands")] {
        sqlx::query(
            "INSERT INTO sessions (token_hash, id, user_id, created_at, last_used, expires_at)
             VALUES (?1, ?1, 'ada', 1, 1, ?2)",
        )
        .bind(name)
        .bind(at)
        .execute(&store.write)
        .await
        .unwrap();
    }
    for days in [29, 31] {
        let insert = "INSERT INTO sync_jobs (id, user_id, job_type, status, started_at)
             VALUES (?1, 'ada', 'poll', 'failed', ?1)";
        write(&store, insert, days_ago(days)).await;
        let insert = "INSERT INTO problems (user_id, kind, text, advice, first_at, last_at)
             VALUES ('ada', 'SYNC', ?1, '', 1, ?1)";
        write(&store, insert, days_ago(days)).await;
    }
    for days in [399, 402] {
        let insert = "INSERT INTO ai_usage_logs (user_id, provider, date)
             VALUES ('ada', 'GEMINI', strftime('%Y-%m-%d', ?1 / 1000, 'unixepoch'))";
        write(&store, insert, days_ago(days)).await;
    }

    assert_eq!(run_all(&store).await, 4);

    assert_eq!(ids(&store, "SELECT id FROM sessions").await, ["stands"]);
    for table in ["sync_jobs", "problems", "ai_usage_logs"] {
        assert_eq!(rows_of(&store, table, "ada").await, 1, "{table}");
    }
}
