//! Whether the app starts with the session; only the app's own window can change that.

use web_sys::HtmlInputElement;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::saving::{Progress, saved_note};
use crate::backend;
use crate::wording::errors;

/// The switch, once the system has said how it stands.
#[component]
pub fn Autostart() -> Html {
    let on = use_state(|| None::<bool>);
    let progress = use_state(Progress::default);
    {
        let (on, progress) = (on.setter(), progress.setter());
        use_effect_with((), move |()| {
            spawn_local(async move {
                match backend::autostart().await {
                    Ok(is_on) => on.set(Some(is_on)),
                    Err(error) => progress.set(Progress::Failed(errors::sentence(&error))),
                }
            });
        });
    }
    let onchange = {
        let (on, progress) = (on.setter(), progress.setter());
        Callback::from(move |event: Event| {
            let wanted = event.target_unchecked_into::<HtmlInputElement>().checked();
            let (on, progress) = (on.clone(), progress.clone());
            on.set(Some(wanted));
            spawn_local(async move {
                match backend::set_autostart(wanted).await {
                    Ok(()) => progress.set(Progress::Done),
                    Err(error) => {
                        on.set(Some(!wanted));
                        progress.set(Progress::Failed(errors::sentence(&error)));
                    }
                }
            });
        })
    };
    html! {
        <div class="setting">
            <label class="switch">
                <input
                    type="checkbox"
                    role="switch"
                    checked={on.unwrap_or_default()}
                    disabled={on.is_none()}
                    {onchange}
                />
                <span class="field-name">{ "Start when I log in" }</span>
            </label>
            <p class="quiet">{ "StoryTime then waits in the tray, so that no reminder is missed after a restart." }</p>
            { saved_note(&progress, None) }
        </div>
    }
}
