//! Fields belong to the person who types in them, and the focus goes where it can go on from.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::saving::Progress;

/// Puts `value` into a field when it is first shown and whenever it changes, unless the person types
/// in it just then. In between, drawing the page again leaves alone what was typed.
#[hook]
pub fn use_value(field: &NodeRef, value: &AttrValue) {
    let field = field.clone();
    let last_put = use_mut_ref(String::new);
    use_effect_with(value.clone(), move |value| {
        let Some(field) = field.cast::<HtmlInputElement>() else {
            return;
        };
        let before = last_put.replace(value.to_string());
        if !has_focus(&field) || field.value() == before {
            field.set_value(value);
        }
    });
}

fn has_focus(field: &HtmlInputElement) -> bool {
    let focused = gloo_utils::document().active_element();
    focused.is_some_and(|focused| focused.is_same_node(Some(field)))
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

/// Brings the focus to the harmless answer of a question that is put in a button's place, and back to
/// the button once the question is put away.
#[hook]
pub fn use_focus_on_question(asking: bool, button: AttrValue, harmless: AttrValue) {
    let was_asking = use_mut_ref(|| false);
    use_effect_with(asking, move |asking| {
        match (was_asking.replace(*asking), asking) {
            (false, true) => focus(&harmless),
            (true, false) => focus(&button),
            _ => {}
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
