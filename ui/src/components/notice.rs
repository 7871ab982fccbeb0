//! What stands in a page's place while there is nothing to show: each says what to do.

use storytime_types::ApiError;
use yew::prelude::*;

use super::icon::{Icon, Shape};
use crate::wording::errors;

#[derive(Properties, PartialEq)]
pub struct LoadingProps {
    /// What is going on, without the dots.
    pub what: AttrValue,
}

/// Something is on its way.
#[component]
pub fn Loading(props: &LoadingProps) -> Html {
    html! { <p class="loading" role="status">{ format!("{}…", props.what) }</p> }
}

#[derive(Properties, PartialEq)]
pub struct FailureProps {
    /// What went wrong.
    pub error: ApiError,
    /// Tries once more.
    pub retry: Callback<()>,
}

/// Something could not be loaded.
#[component]
pub fn Failure(props: &FailureProps) -> Html {
    html! {
        <div class="failure" role="alert">
            <p><Icon shape={Shape::Warning} />{ errors::sentence(&props.error) }</p>
            <button class="button" onclick={props.retry.reform(|_| ())}>{ "Try again" }</button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct ProblemProps {
    /// The sentence to show.
    pub text: AttrValue,
    /// So that a field can point to it with `aria-describedby`.
    #[prop_or_default]
    pub id: Option<AttrValue>,
}

/// A sentence about something that is wrong, beside what it is about.
#[component]
pub fn Problem(props: &ProblemProps) -> Html {
    html! {
        <p class="problem" role="alert" id={props.id.clone()}>
            <Icon shape={Shape::Warning} /><span>{ &props.text }</span>
        </p>
    }
}
