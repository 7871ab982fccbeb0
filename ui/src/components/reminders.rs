//! The reminders of today: what comes next, and what became of the others.

use storytime_types::changes::Change;
use storytime_types::notifications::{Notification, NotificationStatus};
use storytime_types::{ApiError, Instant};
use yew::prelude::*;

use super::icon::{Shape, icon};
use super::notice::problem;
use crate::discretion::use_discretion;
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::errors;
use crate::wording::moments::use_moments;

const SHOWN_AHEAD: usize = 3;
const SHOWN_PAST: usize = 5;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The present moment; a day before and after it is shown.
    pub now: Instant,
    /// The day it is.
    pub today: AttrValue,
}

/// A short look into the ledger.
#[component]
pub fn Reminders(props: &Props) -> Html {
    let revision = use_changes()
        .revisions
        .of(&[Change::Ledger, Change::Events]);
    let (from, to) = (
        props.now.plus_ms(-Instant::DAY),
        props.now.plus_ms(Instant::DAY),
    );
    // Each with an order and an end of its own: a busy day has more rows than one answer holds.
    let next = format!(
        "/api/notifications?from={from}&to={to}&status=PENDING&order=soonest&limit={SHOWN_AHEAD}"
    );
    let last = format!(
        "/api/notifications?from={from}&to={to}&status=SENT,FAILED,MISSED&limit={SHOWN_PAST}"
    );
    let ahead = use_resource::<Vec<Notification>>(Some(next.into()), revision);
    let past = use_resource::<Vec<Notification>>(Some(last.into()), revision);
    let (moments, discretion) = (use_moments(), use_discretion());
    let rows = || {
        [&ahead, &past]
            .into_iter()
            .filter_map(|part| part.value.as_deref())
            .flatten()
    };
    let all_known = ahead.value.is_some() && past.value.is_some();
    let line = |row: &Notification| {
        let at = moments.moment(&row.scheduled_local, &props.today);
        reminder(&discretion.reminder(row), &at)
    };
    html! {
        <section class="reminders" aria-labelledby="reminders-name">
            <h2 id="reminders-name" class="section-name">{ "Reminders" }</h2>
            { failure(ahead.error.as_ref().or(past.error.as_ref())) }
            if all_known && rows().next().is_none() {
                <p class="quiet">{ "None around today. They appear here once an event comes near." }</p>
            }
            <ul class="reminders__list">
                for row in rows() { { line(row) } }
            </ul>
        </section>
    }
}

fn failure(error: Option<&ApiError>) -> Html {
    error.map_or_else(Html::default, |error| {
        problem(&errors::sentence(error), None)
    })
}

fn reminder(row: &Notification, at: &str) -> Html {
    let (shape, class, words) = match row.status {
        NotificationStatus::Pending => (Shape::Bell, "reminder--ahead", "Due"),
        NotificationStatus::Sent => (Shape::Tick, "reminder--sent", "Sent"),
        NotificationStatus::Failed => (Shape::Warning, "reminder--failed", "Could not be sent"),
        NotificationStatus::Missed => (Shape::Moon, "reminder--missed", "Missed"),
        NotificationStatus::Cancelled => (Shape::Cross, "reminder--off", "Called off"),
    };
    html! {
        <li key={row.id.as_str()} class={classes!("reminder", class)}>
            { icon(shape) }
            <div>
                <p class="reminder__title">{ &row.title }</p>
                <p class="quiet">{ format!("{words} · {at}") }</p>
                if let Some(why) = row.reason.as_ref().filter(|_| row.status != NotificationStatus::Sent) {
                    <p class="quiet">{ why }</p>
                }
            </div>
        </li>
    }
}
