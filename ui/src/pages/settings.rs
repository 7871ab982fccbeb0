//! The person's choices. Each is saved as soon as it is made.

mod content;
mod in_view;
mod section;

use storytime_types::Section;
use storytime_types::about::About;
use storytime_types::changes::Change;
use storytime_types::profile::Profile;
use storytime_types::status::Status;
use yew::prelude::*;

use crate::components::field::focus;
use crate::components::notice::{failure, loading};
use crate::live::use_changes;
use crate::navigation::use_focus_on_part;
use crate::resource::{Resource, use_resource};
use crate::wording::moments::use_moments;
use content::{Known, content};
use in_view::use_section_in_view;
use section::heading_id;

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
    use_focus_on_part(
        props.section.map(|section| heading_id(section).into()),
        is_there,
    );
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
                <a href={section.href()} aria-current={(current == Some(section)).then_some("true")} onclick={Callback::from(move |_| focus(heading_id(section)))}>
                    { section.name() }
                </a>
            }
        </nav>
    }
}

fn card(section: Section, content: Html) -> Html {
    let id = heading_id(section);
    html! {
        <section key={id} class="card" aria-labelledby={id}>
            <h2 {id} class="section-name" tabindex="-1">{ section.name() }</h2>
            { content }
        </section>
    }
}
