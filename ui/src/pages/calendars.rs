//! Calendars: where the events come from, how each fares, and ways to add another.

use yew::prelude::*;

use crate::components::calendar_list::CalendarList;
use crate::components::connect::{address_source, file_source};

/// The Calendars page.
pub fn calendars() -> Html {
    html! {
        <div class="settings">
            <h1>{ "Calendars" }</h1>
            <section class="card" aria-labelledby="calendars-name">
                <h2 id="calendars-name" class="section-name" tabindex="-1">{ "On your shelf" }</h2>
                <CalendarList />
            </section>
            <section class="card" aria-labelledby="add-name">
                <h2 id="add-name" class="section-name">{ "Add another" }</h2>
                <div class="sources">{ file_source() }{ address_source() }</div>
            </section>
        </div>
    }
}
