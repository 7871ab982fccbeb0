//! Calendars: where the events come from, how each fares, and ways to add another.

use storytime_types::calendars::{Integration, SourceKind};
use storytime_types::changes::Change;
use yew::prelude::*;

use crate::components::account_source::AccountSource;
use crate::components::calendar_list::{SHELF_ID, calendar_list};
use crate::components::connect::{address_source, file_source, sample_day};
use crate::components::integration_card::heading_id;
use crate::components::notice::problem;
use crate::components::sign_in_at::sign_in_buttons;
use crate::components::sync::SyncProgress;
use crate::components::sync_history::SyncHistory;
use crate::live::use_changes;
use crate::navigation::use_focus_on_part;
use crate::resource::use_resource;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The day it is.
    pub today: AttrValue,
    /// The id of what the address leads to.
    pub integration: Option<AttrValue>,
}

/// The Calendars page.
#[component]
pub fn Calendars(props: &Props) -> Html {
    let live = use_changes();
    let revision = live.revisions.of(&[Change::Sync, Change::Settings]);
    let list = use_resource::<Vec<Integration>>(Some("/api/calendars".into()), revision);
    let heading = props.integration.as_deref().map(heading_id);
    use_focus_on_part(heading.map(AttrValue::from), list.value.is_some());
    let told = use_state(Vec::<String>::new);
    let tell = {
        let told = told.setter();
        Callback::from(move |notices| told.set(notices))
    };
    let offers_sample = list.value.as_ref().is_some_and(|list| !has_sample(list));
    html! {
        <div class="settings">
            <div class="today__head"><h1>{ "Calendars" }</h1><SyncProgress /></div>
            <section aria-labelledby={SHELF_ID}>
                <h2 id={SHELF_ID} class="only-heard" tabindex="-1">{ "On your shelf" }</h2>
                { still_to_say(&told) }
                { calendar_list(&list, &props.today, &live.refresh, &tell) }
                <SyncHistory today={props.today.clone()} />
            </section>
            <section class="card" aria-labelledby="account-name">
                <h2 id="account-name" class="section-name">{ "Connect an account" }</h2>
                { sign_in_buttons() }
                <AccountSource />
            </section>
            <section class="card" aria-labelledby="add-name">
                <h2 id="add-name" class="section-name">{ "Add another" }</h2>
                <div class="sources">{ file_source() }{ address_source() }</div>
                if offers_sample {
                    <div class="setting">
                        <p class="quiet">{ "Or look around with a made-up day. Its first reminder comes within a minute." }</p>
                        { sample_day() }
                    </div>
                }
            </section>
        </div>
    }
}

/// What could not be done when something was removed. It stays until the person has read it.
fn still_to_say(told: &UseStateHandle<Vec<String>>) -> Html {
    if told.is_empty() {
        return Html::default();
    }
    let read = {
        let told = told.setter();
        Callback::from(move |_| told.set(Vec::new()))
    };
    html! {
        <div class="card shelf-notice">
            for sentence in told.iter() { { problem(sentence, None) } }
            <button class="button button--small" onclick={read}>{ "I have read it" }</button>
        </div>
    }
}

/// There is one sample day at most: a second one would be refused.
fn has_sample(list: &[Integration]) -> bool {
    list.iter().any(|one| one.kind == SourceKind::Sample)
}
