//! At which time of day an event that lasts all day reminds.

use storytime_types::profile::ProfileChange;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::saving::{saved_note, use_action};
use crate::wording::moments::use_moments;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// `HH:MM`.
    pub time: AttrValue,
}

/// The time for all-day events, to be chosen among the half hours: a browser's own field for times
/// follows the browser's language, not the person's choice of hours.
#[component]
pub fn AllDayTime(props: &Props) -> Html {
    let action = use_action();
    let moments = use_moments();
    let onchange = {
        let action = action.clone();
        Callback::from(move |event: Event| {
            let time = event.target_unchecked_into::<HtmlSelectElement>().value();
            action.save(ProfileChange {
                all_day_time: Some(time),
                ..ProfileChange::default()
            });
        })
    };
    html! {
        <div class="setting">
            <label class="field-name" for="all-day-time">{ "All-day events remind at" }</label>
            <select
                id="all-day-time"
                class="input input--select"
                aria-describedby="all-day-note"
                {onchange}
            >
                for time in choices(&props.time) {
                    <option key={time.clone()} value={time.clone()} selected={time == *props.time}>
                        { moments.time(&time) }
                    </option>
                }
            </select>
            { saved_note(&action.progress, Some("all-day-note")) }
        </div>
    }
}

/// Every half hour, and whatever other time is set.
fn choices(set: &str) -> Vec<String> {
    let halves = (0..48).map(|half| format!("{:02}:{:02}", half / 2, half % 2 * 30));
    let mut times: Vec<String> = halves.collect();
    if let Err(place) = times.binary_search_by(|time| time.as_str().cmp(set)) {
        times.insert(place, set.to_owned());
    }
    times
}

#[cfg(test)]
mod tests {
    use super::choices;

    #[test]
    fn a_time_that_was_set_elsewhere_stands_among_the_half_hours() {
        assert_eq!(choices("09:00").len(), 48);
        let times = choices("09:10");
        assert_eq!(times[18..21], ["09:00", "09:10", "09:30"]);
    }
}
