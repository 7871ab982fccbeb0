//! An event's story, as on the page of a book.

use storytime_types::changes::Change;
use storytime_types::events::{Event, RegenerateStory};
use yew::prelude::*;

use super::icon::{Shape, icon};
use super::saving::{failed, use_action};
use crate::backend::Method;
use crate::discretion::use_discretion;
use crate::wording::story;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Whose story.
    pub event: Event,
}

/// The story of one event, and a way to have it written again.
#[component]
pub fn Story(props: &Props) -> Html {
    let action = use_action();
    let discretion = use_discretion();
    let busy = action.progress.is_busy();
    let path = format!("/api/events/{}/regenerate-story", props.event.id);
    let write = {
        let action = action.clone();
        Callback::from(move |_| {
            action.start(
                Method::Post,
                path.clone(),
                RegenerateStory::default(),
                &[Change::Stories],
            );
        })
    };
    if discretion.hides() {
        return html! {
            <div class="story"><p class="story__none">{ "This page stays closed while you present." }</p></div>
        };
    }
    let text = props.event.storyline.as_ref().map(story::text);
    html! {
        <div class="story">
            if let Some(text) = text {
                <blockquote class="story__text" aria-busy={busy.to_string()}>{ text }</blockquote>
            } else {
                <p class="story__none">{ "Its story is not written yet. It will be here before the reminder comes." }</p>
            }
            { failed(&action.progress) }
            <button class="button button--quiet story__again" disabled={busy} onclick={write}>
                { icon(Shape::Again) }
                { if busy { "Writing…" } else if text.is_some() { "Tell it another way" } else { "Write it now" } }
            </button>
        </div>
    }
}
