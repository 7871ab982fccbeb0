//! Reminders of one event or its series: why there are none, and buttons for having none or some again.

use storytime_types::changes::Change;
use storytime_types::choices::{Mute, MuteScope, Quiet};
use storytime_types::events::{Event, EventStatus};
use yew::prelude::*;

use super::action_button::{ActionButton, Call};
use super::icon::Shape;
use crate::backend::Method;

/// What can be done about the reminders of an event that takes place.
pub fn mute(event: &Event) -> Html {
    if event.status == EventStatus::Cancelled {
        return Html::default();
    }
    let choices: &[(&str, Option<MuteScope>)] = match (event.quiet, event.is_recurring) {
        (Some(Quiet::MutedEvent | Quiet::MutedSeries), _) => &[("Remind me again", None)],
        (Some(_), _) => &[],
        (None, false) => &[("Don’t remind me", Some(MuteScope::Event))],
        (None, true) => &[
            ("Not of this one", Some(MuteScope::Event)),
            ("Not of the series", Some(MuteScope::Series)),
        ],
    };
    html! {
        for (words, scope) in choices.iter().copied() { { choice(event, words, scope) } }
    }
}

fn choice(event: &Event, words: &'static str, scope: Option<MuteScope>) -> Html {
    let path = format!("/api/events/{}/mute", event.id);
    let changes = &[Change::Events, Change::Ledger];
    let call = Call::new(Method::Put, path, Mute { scope }, changes);
    html! {
        <ActionButton
            key={words}
            {call}
            class="button button--quiet button--small"
            shape={if scope.is_some() { Shape::Moon } else { Shape::Bell }}
            {words}
            heard={format!("of {}", event.title)}
        />
    }
}

/// Why an event does not remind, in a word or three.
pub fn why_quiet(event: &Event) -> Option<&'static str> {
    event.quiet.map(|quiet| match quiet {
        Quiet::MutedEvent => "Muted",
        Quiet::MutedSeries => "Series muted",
        Quiet::TitleFilter => "Left out by its title",
        Quiet::Tentative => "Tentative: no reminder",
        Quiet::Declined => "Declined",
        Quiet::Free => "Free: no reminder",
        Quiet::NoReminder => "No reminder set",
    })
}

/// Of a meeting in several calendars: `from Work, also in Team, Home`.
pub fn also_in(event: &Event) -> Option<String> {
    let names = event.also_in.join(", ");
    let from = event.reminds_from.as_ref().unwrap_or(&event.calendar_name);
    (!names.is_empty()).then(|| format!("from {from}, also in {names}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::examples;

    #[test]
    fn a_meeting_says_which_calendar_reminds_of_it_and_which_others_have_it() {
        let mut one = examples::event("Review", "2026-11-30");
        assert_eq!(also_in(&one), None);
        one.also_in = vec!["Team".to_owned(), "Home".to_owned()];
        assert_eq!(
            also_in(&one).as_deref(),
            Some("from work, also in Team, Home")
        );
        one.reminds_from = Some("work (ann at Google)".to_owned());
        let said = also_in(&one).unwrap();
        assert!(said.starts_with("from work (ann at Google), "), "{said}");
    }
}
