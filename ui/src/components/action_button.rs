//! A button that makes one call, and says beside it why that failed.

use serde::Serialize;
use storytime_types::ApiError;
use storytime_types::changes::Change;
use yew::prelude::*;

use super::field::focus;
use super::icon::{Shape, icon};
use super::saving::{Action, Progress, failed, use_action};
use crate::backend::{Body, Method};

/// A call to the API, as it will be made.
#[derive(Clone, PartialEq)]
pub struct Call {
    method: Method,
    path: String,
    body: Result<Body, ApiError>,
    changes: &'static [Change],
}

impl Call {
    /// What changes once it worked is loaded again by everything that shows it.
    pub fn new(
        method: Method,
        path: impl Into<String>,
        body: impl Serialize,
        changes: &'static [Change],
    ) -> Self {
        Self {
            method,
            path: path.into(),
            body: Body::of(body),
            changes,
        }
    }

    /// Makes it.
    pub fn begin(&self, action: &Action) {
        let (path, body) = (self.path.clone(), self.body.clone());
        action.begin(self.method, path, body, self.changes);
    }
}

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What pressing it does.
    pub call: Call,
    /// What it says.
    pub words: &'static str,
    /// What it says meanwhile, where that is another thing.
    #[prop_or_default]
    pub busy: Option<&'static str>,
    /// What is heard behind its words, where they alone do not say of what.
    #[prop_or_default]
    pub heard: Option<String>,
    /// Its picture.
    #[prop_or_default]
    pub shape: Option<Shape>,
    /// How it looks.
    #[prop_or("button button--small")]
    pub class: &'static str,
    /// Whether there is nothing to do for it now.
    #[prop_or_default]
    pub disabled: bool,
    /// Where the focus goes once the call worked, because the button then goes away.
    #[prop_or_default]
    pub then_focus: Option<&'static str>,
}

/// The button.
#[component]
pub fn ActionButton(props: &Props) -> Html {
    let action = use_action();
    use_effect_with(
        (action.progress.clone(), props.then_focus),
        |(progress, then_focus)| {
            if let (Progress::Done, Some(id)) = (progress, then_focus) {
                focus(id);
            }
        },
    );
    let busy = action.progress.is_busy();
    let onclick = {
        let (action, call) = (action.clone(), props.call.clone());
        Callback::from(move |_| {
            // A button that is busy keeps the focus and does nothing.
            if !action.progress.is_busy() {
                call.begin(&action);
            }
        })
    };
    html! {
        <>
            <button class={props.class} disabled={props.disabled} aria-disabled={busy.to_string()} {onclick}>
                if let Some(shape) = props.shape { { icon(shape) } }
                { props.busy.filter(|_| busy).unwrap_or(props.words) }
                if let Some(heard) = &props.heard { <span class="only-heard">{ format!(" {heard}") }</span> }
            </button>
            { failed(&action.progress) }
        </>
    }
}
