//! One integration: what it is, how it fares, its calendars, and what can be done with it.

use storytime_types::LocalMoment;
use storytime_types::calendars::{
    Calendar, CalendarProvider, Freshness, Integration, IntegrationStatus, Presence, SourceKind,
    SwitchIntegration,
};
use storytime_types::changes::Change;
use yew::prelude::*;

use super::action_button::{ActionButton, Call};
use super::calendar_row::{CHOSEN, calendar_row, gone_row};
use super::field::use_focus_on_question;
use super::icon::{Shape, icon};
use super::notice::problem;
use super::password_again::PasswordAgain;
use super::removal::{Removal, keep_id};
use super::sign_in_at::SignInAt;
use super::switch::Switch;
use crate::backend::{Method, Texts};
use crate::discretion::use_discretion;
use crate::wording::moments::{Moments, use_moments};

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What is connected.
    pub integration: Integration,
    /// The day it is.
    pub today: AttrValue,
    /// Takes what could not be done when it was removed.
    pub told: Callback<Vec<String>>,
}

/// The card of an integration.
#[component]
pub fn IntegrationCard(props: &Props) -> Html {
    let moments = use_moments();
    let asking = use_state(|| false);
    let one = &use_discretion().integration(&props.integration);
    let ask = |ask: bool| {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.set(ask))
    };
    let button_id = format!("remove-{}", one.id);
    use_focus_on_question(*asking, button_id.clone().into(), keep_id(one).into());
    let (dot, state) = state(one);
    let last_read = |local: &Option<LocalMoment>| last_read(local, &moments, &props.today);
    let read = last_read(&one.last_sync_local);
    let slow = still_read(one, &moments, &props.today).unwrap_or_default();
    let off = one.status == IntegrationStatus::Inactive;
    html! {
        <li class="card shelf">
            <div class="shelf__head">
                <span class="shelf__kind">{ mark(one) }</span>
                <div class="shelf__what">
                    <h3 id={heading_id(one.id.as_str())} class="shelf__name" tabindex="-1">{ &one.name }</h3>
                    <p class="quiet">{ place(one) }</p>
                </div>
                { toggle_integration(one) }
            </div>
            <p class="shelf__state">
                <span class={classes!("dot", dot)} aria-hidden="true"></span>{ format!("{state} · {read}{slow}") }
            </p>
            if let Some(why) = &one.error_message {
                { problem_of_all(one, why) }
                if !leaves_out(one) { <p class="quiet">{ advice(one) }</p> }
            }
            if one.status == IntegrationStatus::Expired { { connect_again(one) } }
            <ul class="shelf__calendars">
                for calendar in one.calendars.iter() {
                    if calendar.presence == Presence::Gone {
                        { gone(one, calendar, &moments, &props.today) }
                    } else {
                        { calendar_row(calendar, off, last_read(&calendar.last_sync_local)) }
                    }
                }
            </ul>
            if *asking {
                <Removal integration={one.clone()} keep={ask(false)} told={props.told.clone()} />
            } else {
                <div class="shelf__choices">
                    { look_again(one) }
                    <button id={button_id} class="button button--quiet" onclick={ask(true)}>
                        { "Remove" }<span class="only-heard">{ format!(" {}", one.name) }</span>
                    </button>
                </div>
            }
        </li>
    }
}

/// A calendar that is gone.
fn gone(one: &Integration, calendar: &Calendar, moments: &Moments, today: &str) -> Html {
    let since = calendar.missing_since_local.as_ref();
    let since = since.map(|at| moments.moment(at, today));
    gone_row(calendar, one.provider, since)
}

/// What its calendars do not say themselves.
fn problem_of_all(one: &Integration, why: &str) -> Html {
    match &one.notice {
        Some(notice) if says_itself(one) => problem(notice, None),
        None if says_itself(one) => Html::default(),
        _ => problem(why, None),
    }
}

/// The id of the card's heading, to which the address of the integration leads.
pub fn heading_id(id: &str) -> String {
    format!("calendars/{id}")
}

/// What mends an account that is not let in any longer.
fn connect_again(one: &Integration) -> Html {
    match one.provider {
        CalendarProvider::Google | CalendarProvider::Microsoft => html! {
            <SignInAt provider={one.provider} words="Connect it again" of={Some(one.clone())} />
        },
        CalendarProvider::CalDav => html! { <PasswordAgain integration={one.clone()} /> },
        CalendarProvider::Ics => Html::default(),
    }
}

fn toggle_integration(one: &Integration) -> Html {
    let on = one.status != IntegrationStatus::Inactive;
    let path = format!("/api/calendars/integrations/{}", one.id);
    html! {
        <div>
            <Switch name="Read it" heard={format!("Read {}", one.name)} {on} call={switch(path, !on)} />
        </div>
    }
}

fn switch(path: String, on: bool) -> Call {
    let is_active = Some(on);
    Call::new(Method::Put, path, SwitchIntegration { is_active }, CHOSEN)
}

fn look_again(one: &Integration) -> Html {
    let members = [("integrationId", one.id.as_str())];
    let body = Texts(&members);
    let call = Call::new(Method::Post, "/api/calendars/sync", body, &[Change::Sync]);
    html! {
        <ActionButton
            {call}
            class="button button--quiet"
            shape={Shape::Again}
            words="Look again"
            heard={format!("at {}", one.name)}
            disabled={one.status == IntegrationStatus::Inactive}
        />
    }
}

/// An icon for its kind; accounts, which all look alike, have their provider's initial.
fn mark(one: &Integration) -> Html {
    let initial = match (one.kind, one.provider) {
        (SourceKind::Account, CalendarProvider::Google) => "G",
        (SourceKind::Account, CalendarProvider::Microsoft) => "M",
        (SourceKind::Account, CalendarProvider::CalDav) => "C",
        _ => return icon(shape(one.kind)),
    };
    html! { <span class="initial" aria-hidden="true">{ initial }</span> }
}

fn shape(kind: SourceKind) -> Shape {
    match kind {
        SourceKind::File => Shape::File,
        SourceKind::Folder => Shape::Book,
        SourceKind::Address => Shape::Address,
        SourceKind::Sample => Shape::Spark,
        SourceKind::Account => Shape::People,
    }
}

/// Whether one signs in to it with a browser.
fn signs_in(provider: CalendarProvider) -> bool {
    matches!(
        provider,
        CalendarProvider::Google | CalendarProvider::Microsoft
    )
}

/// `A file: /home/robin/work.ics`.
fn place(one: &Integration) -> String {
    let kind = match one.kind {
        SourceKind::File => "A file",
        SourceKind::Folder => "A folder",
        SourceKind::Address => "An address",
        SourceKind::Account => match one.provider {
            CalendarProvider::Google => "A Google account",
            CalendarProvider::Microsoft => "A Microsoft account",
            CalendarProvider::CalDav | CalendarProvider::Ics => "A CalDAV account",
        },
        SourceKind::Sample => return "A made-up day, to try things out".to_owned(),
    };
    match &one.address {
        Some(address) => format!("{kind}: {address}"),
        None => kind.to_owned(),
    }
}

/// The class of the dot, and the words beside it.
fn state(one: &Integration) -> (&'static str, &'static str) {
    match (one.status, one.stale) {
        (IntegrationStatus::Inactive, _) => ("dot--off", "Switched off"),
        _ if !one.calendars.iter().any(|it| it.is_active) => {
            ("dot--off", "None of it is switched on")
        }
        _ if !one.calendars.iter().any(Calendar::counts) => ("dot--warn", "What was read is gone"),
        (IntegrationStatus::Expired, _) => ("dot--bad", "Needs you to connect it again"),
        (_, Freshness::Red) => ("dot--bad", "More than a day old"),
        (_, Freshness::Amber) => ("dot--warn", "Getting old"),
        (IntegrationStatus::Error, _) => ("dot--bad", "Could not be read just now"),
        (IntegrationStatus::Active, _) if fails_in_part(one) => ("dot--warn", "Read in part"),
        (IntegrationStatus::Active, _) if leaves_out(one) => {
            ("dot--warn", "Up to date, but something was left out")
        }
        (IntegrationStatus::Active, _) if one.last_sync_at.is_none() => ("dot--warn", "Being read"),
        (IntegrationStatus::Active, Freshness::Fresh) => ("dot--good", "Up to date"),
    }
}

fn last_read(local: &Option<LocalMoment>, moments: &Moments, today: &str) -> String {
    match local {
        Some(at) => format!("last read {}", moments.moment(at, today)),
        None => "not read yet".to_owned(),
    }
}

/// Since when it is being read, where that takes long.
fn still_read(one: &Integration, moments: &Moments, today: &str) -> Option<String> {
    let since = one.still_read_since.as_ref()?;
    let since = moments.moment(since, today);
    Some(format!(" · slow: being read since {since}"))
}

/// Whether its calendars say themselves what is wrong with them; those that are off say nothing.
fn says_itself(one: &Integration) -> bool {
    read(one).any(|it| it.trouble().is_some())
}

/// Whether some of its calendars could not be read.
fn fails_in_part(one: &Integration) -> bool {
    read(one).any(|it| it.error_message.is_some())
}

fn read(one: &Integration) -> impl Iterator<Item = &Calendar> {
    one.calendars.iter().filter(|it| it.is_active)
}

/// Whether all of it was read and some of it could not be used, which no reading again mends.
fn leaves_out(one: &Integration) -> bool {
    let something_is_odd = one.error_message.is_some() || says_itself(one);
    one.status == IntegrationStatus::Active && something_is_odd && !fails_in_part(one)
}

/// What to do about an error. It is tried again in any case.
fn advice(one: &Integration) -> &'static str {
    match one.kind {
        SourceKind::File | SourceKind::Sample => {
            "Put the file back or mend it: it is looked at every few minutes. What is known of it stays."
        }
        SourceKind::Folder => {
            "Mend the file, or switch it off below. The others are read all the same."
        }
        SourceKind::Address => {
            "It is tried again every few minutes. If the address was changed, remove it and paste the new one."
        }
        SourceKind::Account
            if one.status == IntegrationStatus::Expired && signs_in(one.provider) =>
        {
            "Sign in there again: everything that is known of it stays."
        }
        SourceKind::Account if one.status == IntegrationStatus::Expired => {
            "Type its new password: everything that is known of it stays."
        }
        SourceKind::Account => "It is tried again every few minutes. What is known of it stays.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::examples;

    #[test]
    fn an_account_whose_calendars_are_gone_is_neither_up_to_date_nor_in_trouble() {
        let mut one = integration(IntegrationStatus::Active, Freshness::Fresh);
        one.calendars.push(one.calendars[0].clone());
        one.calendars[0].presence = Presence::Gone;
        assert_eq!(state(&one), ("dot--good", "Up to date"));

        one.calendars[1].presence = Presence::Gone;

        assert_eq!(state(&one), ("dot--warn", "What was read is gone"));
    }

    fn integration(status: IntegrationStatus, stale: Freshness) -> Integration {
        Integration {
            status,
            stale,
            ..examples::integration("work")
        }
    }

    #[test]
    fn what_is_old_is_said_before_what_failed_just_now() {
        let words = |status, stale| state(&integration(status, stale)).1;
        let error = IntegrationStatus::Error;
        assert_eq!(words(error, Freshness::Fresh), "Could not be read just now");
        assert_eq!(words(error, Freshness::Red), "More than a day old");
        let off = IntegrationStatus::Inactive;
        assert_eq!(words(off, Freshness::Red), "Switched off");
        let mut unchosen = integration(error, Freshness::Fresh);
        unchosen
            .calendars
            .iter_mut()
            .for_each(|it| it.is_active = false);
        assert_eq!(state(&unchosen).1, "None of it is switched on");
    }

    #[test]
    fn a_calendar_of_which_something_was_left_out_is_not_simply_up_to_date() {
        let mut one = integration(IntegrationStatus::Active, Freshness::Fresh);
        assert_eq!(state(&one), ("dot--good", "Up to date"));

        one.calendars[0].notice = Some("Line 9: no such day.".into());

        let (dot, words) = state(&one);
        assert_eq!(dot, "dot--warn");
        assert_eq!(words, "Up to date, but something was left out");
        assert!(leaves_out(&one), "reading it again would be advised");
    }

    #[test]
    fn a_calendar_that_is_off_is_missed_by_nobody() {
        let mut one = integration(IntegrationStatus::Active, Freshness::Fresh);
        one.calendars.push(one.calendars[0].clone());
        one.calendars[0].error_message = Some("It is gone.".into());
        assert_eq!(state(&one).1, "Read in part");

        one.calendars[0].is_active = false;

        assert_eq!(state(&one), ("dot--good", "Up to date"));
        assert!(!says_itself(&one));
    }

    #[test]
    fn an_integration_says_what_it_is_and_where() {
        let mut one = integration(IntegrationStatus::Active, Freshness::Fresh);
        assert_eq!(place(&one), "A file: /home/robin/work.ics");
        one.kind = SourceKind::Sample;
        assert_eq!(place(&one), "A made-up day, to try things out");
        (one.kind, one.address) = (SourceKind::Account, None);
        one.provider = CalendarProvider::Google;
        assert_eq!(place(&one), "A Google account");
        one.provider = CalendarProvider::Microsoft;
        assert_eq!(place(&one), "A Microsoft account");
    }
}
