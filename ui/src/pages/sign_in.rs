//! Before anybody is signed in: a password, or where the key is.

use gloo_events::EventListener;
use storytime_types::ApiError;
use storytime_types::accounts::Lock;
use storytime_types::profile::Theme;
use yew::prelude::*;

use crate::backend::{self, Body, Texts};
use crate::components::art::theme_art;
use crate::components::credentials::{Asked, Credentials, Field, Takes};
use crate::components::field::focus;
use crate::components::lock::two;
use crate::components::notice::problem;
use crate::resource::use_resource;
use crate::wording::errors;

const FIELDS: [Field; 2] = [
    Field {
        id: "sign-in-email",
        name: "email",
        label: "E-mail address",
        takes: Takes::Email,
    },
    Field {
        id: "sign-in-password",
        name: "password",
        label: "Password",
        takes: Takes::Password,
    },
];
const PASSWORD: [Field; 1] = [FIELDS[1]];

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Why a one-time code did not do.
    pub refused: Option<ApiError>,
}

/// How to get in.
#[component]
pub fn SignIn(props: &Props) -> Html {
    let returns = use_returns();
    let lock = use_resource::<Lock>(Some("/api/auth/lock".into()), returns);
    use_open_lock(lock.value.as_ref().map(|lock| lock.is_set));
    let known = lock.value.as_deref().cloned().unwrap_or_default();
    // The window is told the address of its own profile, so it knows where there is none.
    let is_alone = known.is_set && known.email.is_none() && backend::in_desktop_window();
    use_focus(lock.value.is_some(), is_alone || known.email.is_some());
    let heading = match &known.name {
        Some(name) => format!("Welcome back, {name}"),
        None => "This storybook is locked".to_owned(),
    };
    html! {
        <main class="main gate">
            <div class="gate__art framed">{ theme_art(Theme::Fantasy) }</div>
            <h1>{ heading }</h1>
            if let Some(error) = &props.refused {
                { problem(&errors::sentence(error), None) }
            }
            if let (None, Some(error)) = (&lock.value, &lock.error) {
                { problem(&errors::sentence(error), None) }
            }
            if !known.is_set && !backend::in_desktop_window() { { steps() } }
            if lock.value.is_some() {
                if known.is_set && known.email.is_none() && !is_alone {
                    <p class="quiet">{ "Leave the address empty where the password was set without one." }</p>
                }
                if is_alone {
                    <Credentials fields={&PASSWORD[..]} button="Sign in" read={Callback::from(read_alone)} />
                } else {
                    <Credentials
                        fields={&FIELDS[..]}
                        first={known.email.unwrap_or_default()}
                        button="Sign in"
                        read={Callback::from(read)}
                    />
                }
                if known.is_set { { forgotten() } }
            }
        </main>
    }
}

/// How often the person has come back to this page, as from a terminal.
#[hook]
fn use_returns() -> u32 {
    let returns = use_state(|| 0);
    let counted = use_mut_ref(|| 0);
    let set = returns.setter();
    use_effect_with((), move |()| {
        let listener = EventListener::new(&gloo_utils::window(), "focus", move |_| {
            *counted.borrow_mut() += 1;
            set.set(*counted.borrow());
        });
        move || drop(listener)
    });
    *returns
}

/// The app's own window goes on by itself once the password is off that was asked for here.
#[hook]
fn use_open_lock(is_set: Option<bool>) {
    let was_set = use_mut_ref(|| false);
    use_effect_with(is_set, move |is_set| {
        let was_set = was_set.replace(*is_set == Some(true));
        if was_set && *is_set == Some(false) && backend::in_desktop_window() {
            backend::begin_anew();
        }
    });
}

/// The first field that is still to be filled in has the focus.
#[hook]
fn use_focus(is_there: bool, has_address: bool) {
    use_effect_with((is_there, has_address), |(is_there, has_address)| {
        if *is_there {
            focus(FIELDS[usize::from(*has_address)].id);
        }
    });
}

/// Whoever can write the data folder has a way in.
fn forgotten() -> Html {
    html! {
        <details class="quiet">
            <summary>{ "Forgot the password?" }</summary>
            <p>
                { "In a terminal of your own, " }<code>{ "storytime profile reset-password" }</code>
                { " takes it off; where the data is in a folder that you chose, with " }
                <code>{ "--data-dir FOLDER" }</code>{ ". Your calendars and secrets stay." }
            </p>
        </details>
    }
}

fn steps() -> Html {
    html! {
        <>
            <p>{ "Your calendar stays on this computer, and this browser has no key to it yet." }</p>
            <ol class="gate__steps">
                <li>
                    { "In a terminal, start " }<code>{ "storytime serve" }</code>
                    { "; where it runs already, " }<code>{ "storytime address" }</code>{ "." }
                </li>
                <li>{ "Open the address that it prints. It holds a key that works once." }</li>
            </ol>
            <p>{ "Or sign in, if you have an account here." }</p>
        </>
    }
}

fn read(typed: Vec<String>) -> Result<Asked, ApiError> {
    let [email, password] = two(typed);
    sign_in(&email, &password)
}

fn read_alone(typed: Vec<String>) -> Result<Asked, ApiError> {
    let [password, _] = two(typed);
    sign_in("", &password)
}

fn sign_in(email: &str, password: &str) -> Result<Asked, ApiError> {
    let body = Body::of(Texts(&[("email", email), ("password", password)]))?;
    Ok(Asked::Enter("/api/auth/login", body))
}
