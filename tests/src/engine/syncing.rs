//! Several calendars in one sync: none waits for another, and how far it is can be seen.

use std::sync::Arc;

use storytime_core::api::Api;
use storytime_types::ErrorCode;
use storytime_types::calendars::ConnectIcs;
use storytime_types::sync::{SyncJob, SyncJobStatus, SyncJobType};

use crate::bad_input::servers::{Manner, Server};
use crate::support::app::App;
use crate::support::calendar::{event, write_calendar};
use crate::support::channel::within_patience;

const NOW: &str = "2026-11-23T08:00:00Z";
const NINE: &str = "2026-11-23T09:00:00Z";

async fn subscribe(app: &App, server: &Server) {
    let asked = ConnectIcs {
        url: Some(server.address.clone()),
        path: None,
    };
    app.api.connect_ics(asked).await.unwrap();
    app.settled().await;
}

/// Waits until the sync that runs looks like this.
async fn current(api: &Api, wanted: impl Fn(&SyncJob) -> bool) -> SyncJob {
    let mut changes = api.changes();
    let looking = async {
        loop {
            match api.sync_status().await.unwrap().current {
                Some(job) if wanted(&job) => return job,
                // A lagging receiver looks again, too.
                _ => drop(changes.recv().await),
            }
        }
    };
    within_patience(looking, "the sync to be so far").await
}

async fn jobs(app: &App) -> Vec<(SyncJobType, SyncJobStatus)> {
    let jobs = app.api.sync_status().await.unwrap().last;
    jobs.iter().map(|job| (job.job_type, job.status)).collect()
}

#[tokio::test]
async fn a_calendar_that_hangs_holds_up_no_other_and_the_job_says_how_far_it_is() {
    let app = App::start(NOW).await;
    let server = Arc::new(Server::start().await.unwrap());
    subscribe(&app, &server).await;
    app.connect("tea.ics", &[event("Tea", NINE)]).await;
    app.connect("day.ics", &[event("Standup", NINE)]).await;

    server.behave(Manner::Hangs);
    write_calendar(app.folder.path(), "day.ics", &[event("Review", NINE)]);
    app.api.sync_now().await.unwrap();
    let job = current(&app.api, |job| job.calendars_done == 2).await;

    assert_eq!((job.calendars_total, job.events_processed), (3, 1));
    let events = app.events("2026-11-23", "2026-11-24").await;
    let review = events.iter().any(|event| event.title == "Review");
    assert!(review, "{events:?}");
    let again = app.api.sync_now().await.unwrap_err();
    assert_eq!(again.code, ErrorCode::SyncInProgress);
}

#[tokio::test]
async fn a_sync_that_was_asked_for_is_in_the_history_and_a_poll_only_if_it_found_something() {
    let app = App::start(NOW).await;
    let server = Server::start().await.unwrap();
    subscribe(&app, &server).await;
    app.poll().await;
    let daily = (SyncJobType::DailySync, SyncJobStatus::Completed);
    let first_reading = (SyncJobType::ManualSync, SyncJobStatus::Completed);
    assert_eq!(jobs(&app).await, [first_reading, daily]);

    server.behave(Manner::Answers500);
    app.poll().await;
    app.poll().await;

    let poll = (SyncJobType::Poll, SyncJobStatus::Failed);
    assert_eq!(jobs(&app).await, [poll, first_reading, daily]);
    let last = app.api.sync_status().await.unwrap().last.remove(0);
    assert_eq!((last.calendars_done, last.calendars_total), (1, 1));
    assert!(last.error_message.unwrap().contains("(500)"));
}
