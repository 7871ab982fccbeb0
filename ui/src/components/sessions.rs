//! Who is signed in, and ending that.

use storytime_types::accounts::{Session, SessionKind};
use storytime_types::changes::Change;
use yew::prelude::*;

use super::action_button::{ActionButton, Call};
use super::notice::{failure, skeleton};
use super::sign_out::SignOutEverywhere;
use crate::backend::Method;
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::moments::{Moments, use_moments};

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The day it is.
    pub today: AttrValue,
}

/// Every browser, window and script that may look.
#[component]
pub fn Sessions(props: &Props) -> Html {
    let live = use_changes();
    let moments = use_moments();
    let revision = live.revisions.of(&[Change::Settings]);
    let sessions = use_resource::<Vec<Session>>(Some("/api/auth/sessions".into()), revision);
    let list = match (&sessions.value, &sessions.error) {
        (Some(sessions), _) if sessions.is_empty() => {
            html! { <p class="quiet">{ "Nobody: no browser and no script is signed in." }</p> }
        }
        (Some(sessions), _) => list(sessions, &moments, &props.today),
        (None, Some(error)) => failure(error, &live.refresh),
        (None, None) => skeleton("Looking up who is signed in", 2),
    };
    html! {
        <div class="setting">
            <h3 class="field-name">{ "Signed in" }</h3>
            { list }
        </div>
    }
}

fn list(sessions: &[Session], moments: &Moments, today: &str) -> Html {
    html! {
        <>
            <ul class="sessions">
                for session in sessions {
                    <li key={session.id.as_str()} class="sessions__one">
                        <div>
                            <p>
                                { &session.name }
                                if session.is_this { <strong>{ " · this one" }</strong> }
                            </p>
                            <p class="quiet">{ history(session, how_begun(session), moments, today) }</p>
                        </div>
                        if !session.is_this { { end(session) } }
                    </li>
                }
            </ul>
            <SignOutEverywhere />
        </>
    }
}

fn how_begun(session: &Session) -> &'static str {
    match session.kind {
        SessionKind::SignIn => "Signed in",
        SessionKind::Token | SessionKind::Serve => "Token, made",
    }
}

/// How and when a session began, and when it was used last.
pub fn history(session: &Session, begun: &str, moments: &Moments, today: &str) -> String {
    let at = moments.moment(&session.created_local, today);
    let is_unused = session.last_used_at == session.created_at;
    let used = match (session.kind, is_unused) {
        (SessionKind::SignIn, true) => return format!("{begun} {at}"),
        (SessionKind::Token | SessionKind::Serve, true) => "not used yet".to_owned(),
        (_, false) => format!(
            "last used {}",
            moments.moment(&session.last_used_local, today)
        ),
    };
    format!("{begun} {at} · {used}")
}

/// Ends a session, or takes a token back.
pub fn end(session: &Session) -> Html {
    let path = format!("/api/auth/sessions/{}", session.id);
    let call = Call::new(Method::Delete, path, (), &[Change::Settings]);
    let words = match session.kind {
        SessionKind::SignIn => "Sign out",
        SessionKind::Token | SessionKind::Serve => "Revoke",
    };
    html! { <ActionButton {call} {words} heard={session.name.clone()} /> }
}
