//! Copying a text.

use gloo_timers::callback::Timeout;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::icon::{Shape, icon};
use crate::clipboard;

/// How long the outcome is shown.
const SHOWN_MS: u32 = 4_000;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What is copied.
    pub text: AttrValue,
    /// What it is, for those who do not see where the button is.
    pub what: AttrValue,
}

#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Copied,
    Refused,
}

/// A button that copies a text and says whether it did.
#[component]
pub fn CopyText(props: &Props) -> Html {
    let outcome = use_state(|| None::<Outcome>);
    let shown = outcome.setter();
    use_effect_with(*outcome, move |outcome| {
        let timer = outcome.map(|_| Timeout::new(SHOWN_MS, move || shown.set(None)));
        move || drop(timer)
    });
    let onclick = {
        let (outcome, text) = (outcome.setter(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let (outcome, text) = (outcome.clone(), text.clone());
            spawn_local(async move {
                let copied = clipboard::copy(&text).await;
                outcome.set(Some(if copied {
                    Outcome::Copied
                } else {
                    Outcome::Refused
                }));
            });
        })
    };
    let (shape, words) = match *outcome {
        None => (Shape::Copy, "Copy"),
        Some(Outcome::Copied) => (Shape::Tick, "Copied"),
        Some(Outcome::Refused) => (Shape::Warning, "Not copied"),
    };
    let heard = match *outcome {
        None => "",
        Some(Outcome::Copied) => "It is on the clipboard.",
        Some(Outcome::Refused) => "The clipboard refused it: select the text and copy it by hand.",
    };
    html! {
        <span class="copying">
            <button class="button button--quiet" {onclick}>
                { icon(shape) }{ words }<span class="only-heard">{ format!(" {}", props.what) }</span>
            </button>
            <span class="only-heard" role="status">{ heard }</span>
        </span>
    }
}
