//! Calendars: where the events come from, how each fares, and ways to add another.

use yew::prelude::*;

use crate::components::calendar_list::{CalendarList, SHELF_ID};
use crate::components::connect::{SampleDay, address_source, file_source};

/// The Calendars page, on this day.
pub fn calendars(today: &str) -> Html {
    html! {
        <div class="settings">
            <h1>{ "Calendars" }</h1>
            <section aria-labelledby={SHELF_ID}>
                <h2 id={SHELF_ID} class="only-heard" tabindex="-1">{ "On your shelf" }</h2>
                <CalendarList today={today.to_owned()} />
            </section>
            <section class="card" aria-labelledby="add-name">
                <h2 id="add-name" class="section-name">{ "Add another" }</h2>
                <div class="sources">{ file_source() }{ address_source() }</div>
                <div class="setting">
                    <p class="quiet">{ "Or look around with a made-up day. Its first reminder comes within a minute." }</p>
                    <SampleDay />
                </div>
            </section>
        </div>
    }
}
