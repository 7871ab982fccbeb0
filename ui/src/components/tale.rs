//! One story on the shelf.

use storytime_types::EventId;
use storytime_types::events::Event;
use yew::prelude::*;

use super::copying::CopyText;
use crate::wording::moments::Moments;
use crate::wording::story;

/// An event's story as a card: pressing its title has `open` called.
pub fn tale(event: &Event, open: &Callback<EventId>, moments: &Moments) -> Html {
    let told = event.storyline.as_ref();
    let theme = told.map_or(event.theme, |it| it.theme);
    let when = event.local.start.as_deref();
    let when = when.map_or_else(
        || "All day".to_owned(),
        |start| moments.span(start, event.local.end.as_deref()),
    );
    let open = {
        let id = event.id.clone();
        open.reform(move |_: MouseEvent| id.clone())
    };
    html! {
        <article class="tale" data-theme={theme.as_str().to_ascii_lowercase()}>
            <span class="tale__emoji" aria-hidden="true">
                { told.and_then(|it| it.emoji.clone()).unwrap_or_else(|| "✒️".to_owned()) }
            </span>
            <div class="tale__what">
                <p class="tale__when">{ when }</p>
                <h3 class="tale__title">
                    <button class="tale__open" aria-haspopup="dialog" onclick={open}>{ &event.title }</button>
                </h3>
                <p class="tale__text">
                    { told.map_or("Not told yet: it is written in time for its reminder. Open it to hear it now.", story::text) }
                </p>
            </div>
            if let Some(told) = told {
                <CopyText text={told.story_text.clone()} what={format!("the story of {}", event.title)} />
            }
        </article>
    }
}
