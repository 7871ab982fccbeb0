//! How the app becomes known to a provider: where a client id is made, and a form to keep it.

use storytime_types::calendars::CalendarProvider;
use storytime_types::changes::Change;
use storytime_types::sign_in::{ClientId, WriteClientId};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::copying::CopyText;
use super::link::outward_link;
use super::saving::{Progress, failed, use_action};
use crate::backend::Method;
use crate::resource::use_resource;

const PATH: &str = "/api/calendars/client-ids";

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Where the app is to become known.
    pub provider: CalendarProvider,
    /// It is known now.
    pub known: Callback<()>,
}

/// What to do there, and fields for what comes of it.
#[component]
pub fn ClientIdForm(props: &Props) -> Html {
    let action = use_action();
    let nodes = [use_node_ref(), use_node_ref()];
    let known = props.known.clone();
    use_effect_with(action.progress.clone(), move |progress| {
        if *progress == Progress::Done {
            known.emit(());
        }
    });
    let busy = action.progress.is_busy();
    let onsubmit = {
        let (action, nodes, provider) = (action.clone(), nodes.clone(), props.provider);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let [id, secret] = nodes.each_ref().map(|node| {
                let field = node.cast::<HtmlInputElement>();
                field.map_or_else(String::new, |field| field.value())
            });
            let request = WriteClientId {
                provider,
                client_id: id,
                client_secret: Some(secret.as_str().into()),
            };
            action.start(Method::Put, PATH, request, &[Change::Settings]);
        })
    };
    let to = guidance(props.provider);
    let fields = to.fields.iter().zip(nodes);
    html! {
        <div class="how-to">
            <p role="status">
                { "For this the app needs a client id, once: it is free. Make one at " }
                { outward_link(to.url, "link", html! { to.place }) }
                { ":" }
            </p>
            <ol class="steps">
                for step in to.steps { <li>{ *step }</li> }
                <li>{ "Paste here what came of it." }</li>
            </ol>
            <form class="credentials" {onsubmit} novalidate=true>
                { for fields.map(|((id, label, kind), node)| html! {
                    <div class="credential" key={*id}>
                        <label class="field-name" for={*id}>{ *label }</label>
                        <input ref={node} id={*id} class="input" type={*kind} autocomplete="off" spellcheck="false" />
                    </div>
                }) }
                <button class="button button--main" type="submit" disabled={busy}>{ "Keep it and sign in" }</button>
                { failed(&action.progress) }
            </form>
            <File />
        </div>
    }
}

/// Where it is kept, for those who would rather write it themselves.
#[component]
fn File() -> Html {
    let known = use_resource::<Vec<ClientId>>(Some(PATH.into()), 0);
    let Some(one) = known.value.as_ref().and_then(|all| all.first()) else {
        return Html::default();
    };
    html! {
        <p class="quiet">
            { "It is kept in " }<code>{ &one.file }</code>{ " " }
            <CopyText text={one.file.clone()} what="the file's path" />
        </p>
    }
}

/// What there is to do at a provider.
struct Guidance {
    place: &'static str,
    url: &'static str,
    steps: &'static [&'static str],
    /// Id, label and type of what comes of it.
    fields: &'static [(&'static str, &'static str, &'static str)],
}

fn guidance(provider: CalendarProvider) -> Guidance {
    match provider {
        CalendarProvider::Microsoft => Guidance {
            place: "entra.microsoft.com",
            url: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
            steps: &[
                "App registrations, New registration: for any kind of account.",
                "Authentication, Add a platform: Mobile and desktop applications, with \
                 http://localhost.",
                "API permissions: Calendars.Read, User.Read and offline_access.",
            ],
            fields: &[("microsoft-client-id", "Application (client) ID", "text")],
        },
        _ => Guidance {
            place: "console.cloud.google.com",
            url: "https://console.cloud.google.com/apis/credentials",
            steps: &[
                "Make a project, and switch the Google Calendar API on.",
                "OAuth consent screen: External, with yourself as a test user. Then publish it, or \
                 every sign-in ends after 7 days.",
                "Credentials, OAuth client ID: of the kind Desktop app.",
            ],
            fields: &[
                ("google-client-id", "Client ID", "text"),
                ("google-client-secret", "Client secret", "password"),
            ],
        },
    }
}
