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
    let path = format!("/api/notifications?from={from}&to={to}");
    let ledger = use_resource::<Vec<Notification>>(Some(path.into()), revision);
    let (moments, discretion) = (use_moments(), use_discretion());
    let rows = ledger.value.as_deref().map_or(&[][..], Vec::as_slice);
    let (ahead, past) = (ahead(rows), past(rows));
    let line = |row: &Notification| {
        let at = moments.moment(&row.scheduled_local, &props.today);
        reminder(&discretion.reminder(row), &at)
    };
    html! {
        <section class="reminders" aria-labelledby="reminders-name">
            <h2 id="reminders-name" class="section-name">{ "Reminders" }</h2>
            { failure(ledger.error.as_ref()) }
            if ahead.is_empty() && past.is_empty() && ledger.value.is_some() {
                <p class="quiet">{ "None around today. They appear here once an event comes near." }</p>
            }
            <ul class="reminders__list">
                for row in ahead.into_iter().chain(past) { { line(row) } }
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

/// The next ones to come, soonest first; the ledger comes the other way round.
fn ahead(rows: &[Notification]) -> Vec<&Notification> {
    let ahead = rows.iter().rev().filter(|row| is_ahead(row));
    ahead.take(SHOWN_AHEAD).collect()
}

/// The last ones that something became of, latest first. One that was called off needs no line.
fn past(rows: &[Notification]) -> Vec<&Notification> {
    rows.iter()
        .filter(|row| !is_ahead(row) && row.status != NotificationStatus::Cancelled)
        .take(SHOWN_PAST)
        .collect()
}

fn is_ahead(row: &Notification) -> bool {
    row.status == NotificationStatus::Pending
}
