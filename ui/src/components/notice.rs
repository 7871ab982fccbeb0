//! What stands in a page's place while there is nothing to show: each says what to do.

use storytime_types::{ApiError, Section};
use yew::prelude::*;

use super::header::name;
use super::icon::{Shape, icon};
use crate::wording::errors;

/// `what` is on its way.
pub fn loading(what: &str) -> Html {
    html! { <p class="loading" role="status">{ format!("{what}…") }</p> }
}

/// Before anything is known. It looks as index.html does before this program runs, so that nothing
/// flickers.
pub fn opening() -> Html {
    html! {
        <>
            <div class="header">{ name() }</div>
            { loading("Opening your storybook") }
        </>
    }
}

/// `what` is on its way, and will take about as much room as these lines do.
pub fn skeleton(what: &str, lines: usize) -> Html {
    html! {
        <div class="skeleton" role="status">
            <span class="only-heard">{ format!("{what}…") }</span>
            for _ in 0..lines { <span class="skeleton__line" aria-hidden="true"></span> }
        </div>
    }
}

/// Something could not be loaded; `retry` tries once more.
pub fn failure(error: &ApiError, retry: &Callback<()>) -> Html {
    html! {
        <div class="failure" role="alert">
            <p>{ icon(Shape::Warning) }{ errors::sentence(error) }</p>
            <button class="button" onclick={retry.reform(|_| ())}>{ "Try again" }</button>
        </div>
    }
}

/// A sentence about something that is wrong, beside what it is about. With an `id` a field can
/// point to it by `aria-describedby`.
pub fn problem(sentence: &str, id: Option<&str>) -> Html {
    html! {
        <p class="problem" role="alert" id={id.map(str::to_owned)}>
            { icon(Shape::Warning) }<span>{ with_way(sentence) }</span>
        </p>
    }
}

/// Where secrets are unlocked, in the backend's words.
const SECRETS: &str = "Settings under Secrets";

/// A sentence in which the place that it sends one to is a link.
fn with_way(sentence: &str) -> Html {
    match sentence.split_once(SECRETS) {
        Some((before, after)) => html! {
            <>{ before }<a class="link" href={Section::Secrets.href()}>{ SECRETS }</a>{ after }</>
        },
        None => html! { sentence },
    }
}
