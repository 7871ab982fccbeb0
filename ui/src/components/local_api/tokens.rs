//! Tokens for scripts: each has a name, is shown once, and can be revoked.

use storytime_types::ApiError;
use storytime_types::accounts::{MadeToken, NewToken, Session};
use storytime_types::changes::Change;
use web_sys::HtmlInputElement;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::backend::{Body, Method, call};
use crate::components::copying::CopyText;
use crate::components::notice::{failure, skeleton};
use crate::components::saving::{Progress, failed};
use crate::components::sessions::{end, history};
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::errors;
use crate::wording::moments::{Moments, use_moments};

const PATH: &str = "/api/auth/tokens";
const CHANGED: &[Change] = &[Change::Settings];

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The day it is.
    pub today: AttrValue,
}

/// The tokens there are, and a new one.
#[component]
pub fn Tokens(props: &Props) -> Html {
    let live = use_changes();
    let moments = use_moments();
    let tokens = use_resource::<Vec<Session>>(Some(PATH.into()), live.revisions.of(CHANGED));
    let list = match (&tokens.value, &tokens.error) {
        (Some(tokens), _) if tokens.is_empty() => {
            html! { <p class="quiet">{ "No script has a token yet." }</p> }
        }
        (Some(tokens), _) => list(tokens, &moments, &props.today),
        (None, Some(error)) => failure(error, &live.refresh),
        (None, None) => skeleton("Looking up the tokens", 1),
    };
    html! {
        <div class="setting">
            <h3 class="field-name">{ "Tokens" }</h3>
            { list }
            <NewOne />
        </div>
    }
}

fn list(tokens: &[Session], moments: &Moments, today: &str) -> Html {
    html! {
        <ul class="sessions">
            for token in tokens {
                <li key={token.id.as_str()} class="sessions__one">
                    <div>
                        <p>{ &token.name }</p>
                        <p class="quiet">{ history(token, "Made", moments, today) }</p>
                    </div>
                    { end(token) }
                </li>
            }
        </ul>
    }
}

/// Names a token and shows it, this once.
#[component]
fn NewOne() -> Html {
    let announce = use_changes().announce;
    let field = use_node_ref();
    let progress = use_state(Progress::default);
    let made = use_state(|| None::<AttrValue>);
    let onsubmit = {
        let (field, progress, made) = (field.clone(), progress.setter(), made.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(field) = field.cast::<HtmlInputElement>() else {
                return;
            };
            let (progress, made, announce) = (progress.clone(), made.clone(), announce.clone());
            progress.set(Progress::Busy);
            spawn_local(async move {
                let asked = NewToken {
                    name: field.value(),
                };
                match make(asked).await {
                    Ok(token) => {
                        field.set_value("");
                        made.set(Some(token.token.expose().clone().into()));
                        progress.set(Progress::Idle);
                        announce.emit(CHANGED);
                    }
                    Err(error) => progress.set(Progress::Failed(errors::sentence(&error))),
                }
            });
        })
    };
    html! {
        <>
            <form class="credentials" {onsubmit}>
                <div class="credential">
                    <label class="field-name" for="token-name">{ "A new token for" }</label>
                    <input ref={field} id="token-name" class="input" placeholder="backup script" maxlength="100" required=true />
                </div>
                <button class="button" disabled={progress.is_busy()}>{ "Make a token" }</button>
            </form>
            { failed(&progress) }
            if let Some(token) = &*made { { shown_once(token) } }
        </>
    }
}

async fn make(asked: NewToken) -> Result<MadeToken, ApiError> {
    call(Method::Post, PATH, Body::of(asked)?).await
}

fn shown_once(token: &AttrValue) -> Html {
    html! {
        <div class="how-to" role="status">
            <p>{ "Copy it now: it is not shown again." }</p>
            <p><code>{ token }</code></p>
            <CopyText text={token.clone()} what="the token" />
        </div>
    }
}
