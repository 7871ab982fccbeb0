//! Fields belong to the person who types in them, and the focus goes where it can go on from.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

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

/// Moves the focus to the element with this id, after the one that had it went away.
pub fn focus(id: &str) {
    let element = gloo_utils::document().get_element_by_id(id);
    if let Some(element) = element.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // An element that refuses the focus is no harm: it stays where the browser puts it.
        let _ = element.focus();
    }
}
