//! Something that is on or off.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::action_button::Call;
use super::saving::{failed, use_action};

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What it is called.
    pub name: AttrValue,
    /// What is heard in its place, where the name alone does not say enough.
    #[prop_or_default]
    pub heard: Option<AttrValue>,
    /// How it stands.
    pub on: bool,
    /// Whether it cannot be changed now.
    #[prop_or_default]
    pub disabled: bool,
    /// What has it stand the other way.
    pub call: Call,
}

/// A switch with its name beside it, and why it could not be switched. It shows what is kept, not
/// what was pressed: a choice that was refused falls back.
#[component]
pub fn Switch(props: &Props) -> Html {
    let action = use_action();
    let field = use_node_ref();
    let onchange = {
        let (action, call, on) = (action.clone(), props.call.clone(), props.on);
        let field = field.clone();
        Callback::from(move |_: Event| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.set_checked(on);
            }
            call.begin(&action);
        })
    };
    html! {
        <>
            <label class="switch">
                <input
                    ref={field}
                    type="checkbox"
                    role="switch"
                    checked={props.on}
                    disabled={props.disabled || action.progress.is_busy()}
                    aria-label={props.heard.clone()}
                    {onchange}
                />
                <span class="field-name">{ &props.name }</span>
            </label>
            { failed(&action.progress) }
        </>
    }
}
