//! Of what to remind: titles that are left out, tentative events, and those marked free.

use storytime_types::changes::Change;
use storytime_types::choices::MOST_TITLE_FILTERS;
use storytime_types::profile::{Profile, ProfileChange};
use yew::prelude::*;

use super::action_button::Call;
use super::switch::Switch;
use super::text_list::TextList;
use crate::backend::Method;

const CHANGED: &[Change] = &[Change::Settings, Change::Events, Change::Ledger];

/// The choices as they are kept.
pub fn what_reminds(profile: &Profile) -> Html {
    let tentative = ProfileChange {
        remind_of_tentative: Some(!profile.remind_of_tentative),
        ..ProfileChange::default()
    };
    let free = ProfileChange {
        remind_of_free: Some(!profile.remind_of_free),
        ..ProfileChange::default()
    };
    let filters = |filters| ProfileChange {
        title_filters: Some(filters),
        ..ProfileChange::default()
    };
    let change = |change| Call::new(Method::Put, "/api/user/profile", change, CHANGED);
    html! {
        <>
            <div class="setting">
                <Switch name="Remind of tentative events" on={profile.remind_of_tentative} call={change(tentative)} />
                <Switch name="Remind of events that are marked free" on={profile.remind_of_free} call={change(free)} />
            </div>
            <TextList
                id="title-filter"
                name="Titles that stay quiet"
                hint="Events with one of these words in their title do not remind. Between slashes it is a regular expression: /^focus/."
                another="Another title"
                example="lunch"
                takes="text"
                most={MOST_TITLE_FILTERS}
                texts={profile.title_filters.clone()}
                change={filters}
            />
        </>
    }
}
