//! How often the local API may be called, for who has a script that needs more.

use storytime_types::changes::Change;
use storytime_types::rest::{Limits, LimitsChange};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::backend::Method;
use crate::components::field::use_value;
use crate::components::saving::{saved_note, use_action};
use crate::live::use_changes;
use crate::resource::use_resource;

const PATH: &str = "/api/settings/limits";
const CHANGED: &[Change] = &[Change::Settings];

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    Calls,
    Syncs,
    Stories,
    Passwords,
}

impl Limit {
    const ALL: [Self; 4] = [Self::Calls, Self::Syncs, Self::Stories, Self::Passwords];

    fn id(self) -> &'static str {
        match self {
            Self::Calls => "limit-calls",
            Self::Syncs => "limit-syncs",
            Self::Stories => "limit-stories",
            Self::Passwords => "limit-passwords",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Calls => "Calls in a minute, by each token",
            Self::Syncs => "Syncs in 5 minutes, by each token",
            Self::Stories => "Stories written again in an hour, by each token",
            Self::Passwords => "Wrong passwords in 15 minutes, of each account",
        }
    }

    fn of(self, limits: &Limits) -> u32 {
        match self {
            Self::Calls => limits.calls,
            Self::Syncs => limits.syncs,
            Self::Stories => limits.ai,
            Self::Passwords => limits.logins,
        }
    }

    /// What asks for so many; why not, where that is no number.
    fn change(self, typed: &str) -> Result<LimitsChange, &'static str> {
        let many = typed.trim().parse().ok();
        let most = many.filter(|many| (1..=Limits::MOST).contains(many));
        let most = most.ok_or("It must be a number from 1 to 1,000,000.")?;
        let mut change = LimitsChange::default();
        let field = match self {
            Self::Calls => &mut change.calls,
            Self::Syncs => &mut change.syncs,
            Self::Stories => &mut change.ai,
            Self::Passwords => &mut change.logins,
        };
        *field = Some(most);
        Ok(change)
    }
}

/// The limits, folded away, once they are known.
#[component]
pub fn LimitsCard() -> Html {
    let revision = use_changes().revisions.of(CHANGED);
    let known = use_resource::<Limits>(Some(PATH.into()), revision);
    let Some(limits) = &known.value else {
        return Html::default();
    };
    html! {
        <div class="setting">
            <details>
                <summary>{ "How often it may be called" }</summary>
                <p class="quiet">{ "Who asks more often is told when to come back. The app’s own window is not counted." }</p>
                for limit in Limit::ALL { <Row {limit} most={limit.of(limits)} /> }
            </details>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    limit: Limit,
    most: u32,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let action = use_action();
    let field = use_node_ref();
    use_value(&field, &props.most.to_string().into());
    let limit = props.limit;
    let onchange = {
        let action = action.clone();
        Callback::from(move |event: Event| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            match limit.change(&typed) {
                Ok(change) => action.start(Method::Put, PATH, change, CHANGED),
                Err(why) => action.refuse(why.to_owned()),
            }
        })
    };
    let note = format!("{}-note", limit.id());
    html! {
        <div class="credential credential--number">
            <label class="field-name" for={limit.id()}>{ limit.words() }</label>
            <input
                ref={field}
                id={limit.id()}
                class="input input--time"
                inputmode="numeric"
                aria-invalid={action.progress.failure().is_some().to_string()}
                aria-describedby={note.clone()}
                {onchange}
            />
            { saved_note(&action.progress, Some(&note)) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_changes_itself_and_no_other() {
        let before = Limits::default();
        for limit in Limit::ALL {
            let after = limit.change(" 42 ").unwrap().of(before).unwrap();
            for other in Limit::ALL {
                let expected = if other == limit {
                    42
                } else {
                    other.of(&before)
                };
                assert_eq!(other.of(&after), expected, "{limit:?} {other:?}");
            }
        }
    }

    #[test]
    fn none_too_many_and_words_are_no_limit() {
        for wrong in ["", "0", "1000001", "many", "-1"] {
            assert!(Limit::Calls.change(wrong).is_err(), "{wrong}");
        }
    }
}
