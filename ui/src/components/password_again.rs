//! A field for the password of an account that no longer takes the old one.

use storytime_types::calendars::{AccountPassword, Integration};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::connect::CONNECTED;
use super::field::use_emptied_once_done;
use super::saving::{failed, use_action};
use crate::backend::Method;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Whose password.
    pub integration: Integration,
}

/// The field, and how what was typed fares.
#[component]
pub fn PasswordAgain(props: &Props) -> Html {
    let action = use_action();
    let field = use_node_ref();
    use_emptied_once_done(&field, &action.progress);
    let one = &props.integration;
    let id = format!("password-{}", one.id);
    let onsubmit = {
        let (action, field) = (action.clone(), field.clone());
        let path = format!("/api/calendars/integrations/{}/password", one.id);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = field.cast::<HtmlInputElement>().map(|field| field.value());
            match typed.filter(|typed| !typed.is_empty()) {
                Some(typed) => {
                    let password = typed.as_str().into();
                    let asked = AccountPassword { password };
                    action.start(Method::Put, path.clone(), asked, CONNECTED);
                }
                None => action.refuse("Type the new password.".into()),
            }
        })
    };
    html! {
        <form class="source" {onsubmit} novalidate=true>
            <label class="field-name" for={id.clone()}>
                { format!("New password of {}", one.username.as_deref().unwrap_or_default()) }
            </label>
            <div class="source__row">
                <input ref={field} {id} class="input" type="password" autocomplete="current-password" spellcheck="false" />
                <button class="button button--main" type="submit" disabled={action.progress.is_busy()}>
                    { if action.progress.is_busy() { "Trying it…" } else { "Connect it again" } }
                </button>
            </div>
            { failed(&action.progress) }
        </form>
    }
}
