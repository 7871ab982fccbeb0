//! The person's time zone: a field that can be searched by city.

use storytime_types::profile::ProfileChange;
use storytime_types::status::ZoneName;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::use_value;
use super::saving::{saved_note, use_action};
use crate::resource::use_resource;
use crate::wording::zone;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The IANA name that is set.
    pub zone: AttrValue,
}

/// The field, its list of names, and how saving fares.
#[component]
pub fn ZoneField(props: &Props) -> Html {
    let action = use_action();
    let field = use_node_ref();
    use_value(&field, &props.zone);
    let zones = use_resource::<Vec<ZoneName>>(Some("/api/zones".into()), 0);
    let names = zones.value.clone();
    let onchange = {
        let (action, current) = (action.clone(), props.zone.clone());
        Callback::from(move |event: Event| {
            let field = event.target_unchecked_into::<HtmlInputElement>();
            let typed = field.value();
            let found = names.as_ref().map_or_else(
                || Ok(typed.trim().to_owned()),
                |names| zone::typed(names, &typed).map(|zone| zone.name.clone()),
            );
            match found {
                Ok(name) if name == *current => {
                    field.set_value(&name);
                    action.reset();
                }
                Ok(name) => {
                    field.set_value(&name);
                    action.save(ProfileChange {
                        timezone: Some(name),
                        ..ProfileChange::default()
                    });
                }
                Err(why) => action.refuse(why),
            }
        })
    };
    let set = zones
        .value
        .as_ref()
        .and_then(|all| all.iter().find(|zone| *zone.name == *props.zone));
    html! {
        <div class="setting">
            <label class="field-name" for="zone">{ "Time zone" }</label>
            <p class="quiet" id="zone-hint">
                { "Every time you read here is told in this zone. " }
                if let Some(set) = set { { format!("It is {} now.", set.offset) } }
            </p>
            <input
                ref={field}
                id="zone"
                class="input"
                type="text"
                list="zone-names"
                autocomplete="off"
                spellcheck="false"
                placeholder="Type a city, like Lisbon"
                aria-invalid={action.progress.failure().is_some().to_string()}
                aria-describedby="zone-hint zone-note"
                onfocus={select_all()}
                {onchange}
            />
            <datalist id="zone-names">
                for zone in zones.value.as_deref().map_or(&[][..], Vec::as_slice) {
                    <option key={zone.name.clone()} value={zone.name.clone()}>
                        { format!("{} · {}", zone::words(&zone.name), zone.offset) }
                    </option>
                }
            </datalist>
            { saved_note(&action.progress, Some("zone-note")) }
        </div>
    }
}

/// The list is narrowed by what the field holds, so typing should begin afresh.
fn select_all() -> Callback<FocusEvent> {
    Callback::from(|event: FocusEvent| event.target_unchecked_into::<HtmlInputElement>().select())
}
