//! Strips across the window: what holds everywhere until it is switched off, and what is wrong.

use storytime_types::Page;
use storytime_types::changes::Change;
use storytime_types::status::{Present, Problem};
use yew::prelude::*;

use super::field::focus;
use super::header::MAIN_ID;
use super::icon::{Shape, icon};
use super::saving::{failed, use_action};
use crate::backend::Method;
use crate::discretion::Discretion;

const EVERYWHERE: &[Change] = &[Change::Settings, Change::Events, Change::Ledger];

/// Says that titles are hidden, with a way to show them again.
#[component]
pub fn PresentStrip() -> Html {
    let action = use_action();
    let off = {
        let action = action.clone();
        Callback::from(move |_| {
            // The strip goes away, and its button with it.
            focus(MAIN_ID);
            action.start(
                Method::Put,
                "/api/present",
                Present { on: false },
                EVERYWHERE,
            );
        })
    };
    html! {
        <div class="strip" role="status">
            { icon(Shape::Screen) }
            <p>{ "Present mode is on: titles, places and stories are hidden." }</p>
            <button class="button button--small" disabled={action.progress.is_busy()} onclick={off}>
                { "Switch off" }
            </button>
            { failed(&action.progress) }
        </div>
    }
}

/// Hides titles while the screen is shared.
#[component]
pub fn PresentChoice() -> Html {
    let action = use_action();
    let on = {
        let action = action.clone();
        Callback::from(move |_| {
            action.start(
                Method::Put,
                "/api/present",
                Present { on: true },
                EVERYWHERE,
            );
        })
    };
    html! {
        <div class="pause" role="group" aria-labelledby="present-name">
            <p id="present-name" class="pause__name">{ "Sharing your screen?" }</p>
            <div class="pause__choices">
                <button class="button button--small" disabled={action.progress.is_busy()} onclick={on}>
                    { icon(Shape::Screen) }{ "Hide titles" }
                </button>
            </div>
            { failed(&action.progress) }
        </div>
    }
}

/// What is wrong, each with the way to where it can be mended.
pub fn problems(problems: &[Problem], discretion: Discretion) -> Html {
    problems
        .iter()
        .map(|problem| {
            html! {
                <div class="banner banner--problem" role="alert">
                    { icon(Shape::Warning) }
                    <p>{ if discretion.hides() { problem.veiled() } else { &problem.text } }</p>
                    if problem.page != Page::Today { { way_to(problem.page) } }
                </div>
            }
        })
        .collect()
}

fn way_to(page: Page) -> Html {
    html! {
        <a class="button button--small" href={page.href()}>{ format!("Go to {}", page.name()) }</a>
    }
}
