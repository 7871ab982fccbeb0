//! A form for addresses and passwords. What was typed goes to the backend and nowhere else.

use storytime_types::ApiError;
use storytime_types::changes::Change;
use web_sys::HtmlInputElement;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::field::use_value;
use super::saving::{Progress, saved_note};
use crate::backend::{self, Body, Method};
use crate::live::use_changes;
use crate::wording::errors;

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// An e-mail address.
    Email,
    /// The password that is set.
    Password,
    /// The password that will be.
    NewPassword,
}

impl Takes {
    fn input_type(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Password | Self::NewPassword => "password",
        }
    }

    /// What the browser's own keeper of passwords may fill in.
    fn autocomplete(self) -> &'static str {
        match self {
            Self::Email => "username",
            Self::Password => "current-password",
            Self::NewPassword => "new-password",
        }
    }
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its id in the page.
    pub id: &'static str,
    /// What stands over it.
    pub label: &'static str,
    /// What it takes.
    pub takes: Takes,
}

/// A call that the form makes.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// Registers or signs in; the window then begins anew, as that profile.
    Enter(&'static str, Body),
    /// Changes what one signs in with.
    Change(Method, Body),
}

impl Asked {
    /// Makes it, and says whether the window begins anew.
    async fn make(self) -> Result<bool, ApiError> {
        match self {
            Self::Enter(path, body) => backend::enter(path, body).await.map(|()| true),
            Self::Change(method, body) => {
                let made = backend::call::<()>(method, "/api/auth/password", body).await;
                made.map(|()| false)
            }
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The fields, in their order.
    pub fields: &'static [Field],
    /// What stands in the first one.
    #[prop_or_default]
    pub first: AttrValue,
    /// What its button says.
    pub button: AttrValue,
    /// What to ask for with what was typed, or why it cannot be.
    pub read: Callback<Vec<String>, Result<Asked, ApiError>>,
}

/// The form, and how it fares.
#[component]
pub fn Credentials(props: &Props) -> Html {
    let progress = use_state(Progress::default);
    let changed = use_changes().announce;
    let first = use_node_ref();
    use_value(&first, &props.first);
    let onsubmit = {
        let (progress, fields, read) = (progress.clone(), props.fields, props.read.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let asked = match read.emit(typed(fields)) {
                Ok(asked) => asked,
                Err(error) => return progress.set(Progress::Failed(errors::sentence(&error))),
            };
            progress.set(Progress::Busy);
            let (progress, changed) = (progress.clone(), changed.clone());
            spawn_local(async move {
                match asked.make().await {
                    Ok(true) => backend::begin_anew(),
                    Ok(false) => {
                        empty(fields);
                        progress.set(Progress::Done);
                        changed.emit(&[Change::Settings]);
                    }
                    Err(error) => progress.set(Progress::Failed(errors::sentence(&error))),
                }
            });
        })
    };
    let failed = progress.failure().is_some();
    let note = format!("{}-note", props.fields.first().map_or("", |field| field.id));
    let input = |(index, field): (usize, &Field)| {
        let node = if index == 0 {
            first.clone()
        } else {
            NodeRef::default()
        };
        html! {
            <div class="credential" key={field.id}>
                <label class="field-name" for={field.id}>{ field.label }</label>
                <input
                    ref={node}
                    id={field.id}
                    class="input"
                    type={field.takes.input_type()}
                    autocomplete={field.takes.autocomplete()}
                    spellcheck="false"
                    aria-invalid={failed.to_string()}
                    aria-describedby={note.clone()}
                />
            </div>
        }
    };
    html! {
        <form class="credentials" {onsubmit} novalidate=true>
            { for props.fields.iter().enumerate().map(input) }
            <button class="button button--main" type="submit" disabled={progress.is_busy()}>
                { &props.button }
            </button>
            { saved_note(&progress, Some(&note)) }
        </form>
    }
}

fn input_of(field: &Field) -> Option<HtmlInputElement> {
    use wasm_bindgen::JsCast;
    let element = gloo_utils::document().get_element_by_id(field.id)?;
    element.dyn_into().ok()
}

fn typed(fields: &[Field]) -> Vec<String> {
    let value = |field| {
        input_of(field)
            .map(|input| input.value())
            .unwrap_or_default()
    };
    fields.iter().map(value).collect()
}

fn empty(fields: &[Field]) {
    for input in fields.iter().filter_map(input_of) {
        input.set_value("");
    }
}
