//! What went wrong lately, in words.

use storytime_types::changes::Change;
use storytime_types::problems::PastProblem;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::icon::{Shape, icon};
use super::notice::{failure, problem, skeleton};
use crate::backend;
use crate::discretion::{Discretion, use_discretion};
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::errors;
use crate::wording::moments::{Moments, use_moments};

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The day it is.
    pub today: AttrValue,
}

/// The problems of the last days, and the way to the logs.
#[component]
pub fn PastProblems(props: &Props) -> Html {
    let live = use_changes();
    let (moments, discretion) = (use_moments(), use_discretion());
    let revision = live
        .revisions
        .of(&[Change::Sync, Change::Ledger, Change::Settings]);
    let answer = use_resource::<Vec<PastProblem>>(Some("/api/problems".into()), revision);
    let list = match (&answer.value, &answer.error) {
        (Some(problems), _) if problems.is_empty() => {
            html! { <p>{ icon(Shape::Tick) }{ " No reminder, sync or start failed in the last seven days." }</p> }
        }
        (Some(problems), _) => html! {
            <ul class="next-up">
                for one in problems.iter() { { told(one, &moments, &props.today, discretion) } }
            </ul>
        },
        (None, Some(error)) => failure(error, &live.refresh),
        (None, None) => skeleton("Looking back", 2),
    };
    html! { <>{ list }<LogsFolder /></> }
}

fn told(one: &PastProblem, moments: &Moments, today: &str, discretion: Discretion) -> Html {
    let when = one
        .last_local
        .as_ref()
        .map(|at| moments.moment(at, today))
        .unwrap_or_default();
    let when = match one.times {
        0 | 1 => when,
        times => format!("{when}, {times} times in all"),
    };
    let when = match one.mended {
        true => format!("{when}; mended since"),
        false => when,
    };
    let place = one.kind.place();
    html! {
        <li>
            <p class="quiet">{ when }</p>
            <p>{ discretion.problem(&one.text, place.page()) }</p>
            if !one.mended {
                <p>
                    if !one.advice.is_empty() && !discretion.hides() { { format!("{} ", one.advice) } }
                    <a href={format!("#{}", place.fragment())}>{ format!("Go to {}", place.name()) }</a>
                </p>
            }
        </li>
    }
}

/// Opens the folder of the logs; a browser cannot.
#[component]
fn LogsFolder() -> Html {
    let failed = use_state(|| None::<String>);
    if !backend::in_desktop_window() {
        return html! { <p class="quiet">{ "More is written into the folder “logs” in the data folder." }</p> };
    }
    let open = {
        let failed = failed.setter();
        Callback::from(move |_| {
            let failed = failed.clone();
            spawn_local(async move {
                let opened = backend::open_logs_folder().await;
                failed.set(opened.err().map(|error| errors::sentence(&error)));
            });
        })
    };
    html! {
        <div class="setting">
            <button class="button button--small" onclick={open}>{ icon(Shape::File) }{ "Open the logs" }</button>
            if let Some(why) = &*failed { { problem(why, None) } }
        </div>
    }
}
