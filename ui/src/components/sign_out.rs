//! The question before every session ends.

use yew::prelude::*;

use super::field::use_focus_on_question;
use super::lock::leave;
use crate::backend::Method;

const BUTTON_ID: &str = "sign-out-everywhere";
const STAY_ID: &str = "stay-signed-in";

/// Ends every session and voids every token, this one too, once that was meant.
#[component]
pub fn SignOutEverywhere() -> Html {
    let asking = use_state(|| false);
    use_focus_on_question(*asking, BUTTON_ID.into(), STAY_ID.into());
    let ask = |ask: bool| {
        let asking = asking.setter();
        Callback::from(move |_: MouseEvent| asking.set(ask))
    };
    if !*asking {
        return html! {
            <button id={BUTTON_ID} class="button" onclick={ask(true)}>{ "Sign out everywhere" }</button>
        };
    }
    let sign_out = Callback::from(|_| leave(Method::Delete, "/api/auth/sessions"));
    html! {
        <div class="removal" role="group" aria-label="Sign out everywhere?">
            <p>
                { "Every browser and script is signed out, this window too, and every token for a script is void for good. Reminders come as before." }
            </p>
            <div class="removal__choices">
                <button id={STAY_ID} class="button button--small" onclick={ask(false)}>{ "Stay signed in" }</button>
                <button class="button button--small button--danger" onclick={sign_out}>{ "Sign everybody out" }</button>
            </div>
        </div>
    }
}
