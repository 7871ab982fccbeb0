//! How far away an event is, large, and now and then said aloud.

use storytime_types::events::Event;
use yew::prelude::*;

use crate::wording::countdown::{Phase, measures, milestone};

/// The countdown to or within `event`, which is on this day.
pub fn countdown(event: &Event, phase: Phase, day: &str) -> Html {
    let said = if event.is_all_day {
        None
    } else {
        milestone(&event.title, phase)
    };
    html! {
        <>
            <p class="countdown" role="timer" aria-live="off">{ shown(event, phase, day) }</p>
            <p class="only-heard" aria-live="polite">{ said.unwrap_or_default() }</p>
        </>
    }
}

fn shown(event: &Event, phase: Phase, day: &str) -> Html {
    match phase {
        _ if event.is_all_day => html! {
            <>
                <span class="countdown__number">{ day }</span>
                { " " }
                <span class="countdown__unit">{ "all day" }</span>
            </>
        },
        Phase::Upcoming { until_start } => html! {
            <><span class="countdown__unit">{ "in" }</span>{ " " }{ amounts(until_start) }</>
        },
        Phase::Running { left } => html! {
            <>{ amounts(left) }<span class="countdown__unit">{ "left" }</span></>
        },
        Phase::Over => html! { <span class="countdown__number">{ "Just ended" }</span> },
    }
}

fn amounts(ms: i64) -> Html {
    measures(ms)
        .into_iter()
        .map(|(amount, unit)| {
            html! {
                <span class="countdown__measure">
                    <span class="countdown__number">{ amount }</span>
                    { " " }
                    <span class="countdown__unit">{ unit }</span>
                    { " " }
                </span>
            }
        })
        .collect()
}
