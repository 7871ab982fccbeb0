//! Fields belong to the person who types in them, and the focus goes where it can go on from.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::saving::Progress;

/// Puts `value` into a field when it is first shown and whenever it changes. In between, drawing
/// the page again leaves alone what was typed.
#[hook]
pub fn use_value(field: &NodeRef, value: &AttrValue) {
    let field = field.clone();
    use_effect_with(value.clone(), move |value| {
        if let Some(field) = field.cast::<HtmlInputElement>() {
            field.set_value(value);
        }
    });
}

/// Empties a field once what was typed in it was taken; what was refused stays, to be mended.
#[hook]
pub fn use_emptied_once_done(field: &NodeRef, progress: &Progress) {
    let field = field.clone();
    use_effect_with(progress.clone(), move |progress| {
        if let (Progress::Done, Some(field)) = (progress, field.cast::<HtmlInputElement>()) {
            field.set_value("");
        }
    });
}

/// Moves the focus to the element with this id, after the one that had it went away.
pub fn focus(id: &str) {
    let element = gloo_utils::document().get_element_by_id(id);
    if let Some(element) = element.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // An element that refuses the focus is no harm: it stays where the browser puts it.
        let _ = element.focus();
    }
}
