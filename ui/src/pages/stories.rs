//! Stories: what is told of every event to come.

use yew::prelude::*;

/// The Stories page.
pub fn stories() -> Html {
    html! { <div class="settings"><h1>{ "Stories" }</h1></div> }
}
