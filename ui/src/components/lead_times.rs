//! How long before an event reminders come.

use storytime_types::profile::{LeadTime, ProfileChange};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::field::focus;
use super::icon::{Shape, icon};
use super::saving::{Progress, saved_note, use_action};
use crate::wording::lead_time::{self, Unit};

const OFFERED: [u32; 5] = [0, 5, 15, 60, 1_440];

#[derive(Properties, PartialEq)]
pub struct Props {
    /// In minutes; the first is the main one.
    pub leads: Vec<u32>,
}

/// The lead times as chips, to take away and to add.
#[component]
pub fn LeadTimes(props: &Props) -> Html {
    let action = use_action();
    let leads = use_chosen(&props.leads, &action.progress);
    let save = {
        let (action, leads) = (action.clone(), leads.clone());
        Callback::from(move |wanted: Result<Vec<u32>, String>| match wanted {
            Ok(wanted) => {
                leads.set(wanted.clone());
                action.save(ProfileChange {
                    lead_times: Some(wanted),
                    ..ProfileChange::default()
                });
            }
            Err(why) => action.refuse(why),
        })
    };
    let add = {
        let (leads, save) = (leads.clone(), save.clone());
        Callback::from(move |minutes: Result<u32, String>| {
            save.emit(minutes.and_then(|minutes| lead_time::added(&leads, minutes)));
        })
    };
    let full = leads.len() >= LeadTime::MOST;
    html! {
        <div class="setting" role="group" aria-labelledby="leads-name">
            <p class="field-name" id="leads-name" tabindex="-1">{ "When to remind" }</p>
            <p class="quiet">{ format!("Up to {} times for each event.", LeadTime::MOST) }</p>
            <ul class="chips">
                for minutes in leads.iter().copied() {
                    { chip(minutes, remove(&leads, minutes, &save)) }
                }
            </ul>
            if full {
                <p class="quiet">{ "That is as many as fit. Remove one to add another." }</p>
            } else {
                <div class="chips chips--offered">
                    for minutes in OFFERED.into_iter().filter(|it| !leads.contains(it)) {
                        <button key={minutes} class="chip chip--offered" onclick={add.reform(move |_| Ok(minutes))}>
                            { format!("+ {}", lead_time::words(minutes)) }
                        </button>
                    }
                </div>
                <OwnLeadTime {add} />
            }
            { saved_note(&action.progress, None) }
        </div>
    }
}

/// The lead times as chosen here, ahead of the answer, so that a second choice builds on the first
/// one; what is saved comes back when a choice was refused.
#[hook]
fn use_chosen(saved: &[u32], progress: &Progress) -> UseStateHandle<Vec<u32>> {
    let chosen = use_state_eq(|| saved.to_vec());
    let state = chosen.clone();
    let failed = progress.failure().is_some();
    use_effect_with((saved.to_vec(), failed), move |(saved, _)| {
        state.set(saved.clone())
    });
    chosen
}

/// Takes one away, unless it is the only one.
fn remove(
    leads: &[u32],
    minutes: u32,
    save: &Callback<Result<Vec<u32>, String>>,
) -> Option<Callback<MouseEvent>> {
    let rest: Vec<u32> = leads.iter().copied().filter(|it| *it != minutes).collect();
    (!rest.is_empty()).then(|| {
        save.reform(move |_| {
            focus("leads-name");
            Ok(rest.clone())
        })
    })
}

fn chip(minutes: u32, remove: Option<Callback<MouseEvent>>) -> Html {
    let words = lead_time::before(minutes);
    html! {
        <li key={minutes} class="chip">
            <span>{ &words }</span>
            if let Some(onclick) = remove {
                <button
                    class="chip__remove"
                    aria-label={format!("Remove the reminder {words}")}
                    title="Remove"
                    {onclick}
                >
                    { icon(Shape::Cross) }
                </button>
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct OwnProps {
    add: Callback<Result<u32, String>>,
}

/// An amount and a unit of one's own.
#[component]
fn OwnLeadTime(props: &OwnProps) -> Html {
    let (amount, unit) = (use_node_ref(), use_node_ref());
    let onsubmit = {
        let (amount, unit, add) = (amount.clone(), unit.clone(), props.add.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (Some(amount), Some(unit)) = (
                amount.cast::<HtmlInputElement>(),
                unit.cast::<HtmlSelectElement>(),
            ) else {
                return;
            };
            let minutes = lead_time::typed(&amount.value(), Unit::named(&unit.value()));
            if minutes.is_ok() {
                amount.set_value("");
            }
            add.emit(minutes);
        })
    };
    html! {
        <form class="own-lead" {onsubmit} novalidate=true>
            <label class="only-heard" for="lead-amount">{ "How long before" }</label>
            <input ref={amount} id="lead-amount" class="input input--number" type="text" inputmode="numeric" autocomplete="off" placeholder="30" />
            <label class="only-heard" for="lead-unit">{ "Unit" }</label>
            <select ref={unit} id="lead-unit" class="input input--select">
                for unit in Unit::ALL {
                    <option value={unit.name()} selected={unit == Unit::Minutes}>{ unit.name() }</option>
                }
            </select>
            <button class="button" type="submit">{ "Add" }</button>
        </form>
    }
}
