//! The person's own e-mail addresses, which find the answer to an invitation.

use storytime_types::profile::{MOST_OWN_ADDRESSES, ProfileChange};
use yew::prelude::*;

use super::text_list::TextList;

/// The addresses that are kept, to take away and to add.
pub fn own_addresses(addresses: &[String]) -> Html {
    let change = |addresses| ProfileChange {
        own_addresses: Some(addresses),
        ..ProfileChange::default()
    };
    html! {
        <TextList
            id="own-address"
            name="Your own e-mail addresses"
            hint="An invitation that one of them declined in a calendar file brings no reminder."
            another="Another address"
            example="robin@example.org"
            takes="email"
            most={MOST_OWN_ADDRESSES}
            texts={addresses.to_vec()}
            {change}
        />
    }
}
