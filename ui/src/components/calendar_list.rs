//! The calendars that are connected, and how each fares.

use storytime_types::calendars::{Integration, IntegrationStatus};
use storytime_types::changes::Change;
use yew::prelude::*;

use super::connect::CONNECTED;
use super::field::focus;
use super::icon::{Shape, icon};
use super::notice::{failure, loading, problem};
use super::saving::{Progress, failed, use_action};
use crate::backend::Method;
use crate::live::use_changes;
use crate::resource::use_resource;

/// Everything that is connected.
#[component]
pub fn CalendarList() -> Html {
    let live = use_changes();
    let revision = live.revisions.of(&[Change::Sync, Change::Settings]);
    let list = use_resource::<Vec<Integration>>(Some("/api/calendars".into()), revision);
    match (&list.value, &list.error) {
        (None, None) => loading("Looking for your calendars"),
        (None, Some(error)) => failure(error, &live.refresh),
        (Some(list), _) if list.is_empty() => html! {
            <p class="quiet">{ "None yet. Add a file or an address below, and its events appear on Today." }</p>
        },
        (Some(list), _) => html! {
            <ul class="calendars">
                for integration in list.iter() {
                    <Row key={integration.id.as_str()} integration={integration.clone()} />
                }
            </ul>
        },
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    integration: Integration,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let asking = use_state(|| false);
    let integration = &props.integration;
    let ask = |ask: bool| {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.set(ask))
    };
    let button_id = format!("remove-{}", integration.id);
    use_focus_back(*asking, button_id.clone());
    let (class, state) = state(integration.status);
    let events: u32 = integration
        .calendars
        .iter()
        .map(|it| it.upcoming_events)
        .sum();
    html! {
        <li class="calendar">
            <div class="calendar__what">
                <p class="calendar__name">{ &integration.name }</p>
                <p class="quiet">
                    <span class={classes!("dot", class)} aria-hidden="true"></span>
                    { describe(state, events, integration.last_sync_local.as_ref().map(ToString::to_string).as_deref()) }
                </p>
                if let Some(why) = &integration.error_message { { problem(why, None) } }
            </div>
            if *asking {
                <Removal integration={integration.clone()} keep={ask(false)} />
            } else {
                <button id={button_id} class="button button--quiet" onclick={ask(true)}>
                    { "Remove" }<span class="only-heard">{ format!(" {}", integration.name) }</span>
                </button>
            }
        </li>
    }
}

/// Once the question is put away, its button has the focus again.
#[hook]
fn use_focus_back(asking: bool, button_id: String) {
    let asked = use_mut_ref(|| false);
    use_effect_with(asking, move |asking| {
        if asked.replace(*asking) && !asking {
            focus(&button_id);
        }
    });
}

fn state(status: IntegrationStatus) -> (&'static str, &'static str) {
    match status {
        IntegrationStatus::Active => ("dot--good", "Up to date"),
        IntegrationStatus::Error => ("dot--bad", "Could not be read; tried again by itself"),
        IntegrationStatus::Expired => ("dot--bad", "Needs you to sign in again"),
        IntegrationStatus::Inactive => ("dot--off", "Switched off"),
    }
}

fn describe(state: &str, events: u32, last_sync: Option<&str>) -> String {
    let ahead = match events {
        0 => "nothing ahead".to_owned(),
        1 => "1 event ahead".to_owned(),
        many => format!("{many} events ahead"),
    };
    match last_sync {
        Some(at) => format!("{state} · {ahead} · read {at}"),
        None => format!("{state} · {ahead} · not read yet"),
    }
}

#[derive(Properties, PartialEq)]
struct RemovalProps {
    integration: Integration,
    keep: Callback<MouseEvent>,
}

/// Asks once before a calendar goes, with the harmless answer in focus.
#[component]
fn Removal(props: &RemovalProps) -> Html {
    let action = use_action();
    let keep_id = format!("keep-{}", props.integration.id);
    use_effect_with(keep_id.clone(), |id| focus(id));
    use_effect_with(action.progress.clone(), |progress| {
        if *progress == Progress::Done {
            focus("calendars-name");
        }
    });
    let busy = action.progress.is_busy();
    let path = format!("/api/calendars/{}", props.integration.id);
    let remove = {
        let action = action.clone();
        Callback::from(move |_| action.start(Method::Delete, path.clone(), (), CONNECTED))
    };
    html! {
        <div class="removal" role="group" aria-label={format!("Remove {}?", props.integration.name)}>
            <p>{ "Its events, stories and reminders go with it. The file or address itself stays as it is." }</p>
            <div class="removal__choices">
                <button id={keep_id} class="button button--small" onclick={props.keep.clone()}>{ "Keep it" }</button>
                <button class="button button--small button--danger" disabled={busy} onclick={remove}>
                    { icon(Shape::Cross) }{ if busy { "Removing…" } else { "Remove it" } }
                </button>
            </div>
            { failed(&action.progress) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_says_how_it_fares_in_one_line() {
        assert_eq!(
            describe("Up to date", 1, Some("at 09:00")),
            "Up to date · 1 event ahead · read at 09:00"
        );
        assert_eq!(
            describe("Switched off", 0, None),
            "Switched off · nothing ahead · not read yet"
        );
    }
}
