//! The end of everything: asked twice, the second time by typing a word.

use storytime_types::changes::Change;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::focus;
use super::icon::{Shape, icon};
use super::saving::{Progress, failed, use_action};
use crate::backend::{Method, Texts};

/// What has to be typed.
const WORD: &str = "delete";
const WORD_ID: &str = "delete-word";
const BEGIN_ID: &str = "delete-begin";

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Whether a password is needed as well.
    pub has_password: bool,
}

/// A button that asks what is meant before anything happens.
#[component]
pub fn RemoveEverything(props: &Props) -> Html {
    let asking = use_state(|| false);
    let action = use_action();
    use_effect_with(*asking, |asking| {
        if *asking {
            focus(WORD_ID);
        }
    });
    let (ask, keep) = (asking.setter(), asking.setter());
    let keep = Callback::from(move |_| {
        keep.set(false);
        focus(BEGIN_ID);
    });
    let done = action.progress == Progress::Done;
    html! {
        <div class="setting setting--wide">
            <h3 class="field-name">{ "Delete everything" }</h3>
            <p class="quiet">
                { "Your profile, calendars, events, stories, reminders and settings go for good, with every backup and log. The calendars themselves stay where they are." }
            </p>
            if done {
                <p class="saved" role="status">{ icon(Shape::Tick) }{ "Everything is deleted. StoryTime begins anew." }</p>
            } else if *asking {
                <Question has_password={props.has_password} action={Asked(action)} {keep} />
            } else {
                <button id={BEGIN_ID} class="button button--danger" onclick={Callback::from(move |_| ask.set(true))}>
                    { icon(Shape::Cross) }{ "Delete everything…" }
                </button>
            }
        </div>
    }
}

#[derive(Clone, PartialEq)]
struct Asked(super::saving::Action);

#[derive(Properties, PartialEq)]
struct QuestionProps {
    has_password: bool,
    action: Asked,
    keep: Callback<MouseEvent>,
}

#[component]
fn Question(props: &QuestionProps) -> Html {
    let typed = use_state(String::new);
    let password = use_state(String::new);
    let busy = props.action.0.progress.is_busy();
    let is_meant =
        typed.trim().eq_ignore_ascii_case(WORD) && (!props.has_password || !password.is_empty());
    let onsubmit = {
        let (action, password) = (props.action.0.clone(), password.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if is_meant {
                let members = [("password", password.as_str())];
                let sent = if password.is_empty() {
                    &[]
                } else {
                    &members[..]
                };
                action.start(
                    Method::Delete,
                    "/api/user",
                    Texts(sent),
                    &Change::OF_EVERYTHING,
                );
            }
        })
    };
    html! {
        <form class="removal" {onsubmit}>
            <label for={WORD_ID}>{ format!("This cannot be undone. Type “{WORD}” to go on.") }</label>
            <input id={WORD_ID} class="input" autocomplete="off" spellcheck="false" oninput={into(typed.setter())} />
            if props.has_password {
                <label for="delete-password">{ "Your password" }</label>
                <input
                    id="delete-password"
                    class="input"
                    type="password"
                    autocomplete="current-password"
                    oninput={into(password.setter())}
                />
            }
            <div class="removal__choices">
                <button type="button" class="button button--small" onclick={props.keep.clone()}>{ "Keep it all" }</button>
                <button class="button button--small button--danger" disabled={busy || !is_meant}>
                    { icon(Shape::Cross) }{ if busy { "Deleting…" } else { "Delete everything" } }
                </button>
            </div>
            { failed(&props.action.0.progress) }
        </form>
    }
}

fn into(field: UseStateSetter<String>) -> Callback<InputEvent> {
    Callback::from(move |event: InputEvent| {
        field.set(event.target_unchecked_into::<HtmlInputElement>().value());
    })
}
