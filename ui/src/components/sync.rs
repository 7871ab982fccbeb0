//! When the calendars were last read, and a way to have them read now.

use serde::Deserialize;
use storytime_types::calendars::{Freshness, Integration, IntegrationStatus};
use storytime_types::changes::Change;
use storytime_types::status::Status;
use yew::prelude::*;

use super::icon::{Shape, icon};
use super::saving::{failed, use_action};
use crate::backend::Method;
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::moments::use_moments;
use storytime_types::Page;

/// What is shown of `GET /api/sync/status`: a type that reads only that is a small part of the window.
#[derive(Deserialize)]
struct SyncStatus {
    current: Option<Reading>,
}

/// How far a sync has come.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reading {
    calendars_done: u32,
    calendars_total: u32,
    events_processed: u32,
}

impl Reading {
    /// `Reading calendar 3 of 7, 120 events so far…`.
    fn words(self) -> String {
        let (done, total) = (self.calendars_done, self.calendars_total);
        let events = match self.events_processed {
            0 => String::new(),
            1 => ", 1 event so far".to_owned(),
            many => format!(", {many} events so far"),
        };
        match total {
            0 | 1 => format!("Reading your calendars{events}…"),
            _ => format!(
                "Reading calendar {} of {total}{events}…",
                (done + 1).min(total)
            ),
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct Props {
    /// For the last sync.
    pub status: Status,
}

/// The last sync and a button for the next.
#[component]
pub fn SyncState(props: &Props) -> Html {
    let action = use_action();
    let moments = use_moments();
    let revisions = use_changes().revisions;
    let (of_sync, of_lists) = (
        revisions.of(&[Change::Sync]),
        revisions.of(&[Change::Sync, Change::Settings]),
    );
    let sync = use_resource::<SyncStatus>(Some("/api/sync/status".into()), of_sync);
    let list = use_resource::<Vec<Integration>>(Some("/api/calendars".into()), of_lists);
    let current = sync.value.as_ref().and_then(|it| it.current);
    let busy = action.progress.is_busy() || current.is_some();
    let start = {
        let action = action.clone();
        Callback::from(move |_| {
            action.start(Method::Post, "/api/sync/manual", (), &[Change::Sync]);
        })
    };
    let last = props.status.last_sync_local.as_ref();
    let all_well = props.status.problems.is_empty();
    let what = if all_well {
        "Calendars"
    } else {
        "All calendars"
    };
    let words = match (&current, last) {
        (Some(job), _) => job.words(),
        (None, Some(at)) => {
            let at = moments.moment(at, &props.status.today_date);
            format!("{what} last read: {at}")
        }
        (None, None) => "Calendars not read yet".to_owned(),
    };
    let (dot, late) = mark(
        list.value.as_deref().map_or(&[][..], Vec::as_slice),
        all_well,
    );
    html! {
        <div class="sync">
            <p class="sync__words" role="status">
                <span class={classes!("dot", dot)} aria-hidden="true"></span>{ words }
                if let Some(late) = late.filter(|_| !busy) {
                    { " · " }<a href={Page::Calendars.href()}>{ late }</a>
                }
            </p>
            <button class="button button--quiet" disabled={busy} onclick={start}>
                { icon(Shape::Again) }{ "Look again" }
            </button>
            { failed(&action.progress) }
        </div>
    }
}

/// How far a sync is, while one runs.
#[component]
pub fn SyncProgress() -> Html {
    let revision = use_changes().revisions.of(&[Change::Sync]);
    let sync = use_resource::<SyncStatus>(Some("/api/sync/status".into()), revision);
    let current = sync.value.as_ref().and_then(|it| it.current);
    html! {
        <p class="sync__words quiet" role="status">
            { current.map(Reading::words).unwrap_or_default() }
        </p>
    }
}

/// The mark of what fares worst, and what to say of the calendars.
fn mark(list: &[Integration], all_well: bool) -> (&'static str, Option<String>) {
    let count = |is_so: fn(&Integration) -> bool| list.iter().filter(|it| is_so(it)).count();
    let said = |number, one: &str, several: &str| match number {
        1 => format!("one {one}"),
        _ => format!("{number} {several}"),
    };
    let ended = count(|it| it.status == IntegrationStatus::Expired);
    let old = count(|it| it.stale == Freshness::Red);
    let failed = count(|it| it.status == IntegrationStatus::Error);
    let late = count(|it| it.stale == Freshness::Amber);
    if ended > 0 {
        let words = said(
            ended,
            "wants to be connected again",
            "want to be connected again",
        );
        ("dot--bad", Some(words))
    } else if old > 0 {
        let words = said(old, "was not read for a day", "were not read for a day");
        ("dot--bad", Some(words))
    } else if failed > 0 {
        let words = said(failed, "could not be read", "could not be read");
        ("dot--bad", Some(words))
    } else if late > 0 {
        ("dot--late", Some(said(late, "is late", "are late")))
    } else if list.iter().any(loses_something) {
        ("dot--late", Some("something was left out".to_owned()))
    } else if all_well {
        ("dot--good", None)
    } else {
        ("dot--late", None)
    }
}

fn loses_something(it: &Integration) -> bool {
    it.error_message.is_some() || it.calendars.iter().any(|one| one.trouble().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::examples;

    #[test]
    fn a_running_sync_says_how_far_it_is() {
        let reading = |calendars_done, calendars_total, events_processed| {
            let reading = Reading {
                calendars_done,
                calendars_total,
                events_processed,
            };
            reading.words()
        };
        assert_eq!(
            reading(2, 7, 120),
            "Reading calendar 3 of 7, 120 events so far…"
        );
        assert_eq!(reading(7, 7, 1), "Reading calendar 7 of 7, 1 event so far…");
        assert_eq!(reading(0, 0, 0), "Reading your calendars…");
    }

    #[test]
    fn the_mark_is_that_of_what_fares_worst() {
        let well = examples::integration("well");
        let mut left_out = examples::integration("left out");
        left_out.error_message = Some("Line 9: no such day.".to_owned());
        let mut gone = examples::integration("gone");
        gone.status = IntegrationStatus::Error;

        let marked = |list: &[&Integration], all_well| {
            let list: Vec<_> = list.iter().copied().cloned().collect();
            mark(&list, all_well).0
        };

        assert_eq!(marked(&[&well], true), "dot--good");
        assert_eq!(marked(&[&well, &left_out], true), "dot--late");
        assert_eq!(marked(&[&gone, &left_out], true), "dot--bad");
        assert_eq!(marked(&[&well], false), "dot--late");
    }

    #[test]
    fn those_that_want_to_be_connected_again_are_told_of_first_and_counted() {
        let mut ended = examples::integration("ended");
        ended.status = IntegrationStatus::Expired;
        let mut gone = examples::integration("gone");
        gone.status = IntegrationStatus::Error;

        let words = |list: &[&Integration]| {
            let list: Vec<_> = list.iter().copied().cloned().collect();
            mark(&list, true).1.unwrap()
        };

        assert_eq!(words(&[&gone]), "one could not be read");
        assert_eq!(words(&[&gone, &gone]), "2 could not be read");
        assert_eq!(words(&[&gone, &ended]), "one wants to be connected again");
        assert_eq!(words(&[&ended, &ended]), "2 want to be connected again");
    }
}
