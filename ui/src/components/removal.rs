//! The question before an integration goes, and what is left to say once it is gone.

use storytime_types::calendars::{CalendarProvider, Integration, SourceKind};
use storytime_types::removal::{RemoveIntegration, Removed};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::calendar_list::SHELF_ID;
use super::connect::CONNECTED;
use super::field::focus;
use super::icon::{Shape, icon};
use super::saving::{Progress, failed};
use crate::backend::{Body, Method, send, understood};
use crate::live::use_changes;
use crate::wording::errors;

/// The id of the harmless answer, which has the focus first.
pub fn keep_id(one: &Integration) -> String {
    format!("keep-{}", one.id)
}

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What is to go.
    pub integration: Integration,
    /// The harmless answer.
    pub keep: Callback<MouseEvent>,
    /// Takes what could not be done, once the rest is.
    pub told: Callback<Vec<String>>,
}

/// Asks once, and what is to go with it.
#[component]
pub fn Removal(props: &Props) -> Html {
    let asked = use_state(RemoveIntegration::default);
    let progress = use_state(Progress::default);
    let changed = use_changes().announce;
    let one = &props.integration;
    let busy = progress.is_busy();
    let remove = {
        let (asked, progress, told) = (*asked, progress.clone(), props.told.clone());
        let path = format!("/api/calendars/{}", one.id);
        Callback::from(move |_: MouseEvent| {
            if progress.is_busy() {
                return;
            }
            let (progress, told) = (progress.clone(), told.clone());
            let (path, changed) = (path.clone(), changed.clone());
            progress.set(Progress::Busy);
            spawn_local(async move {
                match removed(&path, asked).await {
                    Ok(removed) => {
                        told.emit(removed.notices);
                        changed.emit(CONNECTED);
                        focus(SHELF_ID);
                    }
                    Err(error) => progress.set(Progress::Failed(errors::sentence(&error))),
                }
            });
        })
    };
    let turn = |change: fn(&mut RemoveIntegration)| {
        let asked = asked.clone();
        Callback::from(move |_: Event| {
            let mut turned = *asked;
            change(&mut turned);
            asked.set(turned);
        })
    };
    let history = turn(|asked| asked.with_history = !asked.with_history);
    let backups = turn(|asked| asked.with_backups = !asked.with_backups);
    html! {
        <div class="removal" role="group" aria-label={format!("Remove {}?", one.name)}>
            <p>{ what_goes(one) }</p>
            { choice("Delete what was sent of it, too", asked.with_history, history) }
            { choice("Take it out of the backups, too", asked.with_backups, backups) }
            <p class="quiet">{ "Without that, those of the last seven days hold it still." }</p>
            <div class="removal__choices">
                <button id={keep_id(one)} class="button button--small" onclick={props.keep.clone()}>{ "Keep it" }</button>
                <button class="button button--small button--danger" aria-disabled={busy.to_string()} onclick={remove}>
                    { icon(Shape::Cross) }{ if busy { "Removing…" } else { "Remove it" } }
                </button>
            </div>
            { failed(&progress) }
        </div>
    }
}

/// Removes it, and answers what there is to say.
async fn removed(
    path: &str,
    asked: RemoveIntegration,
) -> Result<Removed, storytime_types::ApiError> {
    let answer = send(Method::Delete, path, Body::of(asked)?).await?;
    Ok(understood::<Option<Removed>>(&answer)?.unwrap_or_default())
}

fn choice(name: &'static str, checked: bool, onchange: Callback<Event>) -> Html {
    html! {
        <label class="switch">
            <input type="checkbox" role="switch" {checked} {onchange} />
            <span>{ name }</span>
        </label>
    }
}

fn what_goes(one: &Integration) -> String {
    let events: u32 = one.calendars.iter().map(|it| it.upcoming_events).sum();
    let events = match events {
        0 => "Its events".to_owned(),
        1 => "Its 1 event ahead".to_owned(),
        many => format!("Its {many} events ahead"),
    };
    let (with, stays) = match one.kind {
        SourceKind::Account => (
            way_in(one.provider),
            "nothing changes in the account itself",
        ),
        SourceKind::File | SourceKind::Sample => ("", "the file itself stays as it is"),
        SourceKind::Folder => ("", "the folder itself stays as it is"),
        SourceKind::Address => (
            "and the address ",
            "the calendar at the address stays as it is",
        ),
    };
    format!(
        "{events}, with their stories and coming reminders, {with}go from here. What was sent stays \
         in the ledger unless you choose otherwise below, and {stays}.{}",
        withdrawing(one)
    )
}

/// What goes with an account.
fn way_in(provider: CalendarProvider) -> &'static str {
    match provider {
        CalendarProvider::CalDav | CalendarProvider::Ics => "and the password ",
        CalendarProvider::Google | CalendarProvider::Microsoft => "and the sign-in ",
    }
}

/// What becomes of the access at the other end.
fn withdrawing(one: &Integration) -> &'static str {
    match one.provider {
        CalendarProvider::Google => " StoryTime’s access is given back to Google.",
        CalendarProvider::Microsoft => {
            " Microsoft takes no access back by itself: withdraw StoryTime’s at \
             account.microsoft.com/privacy/app-access."
        }
        CalendarProvider::CalDav => " If it was an app password, delete it at the server, too.",
        CalendarProvider::Ics => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::examples;

    #[test]
    fn what_stays_is_called_what_it_is() {
        let mut one = examples::integration("work");
        assert!(what_goes(&one).ends_with("and the file itself stays as it is."));
        one.kind = SourceKind::Address;
        let words = what_goes(&one);
        assert!(words.contains("and the address go from here."), "{words}");
    }

    #[test]
    fn of_an_account_it_is_said_what_becomes_of_the_access() {
        let mut one = examples::integration("work");
        one.kind = SourceKind::Account;
        for (provider, goes, access) in [
            (CalendarProvider::Google, "and the sign-in go", "to Google."),
            (
                CalendarProvider::Microsoft,
                "and the sign-in go",
                "at account.microsoft.com/privacy/app-access.",
            ),
            (
                CalendarProvider::CalDav,
                "and the password go",
                "delete it at the server, too.",
            ),
        ] {
            one.provider = provider;
            let words = what_goes(&one);
            assert!(words.contains(goes) && words.ends_with(access), "{words}");
            assert!(!words.contains("file"), "{words}");
        }
    }
}
