//! The question before an integration goes.

use storytime_types::calendars::Integration;
use yew::prelude::*;

use super::action_button::{ActionButton, Call};
use super::calendar_list::SHELF_ID;
use super::connect::CONNECTED;
use super::field::focus;
use super::icon::Shape;
use crate::backend::Method;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What would go.
    pub integration: Integration,
    /// It stays after all.
    pub keep: Callback<MouseEvent>,
}

/// Asks once, with the harmless answer in focus.
#[component]
pub fn Removal(props: &Props) -> Html {
    let keep_id = format!("keep-{}", props.integration.id);
    use_effect_with(keep_id.clone(), |id| focus(id));
    let path = format!("/api/calendars/{}", props.integration.id);
    let call = Call::new(Method::Delete, path, (), CONNECTED);
    html! {
        <div class="removal" role="group" aria-label={format!("Remove {}?", props.integration.name)}>
            <p>{ what_goes(&props.integration) }</p>
            <div class="removal__choices">
                <button id={keep_id} class="button button--small" onclick={props.keep.clone()}>{ "Keep it" }</button>
                <ActionButton
                    {call}
                    class="button button--small button--danger"
                    shape={Shape::Cross}
                    words="Remove it"
                    busy="Removing…"
                    then_focus={SHELF_ID}
                />
            </div>
        </div>
    }
}

fn what_goes(one: &Integration) -> String {
    let events: u32 = one.calendars.iter().map(|it| it.upcoming_events).sum();
    let events = match events {
        0 => "Its events".to_owned(),
        1 => "Its 1 event ahead".to_owned(),
        many => format!("Its {many} events ahead"),
    };
    format!(
        "{events}, with their stories and coming reminders, go from here. What was sent stays in the \
         ledger, and the file or address itself stays as it is."
    )
}
