//! A form for addresses and passwords. What was typed goes to the backend and nowhere else.

use storytime_types::ApiError;
use storytime_types::changes::Change;
use web_sys::HtmlInputElement;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::field::use_value;
use super::reveal::{input_type, reveal};
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
    fn input_type(self, shown: bool) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Password | Self::NewPassword => input_type(shown),
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
    /// What the API calls it.
    pub name: &'static str,
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
    Change(Method, &'static str, Body),
}

impl Asked {
    /// Makes it, and says whether the window begins anew.
    async fn make(self) -> Result<bool, ApiError> {
        match self {
            Self::Enter(path, body) => backend::enter(path, body).await.map(|()| true),
            Self::Change(method, path, body) => {
                backend::send(method, path, body).await.map(|_| false)
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
    let refused = use_state(Vec::new);
    let shown = use_state(|| false);
    let changed = use_changes().announce;
    let first = use_node_ref();
    use_value(&first, &props.first);
    let onsubmit = {
        let (progress, fields, read) = (progress.clone(), props.fields, props.read.clone());
        let (refused, shown) = (refused.setter(), shown.setter());
        let fail = {
            let progress = progress.setter();
            move |error: &ApiError| {
                refused.set(refused_of(fields, error));
                progress.set(Progress::Failed(errors::sentence(error)));
            }
        };
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let asked = match read.emit(typed(fields)) {
                Ok(asked) => asked,
                Err(error) => return fail(&error),
            };
            progress.set(Progress::Busy);
            let (progress, changed, shown) = (progress.clone(), changed.clone(), shown.clone());
            let fail = fail.clone();
            spawn_local(async move {
                match asked.make().await {
                    Ok(true) => backend::begin_anew(),
                    Ok(false) => {
                        empty(fields);
                        shown.set(false);
                        progress.set(Progress::Done);
                        changed.emit(&[Change::Settings]);
                    }
                    Err(error) => fail(&error),
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
                    type={field.takes.input_type(*shown)}
                    autocomplete={field.takes.autocomplete()}
                    spellcheck="false"
                    aria-invalid={(failed && refused.contains(&field.name)).to_string()}
                    aria-describedby={note.clone()}
                />
            </div>
        }
    };
    html! {
        <form class="credentials" {onsubmit} novalidate=true>
            { for props.fields.iter().enumerate().map(input) }
            <div class="credentials__choices">
                <button class="button button--main" type="submit" disabled={progress.is_busy()}>
                    { &props.button }
                </button>
                { reveal(&shown) }
            </div>
            { saved_note(&progress, Some(&note)) }
        </form>
    }
}

/// The fields that an error is about; all of them where it does not say.
fn refused_of(fields: &[Field], error: &ApiError) -> Vec<&'static str> {
    let told = error.details.get("fields").and_then(|it| it.as_object());
    let names = || fields.iter().map(|field| field.name);
    let about: Vec<_> = names()
        .filter(|name| told.is_some_and(|told| told.contains_key(*name)))
        .collect();
    if about.is_empty() {
        names().collect()
    } else {
        about
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

#[cfg(test)]
mod tests {
    use super::*;
    use storytime_types::ErrorCode;

    #[test]
    fn only_the_field_that_was_refused_is_marked() {
        let field = |name, takes| Field {
            id: name,
            name,
            label: name,
            takes,
        };
        let fields = [
            field("email", Takes::Email),
            field("password", Takes::NewPassword),
        ];
        let short = ApiError::invalid([("password", "is too short".to_owned())]);
        assert_eq!(refused_of(&fields, &short), ["password"]);
        let both = ApiError::new(ErrorCode::Unauthenticated, "They do not match.");
        assert_eq!(refused_of(&fields, &both), ["email", "password"]);
    }
}
