//! Something that is on or off.

use web_sys::HtmlInputElement;
use yew::prelude::*;

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
    /// The person changed it.
    pub onswitch: Callback<bool>,
}

/// A switch with its name beside it. It shows what is kept, not what was pressed: a choice that was
/// refused falls back.
#[component]
pub fn Switch(props: &Props) -> Html {
    let field = use_node_ref();
    let onchange = {
        let (onswitch, on, field) = (props.onswitch.clone(), props.on, field.clone());
        Callback::from(move |_: Event| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.set_checked(on);
            }
            onswitch.emit(!on);
        })
    };
    html! {
        <label class="switch">
            <input
                ref={field}
                type="checkbox"
                role="switch"
                checked={props.on}
                disabled={props.disabled}
                aria-label={props.heard.clone()}
                {onchange}
            />
            <span class="field-name">{ &props.name }</span>
        </label>
    }
}
