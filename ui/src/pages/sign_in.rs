//! A browser that does not hold the key: it says where the key is.

use storytime_types::profile::Theme;
use storytime_types::{ApiError, ErrorCode};
use yew::prelude::*;

use crate::components::art::theme_art;
use crate::components::notice::problem;
use crate::wording::errors;

/// How to get in, after `error` kept the browser out.
pub fn sign_in(error: &ApiError) -> Html {
    // Without a token and a code there is nothing wrong yet, only something to do.
    let unexpected = error.code != ErrorCode::Unauthenticated;
    html! {
        <main class="main gate">
            <div class="gate__art framed">{ theme_art(Theme::Fantasy) }</div>
            <h1>{ "This storybook is locked" }</h1>
            <p>{ "Your calendar stays on this computer, and this browser has no key to it yet." }</p>
            <ol class="gate__steps">
                <li>{ "In a terminal, start " }<code>{ "storytime serve" }</code>{ "." }</li>
                <li>{ "Open the address that it prints. It holds a key that works once." }</li>
            </ol>
            if unexpected {
                { problem(&errors::sentence(error), None) }
            }
        </main>
    }
}
