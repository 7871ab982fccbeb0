//! Everything that is connected.

use storytime_types::calendars::Integration;
use storytime_types::profile::Theme;
use yew::prelude::*;

use super::art::theme_art;
use super::integration_card::IntegrationCard;
use super::notice::{failure, loading};
use crate::resource::Resource;

/// The heading above the list, which takes the focus when something went from it.
pub const SHELF_ID: &str = "calendars-name";

/// A card for each integration.
pub fn calendar_list(
    list: &Resource<Vec<Integration>>,
    today: &AttrValue,
    retry: &Callback<()>,
    told: &Callback<Vec<String>>,
) -> Html {
    match (&list.value, &list.error) {
        (None, None) => loading("Looking for your calendars"),
        (None, Some(error)) => failure(error, retry),
        (Some(list), _) if list.is_empty() => empty(),
        (Some(list), _) => html! {
            <ul class="shelves">
                for integration in list.iter() {
                    <IntegrationCard
                        key={integration.id.as_str()}
                        integration={integration.clone()}
                        today={today.clone()}
                        told={told.clone()}
                    />
                }
            </ul>
        },
    }
}

fn empty() -> Html {
    html! {
        <div class="card shelf-empty">
            <div class="shelf-empty__art framed">{ theme_art(Theme::Fantasy) }</div>
            <p>{ "The shelf is still empty. Bring a calendar below, and its events appear on Today." }</p>
        </div>
    }
}
