//! Whether others on this computer may make a profile by themselves.

use storytime_types::changes::Change;
use storytime_types::rest::RegistrationChoice;
use yew::prelude::*;

use crate::backend::Method;
use crate::components::action_button::Call;
use crate::components::switch::Switch;
use crate::live::use_changes;
use crate::resource::use_resource;

const PATH: &str = "/api/settings/registration";
const CHANGED: &[Change] = &[Change::Settings];

/// The switch, once it is known how it stands.
#[component]
pub fn Newcomers() -> Html {
    let revision = use_changes().revisions.of(CHANGED);
    let known = use_resource::<RegistrationChoice>(Some(PATH.into()), revision);
    let Some(choice) = &known.value else {
        return Html::default();
    };
    let switched = RegistrationChoice { open: !choice.open };
    html! {
        <div class="setting">
            <Switch
                name="Let others on this computer make a profile"
                on={choice.open}
                call={Call::new(Method::Put, PATH, switched, CHANGED)}
            />
            <p class="quiet">
                { "They see nothing of yours, and no calendar file here is read for them. Off, only you can make a profile for somebody." }
            </p>
        </div>
    }
}
