//! Ways to bring a calendar in: a file or folder, or an address.

use storytime_types::calendars::ConnectIcs;
use storytime_types::changes::Change;
use web_sys::HtmlInputElement;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::action_button::{ActionButton, Call};
use super::field::use_emptied_once_done;
use super::notice::problem;
use super::saving::{Action, Progress, use_action};
use crate::backend::{self, Method};
use crate::wording::{errors, source};

/// A new calendar brings events, stories and reminders.
pub const CONNECTED: &[Change] = &[
    Change::Sync,
    Change::Events,
    Change::Stories,
    Change::Ledger,
    Change::Settings,
];

fn connect(action: &Action, request: Result<ConnectIcs, String>) {
    match request {
        Ok(request) => action.start(
            Method::Post,
            "/api/calendars/connect/ics",
            request,
            CONNECTED,
        ),
        Err(why) => action.refuse(why),
    }
}

/// A calendar file or folder of this computer.
pub fn file_source() -> Html {
    if backend::in_desktop_window() {
        html! { <PickedSource /> }
    } else {
        html! {
            <TypedSource
                id="source-path"
                label="Path of the file or folder"
                placeholder="/home/you/work.ics"
                button="Open it"
                read={|typed: String| source::path(&typed)}
            />
        }
    }
}

/// A calendar's address on the web.
pub fn address_source() -> Html {
    html! {
        <TypedSource
            id="source-address"
            label="Address of the calendar"
            placeholder="https://…"
            button="Subscribe"
            read={|typed: String| source::address(&typed)}
        />
    }
}

/// The app's own file and folder pickers.
#[component]
fn PickedSource() -> Html {
    let action = use_action();
    let busy = action.progress.is_busy();
    let pick = |folder: bool| {
        let action = action.clone();
        Callback::from(move |_| {
            let action = action.clone();
            spawn_local(async move {
                let picked = if folder {
                    backend::pick_calendar_folder().await
                } else {
                    backend::pick_calendar_file().await
                };
                match picked {
                    Ok(Some(path)) => connect(&action, source::path(&path)),
                    Ok(None) => action.reset(),
                    Err(error) => action.refuse(errors::sentence(&error)),
                }
            });
        })
    };
    html! {
        <div class="source">
            <div class="source__row">
                <button class="button button--main" disabled={busy} onclick={pick(false)}>
                    { if busy { "Reading it…" } else { "Choose a file…" } }
                </button>
                <button class="button" disabled={busy} onclick={pick(true)}>{ "A folder…" }</button>
            </div>
            { outcome(&action.progress, None) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct TypedProps {
    id: AttrValue,
    label: AttrValue,
    placeholder: AttrValue,
    button: AttrValue,
    read: Callback<String, Result<ConnectIcs, String>>,
}

/// A text field for where the calendar is.
#[component]
fn TypedSource(props: &TypedProps) -> Html {
    let action = use_action();
    let field = use_node_ref();
    let busy = action.progress.is_busy();
    use_emptied_once_done(&field, &action.progress);
    let onsubmit = {
        let (action, field, read) = (action.clone(), field.clone(), props.read.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = field.cast::<HtmlInputElement>().map(|field| field.value());
            connect(&action, read.emit(typed.unwrap_or_default()));
        })
    };
    let failed = action.progress.failure().is_some();
    let problem_id = format!("{}-problem", props.id);
    html! {
        <form class="source" {onsubmit} novalidate=true>
            <label class="field-name" for={props.id.clone()}>{ &props.label }</label>
            <div class="source__row">
                <input
                    ref={field}
                    id={props.id.clone()}
                    class="input"
                    type="text"
                    inputmode="url"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder={props.placeholder.clone()}
                    aria-invalid={failed.to_string()}
                    aria-describedby={failed.then(|| problem_id.clone())}
                />
                <button class="button button--main" type="submit" disabled={busy}>
                    { if busy { "Reading it…".into() } else { props.button.clone() } }
                </button>
            </div>
            { outcome(&action.progress, Some(&problem_id)) }
        </form>
    }
}

/// A made-up day around this moment.
pub fn sample_day() -> Html {
    let call = Call::new(Method::Post, "/api/calendars/sample-day", (), CONNECTED);
    html! {
        <ActionButton {call} class="button button--main" words="Show me one" busy="Making one up…" />
    }
}

/// That it is connected, or why not.
pub fn outcome(progress: &Progress, id: Option<&str>) -> Html {
    match progress {
        Progress::Failed(why) => problem(why, id),
        Progress::Done => html! { <p class="saved" role="status">{ "It is connected." }</p> },
        Progress::Idle | Progress::Busy => Html::default(),
    }
}
