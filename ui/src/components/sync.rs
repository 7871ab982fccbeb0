//! When the calendars were last read, and a way to have them read now.

use storytime_types::changes::Change;
use storytime_types::status::Status;
use storytime_types::sync::SyncStatus;
use yew::prelude::*;

use super::icon::{Shape, icon};
use super::saving::{failed, use_action};
use crate::backend::Method;
use crate::live::use_changes;
use crate::resource::use_resource;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// For the last sync.
    pub status: Status,
}

/// The last sync and a button for the next.
#[component]
pub fn SyncState(props: &Props) -> Html {
    let action = use_action();
    let revision = use_changes().revisions.of(&[Change::Sync]);
    let sync = use_resource::<SyncStatus>(Some("/api/sync/status".into()), revision);
    let current = sync.value.as_ref().and_then(|it| it.current.clone());
    let busy = action.progress.is_busy() || current.is_some();
    let start = {
        let action = action.clone();
        Callback::from(move |_| {
            action.start(Method::Post, "/api/sync/manual", (), &[Change::Sync]);
        })
    };
    let words = match (&current, &props.status.last_sync_local) {
        (Some(job), _) if job.calendars_total > 1 => format!(
            "Reading calendar {} of {}…",
            (job.calendars_done + 1).min(job.calendars_total),
            job.calendars_total
        ),
        (Some(_), _) => "Reading your calendars…".to_owned(),
        (None, Some(at)) => {
            let at = at.words(&props.status.today_date);
            format!("Calendars last read: {at}")
        }
        (None, None) => "Calendars not read yet".to_owned(),
    };
    html! {
        <div class="sync">
            <p class="sync__words" role="status">{ words }</p>
            <button class="button button--quiet" disabled={busy} onclick={start}>
                { icon(Shape::Again) }{ "Look again" }
            </button>
            { failed(&action.progress) }
        </div>
    }
}
