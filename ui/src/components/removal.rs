//! The question before an integration goes.

use storytime_types::calendars::{Integration, SourceKind};
use yew::prelude::*;

use super::action_button::{ActionButton, Call};
use super::calendar_list::SHELF_ID;
use super::connect::CONNECTED;
use super::icon::Shape;
use crate::backend::Method;

/// The id of the harmless answer, which has the focus first.
pub fn keep_id(one: &Integration) -> String {
    format!("keep-{}", one.id)
}

/// Asks once; `keep` is the harmless answer.
pub fn removal(one: &Integration, keep: Callback<MouseEvent>) -> Html {
    let path = format!("/api/calendars/{}", one.id);
    let call = Call::new(Method::Delete, path, (), CONNECTED);
    html! {
        <div class="removal" role="group" aria-label={format!("Remove {}?", one.name)}>
            <p>{ what_goes(one) }</p>
            <div class="removal__choices">
                <button id={keep_id(one)} class="button button--small" onclick={keep}>{ "Keep it" }</button>
                <ActionButton
                    {call}
                    class="button button--small button--danger"
                    shape={Shape::Cross}
                    words="Remove it"
                    busy="Removing…"
                    then_focus={SHELF_ID}
                />
            </div>
        </div>
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
        SourceKind::Account => ("and the sign-in ", "nothing changes in the account itself"),
        SourceKind::File | SourceKind::Sample => ("", "the file itself stays as it is"),
        SourceKind::Folder => ("", "the folder itself stays as it is"),
        SourceKind::Address => ("", "the calendar at the address stays as it is"),
    };
    format!(
        "{events}, with their stories and coming reminders, {with}go from here. What was sent stays \
         in the ledger, and {stays}."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::examples;

    #[test]
    fn what_stays_is_called_what_it_is() {
        let mut one = examples::integration("work");
        assert!(what_goes(&one).ends_with("and the file itself stays as it is."));
        one.kind = SourceKind::Account;
        let words = what_goes(&one);
        assert!(words.contains("and the sign-in go from here."), "{words}");
        assert!(!words.contains("file"), "{words}");
    }
}
