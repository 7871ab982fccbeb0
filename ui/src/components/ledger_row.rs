//! One row of the ledger, and what a person can do about it.

use serde::Serialize;
use storytime_types::changes::Change;
use storytime_types::notifications::{Notification, NotificationStatus, Snooze};
use yew::prelude::*;

use super::field::focus;
use super::icon::{Shape, icon};
use super::ledger::LEDGER_ID;
use super::saving::{Action, Progress, failed, use_action};
use crate::backend::Method;
use crate::wording::ledger;
use crate::wording::moments::use_moments;

const SNOOZE_MINUTES: u32 = 10;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// As it may be shown.
    pub row: Notification,
    /// The day it is.
    pub today: AttrValue,
    /// Says aloud what was done.
    pub tell: Callback<&'static str>,
}

/// The row: when, what, through what, and why not.
#[component]
pub fn LedgerRow(props: &Props) -> Html {
    let moments = use_moments();
    let action = use_action();
    use_told_once_done(&action.progress, done_words(props.row.status), &props.tell);
    let row = &props.row;
    let (shape, class) = look(row.status);
    let state = match &row.sent_local {
        Some(sent) if *sent != row.scheduled_local => {
            format!("Sent {}", moments.moment(sent, &row.scheduled_local.date))
        }
        _ => ledger::state(row.status).to_owned(),
    };
    html! {
        <li class={classes!("entry", class)}>
            <p class="entry__time">{ moments.time(&row.scheduled_local.time) }</p>
            { icon(shape) }
            <div class="entry__what">
                <p class="entry__title" title={row.title.clone()}>{ &row.title }</p>
                <p class="quiet"><span class="entry__state">{ state }</span>{ format!(" · {}", ledger::about(row)) }</p>
                if let Some(why) = ledger::remark(row) { <p class="quiet">{ why }</p> }
                { failed(&action.progress) }
            </div>
            { choice(&action, row, &props.today) }
        </li>
    }
}

/// What can be done about it; nothing about what is settled for good.
fn choice(action: &Action, row: &Notification, today: &str) -> Html {
    let is_of_today = row.scheduled_local.date == today;
    match row.status {
        NotificationStatus::Failed => button(action, row, "Try again", "retry", ()),
        NotificationStatus::Pending => button(action, row, "Skip", "dismiss", ()),
        NotificationStatus::Sent if is_of_today && row.event_id.is_some() => {
            let minutes = SNOOZE_MINUTES;
            button(action, row, "Again in 10 min", "snooze", Snooze { minutes })
        }
        _ => Html::default(),
    }
}

fn button(
    action: &Action,
    row: &Notification,
    name: &'static str,
    verb: &'static str,
    body: impl Serialize + Clone + 'static,
) -> Html {
    let path = format!("/api/notifications/{}/{verb}", row.id);
    let disabled = action.progress.is_busy();
    let action = action.clone();
    let onclick = Callback::from(move |_| {
        action.start(Method::Post, path.clone(), body.clone(), &[Change::Ledger]);
    });
    html! {
        <button class="button button--small" {disabled} {onclick}>
            { name }<span class="only-heard">{ format!(": {}", row.title) }</span>
        </button>
    }
}

/// Once done, the row may go elsewhere or lose its button: the focus goes to the ledger's heading.
#[hook]
fn use_told_once_done(progress: &Progress, words: &'static str, tell: &Callback<&'static str>) {
    let tell = tell.clone();
    use_effect_with(progress.clone(), move |progress| {
        if *progress == Progress::Done {
            focus(LEDGER_ID);
            tell.emit(words);
        }
    });
}

fn done_words(status: NotificationStatus) -> &'static str {
    match status {
        NotificationStatus::Failed => "It is tried again now.",
        NotificationStatus::Sent => "You will be reminded again in 10 minutes.",
        _ => "Skipped: this event reminds no more.",
    }
}

fn look(status: NotificationStatus) -> (Shape, &'static str) {
    match status {
        NotificationStatus::Pending => (Shape::Clock, "entry--ahead"),
        NotificationStatus::Sent => (Shape::Tick, "entry--sent"),
        NotificationStatus::Failed => (Shape::Warning, "entry--bad"),
        NotificationStatus::Missed => (Shape::Moon, "entry--bad"),
        NotificationStatus::Cancelled => (Shape::Cross, "entry--off"),
    }
}
