//! The last syncs: when and why each ran, and what came of it.

use serde::Deserialize;
use storytime_types::changes::Change;
use storytime_types::sync::{SyncJobStatus, SyncJobType};
use storytime_types::{LocalMoment, Page};
use yew::prelude::*;

use crate::discretion::{Discretion, use_discretion};
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::moments::{Moments, use_moments};

/// What is shown of `GET /api/sync/status`.
#[derive(Deserialize)]
struct Syncs {
    last: Vec<Past>,
}

/// One of the last syncs.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Past {
    id: String,
    job_type: SyncJobType,
    status: SyncJobStatus,
    events_processed: u32,
    started_local: Option<LocalMoment>,
    completed_local: Option<LocalMoment>,
    error_message: Option<String>,
    notice: Option<String>,
}

impl Past {
    /// What fails again and again stands in one line: `08:00 to 11:05`.
    fn when(&self, from: String, until: Option<String>) -> String {
        match until {
            Some(until) if self.status == SyncJobStatus::Failed && until != from => {
                format!("{from} to {until}")
            }
            _ => from,
        }
    }

    /// `The day’s full one · 120 events read`.
    fn words(&self, discretion: Discretion) -> String {
        let why = match self.job_type {
            SyncJobType::DailySync => "The day’s full one",
            SyncJobType::ManualSync => "Asked for",
            SyncJobType::Poll => "By itself",
        };
        let what = match (&self.error_message, self.status) {
            (Some(error), _) => discretion.problem(error, Page::Calendars).to_owned(),
            (None, SyncJobStatus::Running) => "runs now".to_owned(),
            (None, SyncJobStatus::Failed) => "broken off".to_owned(),
            (None, SyncJobStatus::Completed) => match self.events_processed {
                0 => "nothing had changed".to_owned(),
                1 => "1 event read".to_owned(),
                many => format!("{many} events read"),
            },
        };
        let notice = self.notice.as_deref();
        let notice = notice.map(|text| format!(" · {}", discretion.problem(text, Page::Calendars)));
        format!("{why} · {what}{}", notice.unwrap_or_default())
    }
}

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The day it is.
    pub today: AttrValue,
}

/// The last syncs, folded away. Looks that found nothing leave no line.
#[component]
pub fn SyncHistory(props: &Props) -> Html {
    let (moments, discretion) = (use_moments(), use_discretion());
    let revision = use_changes().revisions.of(&[Change::Sync]);
    let syncs = use_resource::<Syncs>(Some("/api/sync/status".into()), revision);
    let last = syncs.value.as_ref().map_or(&[][..], |syncs| &syncs.last);
    if last.is_empty() {
        return Html::default();
    }
    html! {
        <details class="earlier">
            <summary>{ "The last syncs" }</summary>
            <ul class="next-up">
                for one in last { { told(one, &moments, &props.today, discretion) } }
            </ul>
        </details>
    }
}

fn told(one: &Past, moments: &Moments, today: &str, discretion: Discretion) -> Html {
    let at = |at: &Option<LocalMoment>| at.as_ref().map(|at| moments.moment(at, today));
    let when = at(&one.started_local).map(|from| one.when(from, at(&one.completed_local)));
    html! {
        <li key={one.id.as_str()}>
            <p class="quiet">{ when.unwrap_or_default() }</p>
            <p>{ one.words(discretion) }</p>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn past(job_type: &str, status: &str, events: u32, error: Option<&str>) -> String {
        let json = serde_json::json!({
            "id": "j", "jobType": job_type, "status": status, "eventsProcessed": events,
            "startedLocal": null, "errorMessage": error,
        });
        let past: Past = serde_json::from_value(json).unwrap();
        past.words(Discretion::Off)
    }

    #[test]
    fn a_failure_that_went_on_says_how_long() {
        let json = serde_json::json!({
            "id": "j", "jobType": "poll", "status": "failed", "eventsProcessed": 0,
        });
        let mut past: Past = serde_json::from_value(json).unwrap();
        let when = |past: &Past| past.when("08:00".into(), Some("11:05".into()));
        assert_eq!(when(&past), "08:00 to 11:05");
        past.status = SyncJobStatus::Completed;
        assert_eq!(when(&past), "08:00");
    }

    #[test]
    fn what_was_not_waited_for_is_told_beside_what_came_of_it() {
        let json = serde_json::json!({
            "id": "j", "jobType": "manual_sync", "status": "completed", "eventsProcessed": 1,
            "startedLocal": null, "errorMessage": null, "notice": "Work is still being read.",
        });
        let past: Past = serde_json::from_value(json).unwrap();
        assert_eq!(
            past.words(Discretion::Off),
            "Asked for · 1 event read · Work is still being read."
        );
    }

    #[test]
    fn a_sync_says_why_it_ran_and_what_came_of_it() {
        let daily = past("daily_sync", "completed", 120, None);
        assert_eq!(daily, "The day’s full one · 120 events read");
        let idle = past("manual_sync", "completed", 0, None);
        assert_eq!(idle, "Asked for · nothing had changed");
        let failed = past("poll", "failed", 0, Some("work.ics is gone."));
        assert_eq!(failed, "By itself · work.ics is gone.");
        assert_eq!(past("poll", "failed", 0, None), "By itself · broken off");
    }
}
