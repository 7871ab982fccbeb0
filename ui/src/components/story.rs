//! An event's story, as on the page of a book.

use storytime_types::events::Event;
use yew::prelude::*;

use super::tellings::tell_anew;
use crate::discretion::Discretion;
use crate::wording::story as wording;

/// The story of one event, and a way to have it written again.
pub fn story(event: &Event, discretion: Discretion) -> Html {
    if discretion.hides() {
        return html! {
            <div class="story"><p class="story__none">{ "This page stays closed while you present." }</p></div>
        };
    }
    let text = event.storyline.as_ref().map(wording::text);
    let again = if text.is_some() {
        "Tell it another way"
    } else {
        "Write it now"
    };
    html! {
        <div class="story">
            if let Some(text) = text {
                <blockquote class="story__text">{ text }</blockquote>
            } else {
                <p class="story__none">{ "Its story is not written yet. It will be here before the reminder comes." }</p>
            }
            <div key={event.id.as_str()} class="story__again">{ tell_anew(event, None, again) }</div>
        </div>
    }
}
