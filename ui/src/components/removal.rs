//! The question before an integration goes.

use storytime_types::calendars::Integration;
use yew::prelude::*;

use super::action_button::{ActionButton, Call};
use super::calendar_list::SHELF_ID;
use super::connect::CONNECTED;
use super::icon::Shape;
use crate::backend::Method;

/// The id of the harmless answer, which has the focus first.
pub fn keep_id(one: &Integration) -> String {
    format!("keep-{}", one.id)
}

/// Asks once; `keep` is the harmless answer.
pub fn removal(one: &Integration, keep: Callback<MouseEvent>) -> Html {
    let path = format!("/api/calendars/{}", one.id);
    let call = Call::new(Method::Delete, path, (), CONNECTED);
    html! {
        <div class="removal" role="group" aria-label={format!("Remove {}?", one.name)}>
            <p>{ what_goes(one) }</p>
            <div class="removal__choices">
                <button id={keep_id(one)} class="button button--small" onclick={keep}>{ "Keep it" }</button>
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
