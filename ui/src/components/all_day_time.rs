//! At which time of day an event that lasts all day reminds.

use storytime_types::profile::ProfileChange;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::use_value;
use super::saving::{saved_note, use_action};

#[derive(Properties, PartialEq)]
pub struct Props {
    /// `HH:MM`.
    pub time: AttrValue,
}

/// The time for all-day events.
#[component]
pub fn AllDayTime(props: &Props) -> Html {
    let action = use_action();
    let field = use_node_ref();
    use_value(&field, &props.time);
    let onchange = {
        let action = action.clone();
        Callback::from(move |event: Event| {
            let time = event.target_unchecked_into::<HtmlInputElement>().value();
            action.save(ProfileChange {
                all_day_time: Some(time),
                ..ProfileChange::default()
            });
        })
    };
    html! {
        <div class="setting">
            <label class="field-name" for="all-day-time">{ "All-day events remind at" }</label>
            <input
                ref={field}
                id="all-day-time"
                class="input input--time"
                type="time"
                required=true
                aria-describedby="all-day-note"
                {onchange}
            />
            { saved_note(&action.progress, Some("all-day-note")) }
        </div>
    }
}
