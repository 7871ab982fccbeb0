//! Holding reminders for a while.

use storytime_types::changes::Change;
use storytime_types::status::{Pause, Status};
use yew::prelude::*;

use super::field::focus;
use super::icon::{Shape, icon};
use super::saving::{Action, Progress, failed, use_action};
use crate::backend::Method;
use crate::wording::moments::use_moments;

/// The page's heading, which takes the focus when the pressed button goes away.
pub const TODAY_ID: &str = "today-name";

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Whether and until when reminders are held.
    pub status: Status,
}

/// A strip that says so while reminders are held, with a way to end it.
#[component]
pub fn PausedBanner(props: &Props) -> Html {
    let action = use_pause();
    let moments = use_moments();
    if props.status.paused_until.is_none() {
        return Html::default();
    }
    let until = props.status.paused_until_local.as_ref();
    let until = until.map(|at| moments.moment(at, &props.status.today_date));
    html! {
        <div class="banner banner--paused" role="status">
            { icon(Shape::Moon) }
            <p>{ until.map_or("Reminders are paused.".to_owned(), |at| format!("Reminders are paused until {at}.")) }</p>
            { choice(&action, "Resume", Pause::Resume) }
            { failed(&action.progress) }
        </div>
    }
}

/// The ways to hold reminders; nothing while they are held.
#[component]
pub fn PauseChoices(props: &Props) -> Html {
    let action = use_pause();
    if props.status.paused_until.is_some() {
        return Html::default();
    }
    html! {
        <div class="pause" role="group" aria-labelledby="pause-name">
            <p id="pause-name" class="pause__name">{ "Need quiet? Pause reminders" }</p>
            <div class="pause__choices">
                { choice(&action, "For 1 hour", Pause::Hour) }
                { choice(&action, "Until tomorrow", Pause::UntilTomorrow) }
            </div>
            { failed(&action.progress) }
        </div>
    }
}

/// A call that takes its own button away: the focus goes to the heading, beside the banner.
#[hook]
fn use_pause() -> Action {
    let action = use_action();
    use_effect_with(action.progress.clone(), |progress| {
        if *progress == Progress::Done {
            focus(TODAY_ID);
        }
    });
    action
}

fn choice(action: &Action, name: &'static str, pause: Pause) -> Html {
    let disabled = action.progress.is_busy();
    let action = action.clone();
    let onclick = Callback::from(move |_| {
        action.start(
            Method::Put,
            "/api/pause",
            pause,
            &[Change::Settings, Change::Ledger],
        );
    });
    html! { <button class="button button--small" {disabled} {onclick}>{ name }</button> }
}
