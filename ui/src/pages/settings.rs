//! The person's choices. Each is saved as soon as it is made.

use storytime_types::profile::{LeadTime, Profile};
use yew::prelude::*;

use crate::backend;
use crate::components::all_day_time::AllDayTime;
use crate::components::autostart::Autostart;
use crate::components::lead_times::LeadTimes;
use crate::components::notice::{failure, loading};
use crate::components::theme_choice::ThemeChoice;
use crate::components::zone_field::ZoneField;
use crate::live::use_changes;
use crate::resource::Resource;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What is set now.
    pub profile: Resource<Profile>,
}

/// The settings page.
#[component]
pub fn Settings(props: &Props) -> Html {
    let retry = use_changes().refresh;
    html! {
        <div class="settings">
            <h1>{ "Settings" }</h1>
            { match (&props.profile.value, &props.profile.error) {
                (Some(profile), _) => choices(profile),
                (None, Some(error)) => failure(error, &retry),
                (None, None) => loading("Looking up your choices"),
            } }
        </div>
    }
}

fn choices(profile: &Profile) -> Html {
    let leads: Vec<u32> = profile
        .lead_times
        .iter()
        .copied()
        .map(LeadTime::as_minutes)
        .collect();
    html! {
        <>
            <section class="card" aria-labelledby="stories-name">
                <h2 id="stories-name" class="section-name">{ "Stories" }</h2>
                <ThemeChoice theme={profile.selected_theme} />
            </section>
            <section class="card" aria-labelledby="timing-name">
                <h2 id="timing-name" class="section-name">{ "Reminders" }</h2>
                <LeadTimes {leads} />
                <AllDayTime time={profile.all_day_time.clone()} />
                <ZoneField zone={profile.timezone.clone()} />
                if backend::in_desktop_window() { <Autostart /> }
            </section>
        </>
    }
}
