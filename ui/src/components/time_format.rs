//! Whether times are told with twelve or twenty-four hours.

use storytime_types::local::Hours;
use storytime_types::profile::{ProfileChange, TimeFormat};
use yew::prelude::*;

use super::saving::{saved_note, use_action};

/// What the choices show as their example.
const EXAMPLE: &str = "14:30";

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The one that is set.
    pub format: TimeFormat,
    /// What the system's region does.
    pub usual: Hours,
}

/// The choice, each way with an example.
#[component]
pub fn TimeFormatChoice(props: &Props) -> Html {
    let action = use_action();
    html! {
        <div class="setting" role="radiogroup" aria-labelledby="time-format-name">
            <p id="time-format-name" class="field-name">{ "Times look like" }</p>
            <div class="segments">
                for format in TimeFormat::ALL {
                    <label key={format.as_str()} class="segment">
                        <input
                            class="only-heard"
                            type="radio"
                            name="time-format"
                            value={format.as_str()}
                            checked={format == props.format}
                            onchange={choose(&action, format)}
                        />
                        <span class="segment__name">{ name(format) }</span>
                        <span class="segment__example">{ format.hours(props.usual).write(EXAMPLE) }</span>
                    </label>
                }
            </div>
            { saved_note(&action.progress, None) }
        </div>
    }
}

fn choose(action: &super::saving::Action, format: TimeFormat) -> Callback<Event> {
    let action = action.clone();
    Callback::from(move |_| {
        action.save(ProfileChange {
            time_format: Some(format),
            ..ProfileChange::default()
        });
    })
}

fn name(format: TimeFormat) -> &'static str {
    match format {
        TimeFormat::Auto => "As this computer has it",
        TimeFormat::H12 => "12 hours",
        TimeFormat::H24 => "24 hours",
    }
}
