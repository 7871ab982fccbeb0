//! The person's choices. Each is saved as soon as it is made.

use storytime_types::profile::{LeadTime, Profile};
use storytime_types::status::Status;
use yew::prelude::*;

use crate::backend;
use crate::components::about::AboutThisApp;
use crate::components::all_day_time::AllDayTime;
use crate::components::autostart::Autostart;
use crate::components::lead_times::LeadTimes;
use crate::components::notice::{failure, loading};
use crate::components::own_addresses::OwnAddresses;
use crate::components::pause::{PauseChoices, PausedBanner, TODAY_ID};
use crate::components::present_switch::PresentSwitch;
use crate::components::test_reminder::TestReminder;
use crate::components::theme_choice::ThemeChoice;
use crate::components::time_format::TimeFormatChoice;
use crate::components::zone_field::ZoneField;
use crate::live::use_changes;
use crate::resource::Resource;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What is set now.
    pub profile: Resource<Profile>,
    /// The day it is, the pause and present mode.
    pub status: Resource<Status>,
}

/// The settings page.
#[component]
pub fn Settings(props: &Props) -> Html {
    let retry = use_changes().refresh;
    html! {
        <div class="settings">
            <h1>{ "Settings" }</h1>
            { match (&props.profile.value, &props.profile.error) {
                (Some(profile), _) => choices(profile, props.status.value.as_deref()),
                (None, Some(error)) => failure(error, &retry),
                (None, None) => loading("Looking up your choices"),
            } }
        </div>
    }
}

fn choices(profile: &Profile, status: Option<&Status>) -> Html {
    let leads: Vec<u32> = profile
        .lead_times
        .iter()
        .copied()
        .map(LeadTime::as_minutes)
        .collect();
    let today = status.map_or_else(String::new, |status| status.today_date.clone());
    html! {
        <>
            { card("stories-name", "Stories", html! { <ThemeChoice theme={profile.selected_theme} /> }) }
            { card("timing-name", "Reminders", html! {
                <>
                    <LeadTimes {leads} />
                    <AllDayTime time={profile.all_day_time.clone()} />
                    <TestReminder />
                </>
            }) }
            if let Some(status) = status {
                { card(TODAY_ID, "Quiet", html! {
                    <>
                        <PresentSwitch on={status.presenting} />
                        <PausedBanner status={status.clone()} />
                        <PauseChoices status={status.clone()} />
                    </>
                }) }
            }
            { card("you-name", "You and your clock", html! {
                <>
                    <ZoneField zone={profile.timezone.clone()} />
                    <TimeFormatChoice format={profile.time_format} />
                    <OwnAddresses addresses={profile.own_addresses.clone()} />
                </>
            }) }
            { card("app-name", "This computer", html! {
                <>
                    if backend::in_desktop_window() { <Autostart /> }
                    <AboutThisApp {today} />
                </>
            }) }
        </>
    }
}

fn card(id: &'static str, name: &str, body: Html) -> Html {
    html! {
        <section class="card" aria-labelledby={id}>
            <h2 {id} class="section-name" tabindex="-1">{ name }</h2>
            { body }
        </section>
    }
}
