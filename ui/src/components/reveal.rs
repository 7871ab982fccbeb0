//! Whoever types a secret may look at it: one slip in a new one costs what it locks.

use yew::prelude::*;

/// Shows what is typed into the secret fields beside it, or hides it again.
pub fn reveal(shown: &UseStateHandle<bool>) -> Html {
    let name = if **shown { "Hide" } else { "Show" };
    let onclick = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    html! {
        <button
            type="button"
            class="button button--small"
            aria-label={format!("{name} what is typed")}
            {onclick}
        >
            { name }
        </button>
    }
}

/// The type of a field that takes a secret.
pub fn input_type(shown: bool) -> &'static str {
    if shown { "text" } else { "password" }
}
