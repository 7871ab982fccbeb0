//! A browser that does not hold the key: it says where the key is.

use storytime_types::{ApiError, ErrorCode};
use yew::prelude::*;

use crate::components::art::ThemeArt;
use crate::components::notice::Problem;
use crate::wording::errors;
use storytime_types::profile::Theme;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Why the browser may not look.
    pub error: ApiError,
}

/// How to get in.
#[component]
pub fn SignIn(props: &Props) -> Html {
    // Without a token and a code there is nothing wrong yet, only something to do.
    let unexpected = props.error.code != ErrorCode::Unauthenticated;
    html! {
        <main class="main gate">
            <div class="gate__art"><ThemeArt theme={Theme::Fantasy} /></div>
            <h1>{ "This storybook is locked" }</h1>
            <p>{ "Your calendar stays on this computer, and this browser has no key to it yet." }</p>
            <ol class="gate__steps">
                <li>{ "In a terminal, start " }<code>{ "storytime serve" }</code>{ "." }</li>
                <li>{ "Open the address that it prints. It holds a key that works once." }</li>
            </ol>
            if unexpected {
                <Problem text={errors::sentence(&props.error)} />
            }
        </main>
    }
}
