//! Putting text on the clipboard.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlElement, HtmlTextAreaElement};

/// Copies `text`; whether that worked. The older way serves where a page may not use the newer one:
/// outside of a secure context, or where the web view does not grant it.
pub async fn copy(text: &str) -> bool {
    let navigator = gloo_utils::window().navigator();
    let offered = Reflect::get(&navigator, &JsValue::from("clipboard"));
    if offered.is_ok_and(|clipboard| clipboard.is_object()) {
        let written = JsFuture::from(navigator.clipboard().write_text(text)).await;
        if written.is_ok() {
            return true;
        }
    }
    copy_selected(text).unwrap_or(false)
}

/// Selects the text in a field that is there for a moment, and copies what is selected.
fn copy_selected(text: &str) -> Option<bool> {
    let document = gloo_utils::document();
    let focused = document.active_element();
    // Inside an open dialog, where alone it can be focused.
    let dialog = document.query_selector("dialog[open]").ok().flatten();
    let place = dialog.or_else(|| document.body().map(Into::into))?;
    let field = document.create_element("textarea").ok()?;
    let field: HtmlTextAreaElement = field.dyn_into().ok()?;
    field.set_class_name("only-heard");
    field.set_value(text);
    place.append_child(&field).ok()?;
    field.select();
    let document: HtmlDocument = document.dyn_into().ok()?;
    let copied = document.exec_command("copy").unwrap_or(false);
    field.remove();
    if let Some(focused) = focused.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // The focus goes back to the pressed button; refused, it is where the browser puts it.
        let _ = focused.focus();
    }
    Some(copied)
}
