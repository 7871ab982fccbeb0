//! Where a section of the settings begins in the page.

use storytime_types::Section;

use crate::components::pause::TODAY_ID;

/// The id of its heading, which takes the focus.
pub fn heading_id(section: Section) -> &'static str {
    match section {
        // The pause's buttons bring the focus here when they go away.
        Section::Quiet => TODAY_ID,
        _ => &section.href()[1..],
    }
}
