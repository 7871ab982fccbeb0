//! Everything the person owns, as a file to keep.

use yew::platform::spawn_local;
use yew::prelude::*;

use super::icon::{Shape, icon};
use super::notice::problem;
use crate::backend;
use crate::wording::errors;

#[derive(Clone, PartialEq)]
enum Saving {
    NotBegun,
    UnderWay,
    Saved(String),
    Failed(String),
}

/// A button, and where the file went.
#[component]
pub fn Export() -> Html {
    let saving = use_state(|| Saving::NotBegun);
    let save = {
        let saving = saving.setter();
        Callback::from(move |_| {
            let saving = saving.clone();
            saving.set(Saving::UnderWay);
            spawn_local(async move {
                saving.set(match backend::save_export().await {
                    Ok(Some(place)) => Saving::Saved(format!("Saved: {place}")),
                    Ok(None) => Saving::NotBegun,
                    Err(error) => Saving::Failed(errors::sentence(&error)),
                });
            });
        })
    };
    let busy = *saving == Saving::UnderWay;
    html! {
        <div class="setting">
            <h3 class="field-name">{ "Take your data with you" }</h3>
            <p class="quiet">
                { "Your profile, calendars, events, stories and reminders in one JSON file, without passwords and keys." }
            </p>
            <button class="button" disabled={busy} onclick={save}>
                { icon(Shape::File) }{ if busy { "Saving…" } else { "Export everything" } }
            </button>
            <div aria-live="polite">
                { match &*saving {
                    Saving::NotBegun | Saving::UnderWay => Html::default(),
                    Saving::Saved(words) => html! { <p class="saved">{ icon(Shape::Tick) }{ words }</p> },
                    Saving::Failed(why) => problem(why, None),
                } }
            </div>
        </div>
    }
}
