//! The way in for scripts: whether it is open, where, and who has a token for it.

mod limits;
mod newcomers;
mod tokens;

use storytime_types::changes::Change;
use storytime_types::rest::{LocalApi, LocalApiChange};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::action_button::Call;
use super::field::use_value;
use super::notice::{failure, problem, skeleton};
use super::saving::{Action, saved_note, use_action};
use super::switch::Switch;
use crate::backend::Method;
use crate::live::use_changes;
use crate::resource::use_resource;
use limits::LimitsCard;
use newcomers::Newcomers;
use tokens::Tokens;

const PATH: &str = "/api/settings/local-api";
const CHANGED: &[Change] = &[Change::Settings];

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The day it is.
    pub today: AttrValue,
}

/// The section, once it is known how it stands.
#[component]
pub fn LocalApiCard(props: &Props) -> Html {
    let live = use_changes();
    let revision = live.revisions.of(CHANGED);
    let known = use_resource::<LocalApi>(Some(PATH.into()), revision);
    let action = use_action();
    let field = use_node_ref();
    let port = known.value.as_ref().map(|known| known.port.to_string());
    use_value(&field, &port.unwrap_or_default().into());
    match (&known.value, &known.error) {
        (Some(known), _) => html! {
            <>
                { listener(known, &field, &action) }
                <Newcomers />
                <Tokens today={props.today.clone()} />
                <LimitsCard />
            </>
        },
        (None, Some(error)) => failure(error, &live.refresh),
        (None, None) => skeleton("Looking up the local API", 2),
    }
}

fn listener(known: &LocalApi, field: &NodeRef, action: &Action) -> Html {
    let switched = LocalApiChange {
        on: Some(!known.on),
        port: None,
    };
    html! {
        <div class="setting">
            <Switch
                name="Let scripts and browsers on this computer in"
                on={known.on}
                disabled={!known.can_switch}
                call={Call::new(Method::Put, PATH, switched, CHANGED)}
            />
            { where_it_is(known) }
            if !known.can_switch {
                <p class="quiet">
                    { "It cannot be switched off from here: " }<code>{ "storytime serve" }</code>
                    { " is open as long as it runs." }
                </p>
            }
            if known.can_switch { { port(field, action) } }
            if let Some(why) = &known.problem { { problem(why, None) } }
            { saved_note(&action.progress, Some("local-api-note")) }
        </div>
    }
}

fn where_it_is(known: &LocalApi) -> Html {
    match &known.address {
        Some(address) => html! {
            <p class="quiet">
                { "It listens at " }<code>{ address }</code>{ "; what it can do is told at " }
                <code>{ format!("{address}/api/docs") }</code>{ "." }
            </p>
        },
        None => html! {
            <p class="quiet">
                { "While it is off, nothing listens: only this window reaches the app. " }
                { "It is never reachable from another computer." }
            </p>
        },
    }
}

fn port(field: &NodeRef, action: &Action) -> Html {
    let onchange = {
        let action = action.clone();
        Callback::from(move |event: Event| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            match typed.trim().parse() {
                Ok(port) => {
                    let (on, port) = (None, Some(port));
                    action.start(Method::Put, PATH, LocalApiChange { on, port }, CHANGED);
                }
                Err(_) => action.refuse("The port is a number from 1024 to 65535.".to_owned()),
            }
        })
    };
    html! {
        <>
            <label class="field-name" for="local-api-port">{ "Port" }</label>
            <input
                ref={field.clone()}
                id="local-api-port"
                class="input input--time"
                inputmode="numeric"
                aria-describedby="local-api-note"
                {onchange}
            />
        </>
    }
}
