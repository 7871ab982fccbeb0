//! A browser that does not hold the key: it says where the key is.

use storytime_types::ApiError;
use storytime_types::profile::Theme;
use yew::prelude::*;

use crate::components::art::theme_art;
use crate::components::notice::problem;
use crate::wording::errors;

/// How to get in; `refused` says why a one-time code did not do.
pub fn sign_in(refused: Option<&ApiError>) -> Html {
    html! {
        <main class="main gate">
            <div class="gate__art framed">{ theme_art(Theme::Fantasy) }</div>
            <h1>{ "This storybook is locked" }</h1>
            <p>{ "Your calendar stays on this computer, and this browser has no key to it yet." }</p>
            <ol class="gate__steps">
                <li>{ "In a terminal, start " }<code>{ "storytime serve" }</code>{ "." }</li>
                <li>{ "Open the address that it prints. It holds a key that works once." }</li>
            </ol>
            if let Some(error) = refused {
                { problem(&errors::sentence(error), None) }
            }
        </main>
    }
}
