//! Reminders: what comes, what was sent when, what was not and why.

use storytime_types::Instant;
use yew::prelude::*;

use crate::components::reminders::Reminders;

/// The Reminders page, around this moment of this day.
pub fn reminders(now: Instant, today: &str) -> Html {
    html! {
        <div class="settings">
            <h1>{ "Reminders" }</h1>
            <section class="card"><Reminders {now} today={today.to_owned()} /></section>
        </div>
    }
}
