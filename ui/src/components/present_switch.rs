//! Hiding titles while the screen is shared.

use storytime_types::changes::Change;
use storytime_types::status::Present;
use yew::prelude::*;

use super::saving::{failed, use_action};
use super::switch::Switch;
use crate::backend::Method;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// How it stands.
    pub on: bool,
}

/// The switch of present mode.
#[component]
pub fn PresentSwitch(props: &Props) -> Html {
    let action = use_action();
    let onswitch = {
        let action = action.clone();
        Callback::from(move |on| {
            action.start(
                Method::Put,
                "/api/present",
                Present { on },
                &[Change::Settings],
            );
        })
    };
    html! {
        <div class="setting">
            <Switch name="Present mode" on={props.on} disabled={action.progress.is_busy()} {onswitch} />
            <p class="quiet">
                { "While you share your screen: titles, places, people, links and stories are hidden here, in the tray and in notifications." }
            </p>
            { failed(&action.progress) }
        </div>
    }
}
