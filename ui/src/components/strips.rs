//! Strips across the window: what holds everywhere until it is switched off, and what is wrong.

use storytime_types::Page;
use storytime_types::changes::Change;
use storytime_types::status::{Present, Problem};
use yew::prelude::*;

use super::action_button::{ActionButton, Call};
use super::header::MAIN_ID;
use super::icon::{Shape, icon};
use super::switch::Switch;
use crate::backend::Method;
use crate::discretion::Discretion;

const EVERYWHERE: &[Change] = &[Change::Settings, Change::Events, Change::Ledger];

/// Says that titles are hidden, with a way to show them again.
pub fn present_strip() -> Html {
    html! {
        <div class="strip" role="status">
            { icon(Shape::Screen) }
            <p>{ "Present mode is on: titles, places and stories are hidden." }</p>
            <ActionButton call={present(false)} words="Switch off" then_focus={MAIN_ID} />
        </div>
    }
}

/// Hides titles while the screen is shared.
pub fn present_choice() -> Html {
    html! {
        <div class="pause" role="group" aria-labelledby="present-name">
            <p id="present-name" class="pause__name">{ "Sharing your screen?" }</p>
            <div class="pause__choices">
                <ActionButton call={present(true)} words="Hide titles" shape={Shape::Screen} then_focus={MAIN_ID} />
            </div>
        </div>
    }
}

/// The switch of present mode.
pub fn present_switch(on: bool) -> Html {
    html! {
        <div class="setting">
            <Switch name="Present mode" {on} call={present(!on)} />
            <p class="quiet">
                { "While you share your screen: titles, places, people, links and stories are hidden here, in the tray and in notifications." }
            </p>
        </div>
    }
}

fn present(on: bool) -> Call {
    Call::new(Method::Put, "/api/present", Present { on }, EVERYWHERE)
}

/// What is wrong, each with the way to where it can be mended. Several of them are one line until
/// somebody opens it: the day below is what a person came for.
pub fn problems(problems: &[Problem], discretion: Discretion) -> Html {
    let told =
        |problem: &Problem| html! { <p>{ discretion.problem(&problem.text, problem.page) }</p> };
    match problems {
        [] => Html::default(),
        [one] => html! {
            <div class="banner banner--problem" role="alert">
                { icon(Shape::Warning) }{ told(one) }{ way_to(one.page) }
            </div>
        },
        several => html! {
            <div class="banner--problem troubles" role="alert">
                <details>
                    <summary>{ icon(Shape::Warning) }{ "Several things need you" }</summary>
                    for page in pages(several) {
                        <div class="banner troubles__of-page">
                            <ul>
                                for one in several.iter().filter(|one| one.page == page) {
                                    <li>{ told(one) }</li>
                                }
                            </ul>
                            { way_to(page) }
                        </div>
                    }
                </details>
            </div>
        },
    }
}

/// Where several problems can be mended, each place once.
fn pages(problems: &[Problem]) -> Vec<Page> {
    let mut pages = Vec::new();
    for problem in problems {
        if !pages.contains(&problem.page) {
            pages.push(problem.page);
        }
    }
    pages
}

fn way_to(page: Page) -> Html {
    if page == Page::Today {
        return Html::default();
    }
    html! {
        <a class="button button--small" href={page.href()}>{ format!("Go to {}", page.name()) }</a>
    }
}
