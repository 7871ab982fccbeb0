//! Strips across the window: what holds everywhere until it is switched off, and what is wrong.

use storytime_types::changes::Change;
use storytime_types::status::{Present, Problem};
use storytime_types::{Page, Place};
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

/// So many problems are told one by one; with more of them the day below, which is what a person came
/// for, would be out of sight.
const TOLD: usize = 3;

/// What is wrong, each with the way to where it can be mended. Many of them are one line until somebody
/// opens it.
pub fn problems(problems: &[Problem], discretion: Discretion) -> Html {
    let told =
        |problem: &Problem| html! { <p>{ discretion.problem(&problem.text, problem.page) }</p> };
    match problems {
        [] => Html::default(),
        few if few.len() <= TOLD => html! {
            for one in few {
                <div class="banner banner--problem" role="alert">
                    { icon(Shape::Warning) }{ told(one) }{ way_to(&one.place()) }
                </div>
            }
        },
        many => html! {
            <div class="banner--problem troubles" role="alert">
                <details>
                    <summary>{ icon(Shape::Warning) }{ "Several things need you" }</summary>
                    for (place, there) in by_place(many) {
                        <div class="banner troubles__of-page">
                            <ul>
                                for one in there { <li>{ told(one) }</li> }
                            </ul>
                            { way_to(&place) }
                        </div>
                    }
                </details>
            </div>
        },
    }
}

/// Where several problems can be mended, each place once. Those of several calendars have one way, to
/// the page: as many ways to the same page would look like as many places.
fn by_place(problems: &[Problem]) -> Vec<(Place, Vec<&Problem>)> {
    let mut places: Vec<(Place, Vec<&Problem>)> = Vec::new();
    for problem in problems {
        let place = problem.place();
        match places.iter_mut().find(|(at, _)| at.name() == place.name()) {
            Some((at, there)) => {
                there.push(problem);
                if *at != place {
                    *at = Place::Page(place.page());
                }
            }
            None => places.push((place, vec![problem])),
        }
    }
    places
}

fn way_to(place: &Place) -> Html {
    if place.page() == Page::Today {
        return Html::default();
    }
    html! {
        <a class="button button--small" href={format!("#{}", place.fragment())}>
            { format!("Go to {}", place.name()) }
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use storytime_types::{IntegrationId, Section};

    fn of_calendar(id: &str) -> Problem {
        let card = Place::Integration(IntegrationId(id.into()));
        Problem::at(format!("{id} cannot be read."), &card)
    }

    #[test]
    fn the_problems_of_one_calendar_lead_to_its_card_and_those_of_two_to_the_page() {
        let secrets = Place::Section(Section::Secrets);
        let shut = Problem::at("Your keyring is locked.".into(), &secrets);

        let one = [of_calendar("team"), shut.clone(), of_calendar("team")];
        let places: Vec<_> = by_place(&one).into_iter().map(|(place, _)| place).collect();
        assert_eq!(places, [of_calendar("team").place(), secrets.clone()]);

        let two = [of_calendar("team"), shut, of_calendar("clinic")];
        let places: Vec<_> = by_place(&two).into_iter().map(|(place, _)| place).collect();
        assert_eq!(places, [Place::Page(Page::Calendars), secrets]);
    }
}
