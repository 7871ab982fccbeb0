//! The person's own e-mail addresses, which find the answer to an invitation.

use storytime_types::profile::{MOST_OWN_ADDRESSES, ProfileChange};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::{focus, use_emptied_once_done};
use super::icon::{Shape, icon};
use super::saving::{saved_note, use_action};

const FIELD_ID: &str = "own-address";
const NAME_ID: &str = "own-addresses-name";

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Those that are kept.
    pub addresses: Vec<String>,
}

/// The addresses as chips, to take away and to add.
#[component]
pub fn OwnAddresses(props: &Props) -> Html {
    let action = use_action();
    let field = use_node_ref();
    let save = {
        let action = action.clone();
        Callback::from(move |addresses: Vec<String>| {
            action.save(ProfileChange {
                own_addresses: Some(addresses),
                ..ProfileChange::default()
            });
        })
    };
    let onsubmit = {
        let (save, field, known) = (save.clone(), field.clone(), props.addresses.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = field.cast::<HtmlInputElement>().map(|field| field.value());
            let typed = typed.filter(|typed| !typed.trim().is_empty());
            save.emit(known.iter().cloned().chain(typed).collect());
        })
    };
    use_emptied_once_done(&field, &action.progress);
    let failed = action.progress.failure().is_some();
    html! {
        <div class="setting" role="group" aria-labelledby={NAME_ID}>
            <p class="field-name" id={NAME_ID} tabindex="-1">{ "Your own e-mail addresses" }</p>
            <p class="quiet" id="own-addresses-hint">
                { "An invitation that one of them declined in a calendar file brings no reminder." }
            </p>
            if !props.addresses.is_empty() {
                <ul class="chips">
                    for address in props.addresses.iter() { { chip(address, &props.addresses, &save) } }
                </ul>
            }
            if props.addresses.len() < MOST_OWN_ADDRESSES {
                <form class="own-lead" {onsubmit} novalidate=true>
                    <input
                        ref={field}
                        id={FIELD_ID}
                        class="input own-address"
                        type="email"
                        autocomplete="email"
                        spellcheck="false"
                        placeholder="robin@example.org"
                        aria-label="Another address"
                        aria-invalid={failed.to_string()}
                        aria-describedby="own-addresses-hint own-addresses-note"
                    />
                    <button class="button" type="submit" disabled={action.progress.is_busy()}>{ "Add" }</button>
                </form>
            } else {
                <p class="quiet">{ "That is as many as fit. Remove one to add another." }</p>
            }
            { saved_note(&action.progress, Some("own-addresses-note")) }
        </div>
    }
}

fn chip(address: &str, all: &[String], save: &Callback<Vec<String>>) -> Html {
    let rest: Vec<String> = all.iter().filter(|it| *it != address).cloned().collect();
    let onclick = save.reform(move |_: MouseEvent| {
        focus(NAME_ID);
        rest.clone()
    });
    html! {
        <li key={address} class="chip">
            <span>{ address }</span>
            <button class="chip__remove" aria-label={format!("Remove {address}")} title="Remove" {onclick}>
                { icon(Shape::Cross) }
            </button>
        </li>
    }
}
