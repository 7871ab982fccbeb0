//! Signing in at Google or Microsoft: a button, the wait for the browser, and what to do where the
//! app is not known there yet.

use storytime_types::ErrorCode;
use storytime_types::calendars::{CalendarProvider, Integration};
use storytime_types::changes::Change;
use storytime_types::sign_in::{ConnectAccount, SignInBegun, SignInStage, SignInStatus};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::action_button::{ActionButton, Call};
use super::client_id::ClientIdForm;
use super::connect::CONNECTED;
use super::link::outward_link;
use super::notice::problem;
use crate::backend::{self, Body, Method};
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::errors;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Where.
    pub provider: CalendarProvider,
    /// What the button says.
    pub words: AttrValue,
    /// What is connected again, where something is.
    #[prop_or_default]
    pub of: Option<Integration>,
}

#[derive(Clone, PartialEq)]
enum State {
    Idle,
    Asking,
    /// A browser is expected.
    Begun(SignInBegun),
    /// The app has no client id there.
    Unknown,
    Refused(String),
}

/// The two buttons, for those who have no account yet.
pub fn sign_in_buttons() -> Html {
    html! {
        <div class="sign-ins">
            <SignInAt provider={CalendarProvider::Google} words="Connect Google" />
            <SignInAt provider={CalendarProvider::Microsoft} words="Connect Microsoft" />
        </div>
    }
}

/// A button that begins a sign-in, and how that fares.
#[component]
pub fn SignInAt(props: &Props) -> Html {
    let state = use_state(|| State::Idle);
    let sign_in = {
        let (state, provider) = (state.setter(), props.provider);
        let asked = asked(props.of.as_ref());
        Callback::from(move |()| {
            let (state, asked) = (state.clone(), asked.clone());
            state.set(State::Asking);
            spawn_local(async move { state.set(begin(provider, asked).await) });
        })
    };
    let back = {
        let state = state.setter();
        Callback::from(move |()| state.set(State::Idle))
    };
    html! {
        <div class="sign-in">
            <button class="button button--main" disabled={*state == State::Asking} onclick={sign_in.reform(|_| ())}>
                { &props.words }
            </button>
            {
                match &*state {
                    State::Idle | State::Asking => Html::default(),
                    State::Begun(begun) => html! { <Waiting begun={begun.clone()} {back} /> },
                    State::Unknown => html! { <ClientIdForm provider={props.provider} known={sign_in} /> },
                    State::Refused(why) => problem(why, None),
                }
            }
        </div>
    }
}

/// What a sign-in is begun with.
fn asked(of: Option<&Integration>) -> ConnectAccount {
    ConnectAccount {
        login_hint: of.and_then(|one| one.username.clone()),
        integration_id: of.map(|one| one.id.clone()),
        ..ConnectAccount::default()
    }
}

async fn begin(provider: CalendarProvider, asked: ConnectAccount) -> State {
    let path = match provider {
        CalendarProvider::Microsoft => "/api/calendars/connect/microsoft",
        _ => "/api/calendars/connect/google",
    };
    let begun = match Body::of(asked) {
        Ok(body) => backend::call::<SignInBegun>(Method::Post, path, body).await,
        Err(error) => Err(error),
    };
    match begun {
        Ok(begun) => {
            backend::open_elsewhere(&begun.auth_url).await;
            State::Begun(begun)
        }
        Err(error) if error.code == ErrorCode::ClientIdMissing => State::Unknown,
        Err(error) => State::Refused(errors::sentence(&error)),
    }
}

#[derive(Properties, PartialEq)]
struct WaitingProps {
    begun: SignInBegun,
    /// Nobody has to wait any longer.
    back: Callback<()>,
}

/// A browser is expected, or has come.
#[component]
fn Waiting(props: &WaitingProps) -> Html {
    let live = use_changes();
    let path = format!("/api/calendars/sign-ins/{}", props.begun.state);
    let revision = live.revisions.of(&[Change::Sync]);
    let status = use_resource::<SignInStatus>(Some(path.clone().into()), revision);
    let stage = status.value.as_ref().map(|status| status.stage);
    use_effect_with(stage, move |stage| {
        if *stage == Some(SignInStage::Connected) {
            live.announce.emit(CONNECTED);
        }
    });
    let Some(status) = &status.value else {
        return Html::default();
    };
    match status.stage {
        SignInStage::Waiting => html! {
            <div class="sign-in__wait" role="status">
                <p class="loading">{ "Waiting for your browser…" }</p>
                <p class="quiet">
                    { "Sign in there within 10 minutes. Nothing opened? " }
                    { outward_link(&props.begun.auth_url, "link", html! { "Open the sign-in page" }) }
                </p>
                <ActionButton
                    call={Call::new(Method::Delete, path, (), &[Change::Sync])}
                    class="button button--quiet"
                    words="Cancel"
                />
            </div>
        },
        SignInStage::Reading => html! {
            <p class="loading" role="status">
                { format!("Reading the calendars of {}…", status.account.as_deref().unwrap_or_default()) }
            </p>
        },
        SignInStage::Connected => html! {
            <p class="saved" role="status">{ "It is connected." }</p>
        },
        SignInStage::Failed => html! {
            <>
                { problem(status.error.as_deref().unwrap_or("The sign-in came to nothing."), None) }
                <button class="button button--quiet" onclick={props.back.reform(|_| ())}>{ "All right" }</button>
            </>
        },
    }
}
