//! The parts of the settings page, in their order.

use crate::components::pause::TODAY_ID;

/// A part of the page, with a heading of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// When and how reminders come.
    Reminders,
    /// Pause and present mode.
    Quiet,
    /// How stories are told.
    Stories,
    /// The person and their clock.
    You,
    /// Who may look.
    Lock,
    /// Where the key to what is secret is kept.
    Secrets,
    /// What is kept, and where.
    Data,
    /// The way in for scripts.
    Api,
    /// The program itself.
    About,
}

impl Section {
    /// All of them, in the order in which they stand on the page.
    pub const ALL: [Self; 9] = [
        Self::Reminders,
        Self::Quiet,
        Self::Stories,
        Self::You,
        Self::Lock,
        Self::Secrets,
        Self::Data,
        Self::Api,
        Self::About,
    ];

    /// Its heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reminders => "Reminders",
            Self::Quiet => "Quiet",
            Self::Stories => "Stories",
            Self::You => "You",
            Self::Lock => "Lock",
            Self::Secrets => "Secrets",
            Self::Data => "Data",
            Self::Api => "Local API",
            Self::About => "About",
        }
    }

    /// The link to it from anywhere in the window.
    pub fn href(self) -> &'static str {
        match self {
            Self::Reminders => "#settings/reminders",
            Self::Quiet => "#settings/quiet",
            Self::Stories => "#settings/stories",
            Self::You => "#settings/you",
            Self::Lock => "#settings/lock",
            Self::Secrets => "#settings/secrets",
            Self::Data => "#settings/data",
            Self::Api => "#settings/api",
            Self::About => "#settings/about",
        }
    }

    /// The id of its heading, which takes the focus.
    pub fn heading_id(self) -> &'static str {
        match self {
            // The pause's buttons bring the focus here when they go away.
            Self::Quiet => TODAY_ID,
            _ => &self.href()[1..],
        }
    }

    /// The section that an address's fragment leads to.
    pub fn of_fragment(fragment: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|section| section.href() == fragment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fragment;
    use storytime_types::Page;

    #[test]
    fn a_section_is_found_by_its_own_link_which_leads_to_the_settings() {
        for section in Section::ALL {
            assert_eq!(Section::of_fragment(section.href()), Some(section));
            assert_eq!(fragment::page(section.href()), Page::Settings);
        }
        assert_eq!(Section::of_fragment("#settings"), None);
        assert_eq!(Section::of_fragment("#settings/nonsense"), None);
    }
}
