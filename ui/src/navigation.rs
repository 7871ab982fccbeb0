//! Going from page to page: by the address, by the keyboard, and where the focus goes.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::components::field::focus;
use crate::fragment;
use storytime_types::Page;

/// The part of the address behind `#`, as it changes.
#[hook]
pub fn use_fragment() -> String {
    let read = || gloo_utils::window().location().hash().unwrap_or_default();
    let fragment = use_state_eq(read);
    let state = fragment.clone();
    use_effect_with((), move |()| {
        let window = gloo_utils::window();
        let listener = EventListener::new(&window, "hashchange", move |_| state.set(read()));
        move || drop(listener)
    });
    (*fragment).clone()
}

/// The window's title, the focus on the heading of a page that was gone to, unless a part of it
/// takes it, and the keys Alt+1 to Alt+6. A digit alone is left to what is typed and to those who
/// speak their commands.
#[hook]
pub fn use_navigation(page: Page, to_a_part: bool) {
    use_shortcuts();
    let before = use_mut_ref(|| page);
    use_effect_with(page, move |page| {
        gloo_utils::document().set_title(&format!("{} · StoryTime", page.name()));
        if before.replace(*page) != *page && !to_a_part {
            gloo_utils::window().scroll_to_with_x_and_y(0.0, 0.0);
            focus_heading();
        }
    });
}

/// The focus goes to the part of the page that the address names, by the id of its heading, as soon as
/// it is there.
#[hook]
pub fn use_focus_on_part(heading: Option<AttrValue>, is_there: bool) {
    use_effect_with((heading, is_there), |(heading, is_there)| {
        if let (Some(heading), true) = (heading, is_there) {
            focus(heading);
        }
    });
}

fn focus_heading() {
    let heading = gloo_utils::document().query_selector("main h1");
    let heading = heading.ok().flatten();
    if let Some(heading) = heading.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        heading.set_tab_index(-1);
        // An element that refuses the focus is no harm: it stays where the browser puts it.
        let _ = heading.focus();
    }
}

#[hook]
fn use_shortcuts() {
    use_effect_with((), |()| {
        let window = gloo_utils::window();
        let options = gloo_events::EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&window, "keydown", options, |event| {
            if let Some(page) = event.dyn_ref::<KeyboardEvent>().and_then(wanted) {
                event.prevent_default();
                // Refused only where addresses cannot change, and then the links do not work either.
                let _ = gloo_utils::window().location().set_hash(page.href());
            }
        });
        move || drop(listener)
    });
}

fn wanted(key: &KeyboardEvent) -> Option<Page> {
    let only_alt = key.alt_key() && !key.ctrl_key() && !key.meta_key() && !key.shift_key();
    only_alt
        .then(|| fragment::page_of_digit(&key.code()))
        .flatten()
}
