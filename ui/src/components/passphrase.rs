//! The field for a passphrase. It is emptied as soon as the passphrase was taken; one that was refused
//! can be mended.

use storytime_types::vault::PASSPHRASE_MAX;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::use_emptied_once_done;
use super::reveal::{input_type, reveal};
use super::saving::Progress;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Whether it is being chosen, or known.
    pub is_new: bool,
    /// What the button says.
    pub name: &'static str,
    /// How what was typed before fares.
    pub progress: Progress,
    /// The person typed it.
    pub ontyped: Callback<String>,
}

/// A passphrase and what to do with it.
#[component]
pub fn PassphraseForm(props: &Props) -> Html {
    let field = use_node_ref();
    let shown = use_state(|| false);
    use_emptied_once_done(&field, &props.progress);
    let onsubmit = {
        let (field, ontyped) = (field.clone(), props.ontyped.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(field) = field.cast::<HtmlInputElement>() {
                ontyped.emit(field.value());
            }
        })
    };
    let (completes, label) = if props.is_new {
        ("new-password", "A new passphrase")
    } else {
        ("current-password", "Your passphrase")
    };
    html! {
        <form class="own-lead" {onsubmit} novalidate=true>
            <input
                ref={field}
                class="input own-address"
                type={input_type(*shown)}
                spellcheck="false"
                autocomplete={completes}
                maxlength={PASSPHRASE_MAX.to_string()}
                aria-label={label}
                placeholder={label}
            />
            { reveal(&shown) }
            <button class="button" type="submit" disabled={props.progress.is_busy()}>{ props.name }</button>
        </form>
    }
}
