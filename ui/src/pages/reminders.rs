//! Reminders: what comes, what was sent when, what was not and why.

use yew::prelude::*;

use crate::components::ledger::Ledger;

/// The Reminders page, on this day.
pub fn reminders(today: &str) -> Html {
    html! {
        <div class="settings">
            <h1>{ "Reminders" }</h1>
            <Ledger today={today.to_owned()} />
        </div>
    }
}
