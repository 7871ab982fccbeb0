//! Holding reminders for a while.

use storytime_types::changes::Change;
use storytime_types::status::{Pause, Status};
use yew::prelude::*;

use super::action_button::{ActionButton, Call};
use super::icon::{Shape, icon};
use crate::backend::Method;
use crate::wording::moments::Moments;

/// The page's heading, which takes the focus when the pressed button goes away.
pub const TODAY_ID: &str = "today-name";

/// A strip that says so while reminders are held, with a way to end it.
pub fn paused_banner(status: &Status, moments: &Moments) -> Html {
    if status.paused_until.is_none() {
        return Html::default();
    }
    let until = status.paused_until_local.as_ref();
    let until = until.map(|at| moments.moment(at, &status.today_date));
    html! {
        <div class="banner banner--paused" role="status">
            { icon(Shape::Moon) }
            <p>{ until.map_or("Reminders are paused.".to_owned(), |at| format!("Reminders are paused until {at}.")) }</p>
            { choice("Resume", Pause::Resume) }
        </div>
    }
}

/// The ways to hold reminders; nothing while they are held.
pub fn pause_choices(status: &Status) -> Html {
    if status.paused_until.is_some() {
        return Html::default();
    }
    html! {
        <div class="pause" role="group" aria-labelledby="pause-name">
            <p id="pause-name" class="pause__name">{ "Need quiet? Pause reminders" }</p>
            <div class="pause__choices">
                { choice("For 1 hour", Pause::Hour) }
                { choice("Until tomorrow", Pause::UntilTomorrow) }
            </div>
        </div>
    }
}

/// A call that takes its own button away: the focus goes to the heading, beside the banner.
fn choice(words: &'static str, pause: Pause) -> Html {
    let changes = &[Change::Settings, Change::Ledger];
    let call = Call::new(Method::Put, "/api/pause", pause, changes);
    html! { <ActionButton {call} {words} then_focus={TODAY_ID} /> }
}
