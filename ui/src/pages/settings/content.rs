//! What stands in each section of the settings.

use storytime_types::Section;
use storytime_types::about::About;
use storytime_types::local::Hours;
use storytime_types::profile::{LeadTime, Profile};
use storytime_types::status::Status;
use yew::prelude::*;

use crate::backend;
use crate::components::about::{data_folder, program};
use crate::components::all_day_time::AllDayTime;
use crate::components::autostart::Autostart;
use crate::components::backups::Backups;
use crate::components::export::Export;
use crate::components::lead_times::LeadTimes;
use crate::components::local_api::LocalApiCard;
use crate::components::lock::lock;
use crate::components::meeting_patterns::meeting_patterns;
use crate::components::notice::{failure, loading};
use crate::components::own_addresses::own_addresses;
use crate::components::pace::pace;
use crate::components::pause::{pause_choices, paused_banner};
use crate::components::person::person;
use crate::components::remove_everything::RemoveEverything;
use crate::components::sessions::Sessions;
use crate::components::strips::present_switch;
use crate::components::test_reminder::TestReminder;
use crate::components::theme_choice::ThemeChoice;
use crate::components::time_format::TimeFormatChoice;
use crate::components::vault_card::VaultCard;
use crate::components::what_reminds::what_reminds;
use crate::components::zone_field::ZoneField;
use crate::resource::Resource;
use crate::wording::moments::Moments;

/// What the sections show.
pub struct Known<'page> {
    /// What is set now.
    pub profile: &'page Profile,
    /// The day it is, the pause and present mode.
    pub status: Option<&'page Status>,
    /// The program and its data folder.
    pub about: &'page Resource<About>,
    /// How moments are told.
    pub moments: &'page Moments,
    /// Asks for everything once more.
    pub retry: &'page Callback<()>,
}

/// What stands in a section; none for one that has nothing to show.
pub fn content(section: Section, known: &Known<'_>) -> Option<Html> {
    let profile = known.profile;
    match section {
        Section::Reminders => Some(reminders(profile)),
        Section::Quiet => known.status.map(|status| quiet(status, known.moments)),
        Section::Stories => Some(html! { <ThemeChoice theme={profile.selected_theme} /> }),
        Section::You => Some(you(profile, known.status)),
        Section::Secrets => Some(html! { <VaultCard /> }),
        Section::Data => Some(told(known, |about, today| data(about, known, today))),
        Section::About => Some(told(known, |about, today| {
            program(about, known.moments, today)
        })),
        Section::Api => {
            let today = known.status.map(|status| status.today_date.clone());
            Some(html! { <LocalApiCard key={since(known)} today={today.unwrap_or_default()} /> })
        }
        Section::Lock => Some(lock_and_sessions(known)),
    }
}

fn lock_and_sessions(known: &Known<'_>) -> Html {
    let today = known
        .status
        .map_or_else(String::new, |status| status.today_date.clone());
    html! {
        <>
            { lock(known.profile) }
            <Sessions {today} />
        </>
    }
}

fn reminders(profile: &Profile) -> Html {
    let leads: Vec<u32> = profile
        .lead_times
        .iter()
        .copied()
        .map(LeadTime::as_minutes)
        .collect();
    html! {
        <>
            <LeadTimes {leads} />
            <AllDayTime time={profile.all_day_time.clone()} />
            { what_reminds(profile) }
            <TestReminder />
            if backend::in_desktop_window() { <Autostart /> }
        </>
    }
}

fn quiet(status: &Status, moments: &Moments) -> Html {
    html! {
        <>
            { present_switch(status.presenting) }
            { paused_banner(status, moments) }
            { pause_choices(status) }
        </>
    }
}

fn you(profile: &Profile, status: Option<&Status>) -> Html {
    let usual = status.map_or_else(Hours::default, |status| status.usual_hours);
    html! {
        <>
            { person(profile) }
            <ZoneField zone={profile.timezone.clone()} />
            <TimeFormatChoice format={profile.time_format} {usual} />
            { pace(profile) }
            { own_addresses(&profile.own_addresses) }
            { meeting_patterns(&profile.meeting_patterns) }
        </>
    }
}

fn data(about: &About, known: &Known<'_>, today: &str) -> Html {
    let since = since(known);
    html! {
        <>
            { data_folder(about) }
            <Backups key={since.clone()} today={today.to_owned()} />
            <Export key={since} />
            <RemoveEverything has_password={known.profile.has_password} />
        </>
    }
}

/// After everything was deleted the profile is a new one, and nothing is shown any longer of what was
/// done for the one before.
fn since(known: &Known<'_>) -> String {
    known.profile.created_at.to_string()
}

/// What the program says of itself, with the day it is; or why it does not.
fn told(known: &Known<'_>, tell: impl Fn(&About, &str) -> Html) -> Html {
    let today = known.status.map_or("", |status| &status.today_date);
    match (&known.about.value, &known.about.error) {
        (Some(about), _) => tell(about, today),
        (None, Some(error)) => failure(error, known.retry),
        (None, None) => loading("Looking it up"),
    }
}
