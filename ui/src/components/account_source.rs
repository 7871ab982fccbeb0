//! An account on a CalDAV server: where it is, and how to sign in. What was typed goes to the backend
//! and nowhere else.

use storytime_types::calendars::ConnectCalDav;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::connect::{CONNECTED, outcome};
use super::link::outward_link;
use super::saving::{Action, Progress, use_action};
use crate::backend::Method;

/// Id, label, type, what a keeper of passwords may fill in, and an example.
const FIELDS: [(&str, &str, &str, &str, &str); 3] = [
    (
        "account-url",
        "Server, or your e-mail address there",
        "text",
        "url",
        "cloud.example.org",
    ),
    (
        "account-username",
        "Name",
        "text",
        "username",
        "ann@example.org",
    ),
    (
        "account-password",
        "Password, or app password",
        "password",
        "current-password",
        "",
    ),
];

/// Where people get what they need, by provider: what to type, the page that explains the password,
/// and where it is made.
const HINTS: [(&str, &str, &str, &str); 3] = [
    (
        "iCloud",
        "icloud.com, the address of your Apple Account, and an ",
        "https://support.apple.com/102654",
        " from account.apple.com, Sign-In and Security.",
    ),
    (
        "Fastmail",
        "fastmail.com, your whole address, and an ",
        "https://www.fastmail.com/help/clients/apppassword.html",
        " from Settings, Privacy & Security, Integrations.",
    ),
    (
        "Nextcloud",
        "the address of your cloud as your browser shows it, your name there, and an ",
        "https://docs.nextcloud.com/server/latest/user_manual/en/session_management.html",
        " from Settings, Security.",
    ),
];

const PROBLEM_ID: &str = "account-problem";

/// The form, and how it fares.
#[component]
pub fn AccountSource() -> Html {
    let action = use_action();
    let nodes = [use_node_ref(), use_node_ref(), use_node_ref()];
    let busy = action.progress.is_busy();
    let failed = action.progress.failure().is_some();
    let to_empty = nodes.clone();
    use_effect_with(action.progress.clone(), move |progress| {
        if *progress == Progress::Done {
            for input in to_empty.iter().filter_map(input_of) {
                input.set_value("");
            }
        }
    });
    let onsubmit = {
        let (action, nodes) = (action.clone(), nodes.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            connect(&action, &nodes);
        })
    };
    let inputs = FIELDS.into_iter().zip(nodes);
    html! {
        <div class="account">
        <form class="credentials" {onsubmit} novalidate=true>
            { for inputs.map(|((id, label, kind, keeper, example), node)| html! {
                <div class="credential" key={id}>
                    <label class="field-name" for={id}>{ label }</label>
                    <input
                        ref={node}
                        {id}
                        class="input"
                        type={kind}
                        autocomplete={keeper}
                        spellcheck="false"
                        placeholder={example}
                        aria-invalid={failed.to_string()}
                        aria-describedby={failed.then_some(PROBLEM_ID)}
                    />
                </div>
            }) }
            <button class="button button--main" type="submit" disabled={busy}>
                { if busy { "Looking for calendars…" } else { "Connect" } }
            </button>
            { outcome(&action.progress, Some(PROBLEM_ID)) }
        </form>
            <dl class="hints quiet">
                for (name, what, page, place) in HINTS {
                    <div>
                        <dt>{ name }</dt>
                        <dd>{ what }{ outward_link(page, "link", html! { "app password" }) }{ place }</dd>
                    </div>
                }
            </dl>
        </div>
    }
}

fn input_of(node: &NodeRef) -> Option<HtmlInputElement> {
    node.cast()
}

fn connect(action: &Action, nodes: &[NodeRef; 3]) {
    let [url, username, password] = nodes
        .each_ref()
        .map(|node| input_of(node).map_or_else(String::new, |input| input.value()));
    if username.trim().is_empty() || password.is_empty() {
        return action.refuse("Type the name and the password that you sign in with there.".into());
    }
    let request = ConnectCalDav {
        url,
        username,
        password: password.as_str().into(),
    };
    action.start(
        Method::Post,
        "/api/calendars/connect/caldav",
        request,
        CONNECTED,
    );
}
