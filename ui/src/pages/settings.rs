//! The person's choices. Each is saved as soon as it is made.

mod content;
mod in_view;
mod section;

use storytime_types::about::About;
use storytime_types::changes::Change;
use storytime_types::profile::Profile;
use storytime_types::status::Status;
use yew::prelude::*;

use crate::components::field::focus;
use crate::components::notice::{failure, loading};
use crate::live::use_changes;
use crate::resource::{Resource, use_resource};
use crate::wording::moments::use_moments;
use content::{Known, content};
use in_view::use_section_in_view;
pub use section::Section;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What is set now.
    pub profile: Resource<Profile>,
    /// The day it is, the pause and present mode.
    pub status: Resource<Status>,
    /// The section that the address leads to.
    pub section: Option<Section>,
}

/// The settings page: an index, and the sections that have something to show.
#[component]
pub fn Settings(props: &Props) -> Html {
    let live = use_changes();
    let retry = live.refresh.clone();
    let moments = use_moments();
    let about = use_resource::<About>(
        Some("/api/about".into()),
        live.revisions.of(&[Change::Settings]),
    );
    let is_there = props.profile.value.is_some();
    use_focus_on_section(props.section, is_there);
    let current = use_section_in_view((props.section, is_there));
    let profile = match (&props.profile.value, &props.profile.error) {
        (Some(profile), _) => profile,
        (None, Some(error)) => return page(failure(error, &retry)),
        (None, None) => return page(loading("Looking up your choices")),
    };
    let known = Known {
        profile,
        status: props.status.value.as_deref(),
        about: &about,
        moments: &moments,
        retry: &retry,
    };
    let sections: Vec<_> = Section::ALL
        .into_iter()
        .filter_map(|section| Some((section, content(section, &known)?)))
        .collect();
    page(html! {
        <>
            { index(sections.iter().map(|(section, _)| *section), current) }
            <div class="settings__sections">
                for (section, content) in sections { { card(section, content) } }
            </div>
        </>
    })
}

fn page(body: Html) -> Html {
    html! { <div class="settings"><h1>{ "Settings" }</h1>{ body }</div> }
}

/// Links to the sections, with a mark on the one in view. Pressing one moves the focus too, so that
/// Tab goes on from there.
fn index(sections: impl Iterator<Item = Section>, current: Option<Section>) -> Html {
    html! {
        <nav class="settings__index" aria-label="Sections of the settings">
            for section in sections {
                <a href={section.href()} aria-current={(current == Some(section)).then_some("true")} onclick={Callback::from(move |_| focus(section.heading_id()))}>
                    { section.name() }
                </a>
            }
        </nav>
    }
}

/// The focus goes to the section that the address names, as soon as it is there.
#[hook]
fn use_focus_on_section(section: Option<Section>, is_there: bool) {
    use_effect_with((section, is_there), |(section, is_there)| {
        if let (Some(section), true) = (section, is_there) {
            focus(section.heading_id());
        }
    });
}

fn card(section: Section, content: Html) -> Html {
    let id = section.heading_id();
    html! {
        <section key={id} class="card" aria-labelledby={id}>
            <h2 {id} class="section-name" tabindex="-1">{ section.name() }</h2>
            { content }
        </section>
    }
}
