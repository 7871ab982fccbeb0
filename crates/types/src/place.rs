//! Where in the window something is: a page, or a part of one.

use crate::IntegrationId;
use crate::page::Page;

/// A place in the window. Its address is `#` and the [fragment](Self::fragment).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A whole page.
    Page(Page),
    /// A section of the settings.
    Section(Section),
    /// The card of what is connected.
    Integration(IntegrationId),
}

impl Place {
    /// The part of this page that is called so behind the slash of its address; the page itself where
    /// it has no such part.
    #[must_use]
    pub fn of(page: Page, part: Option<&str>) -> Self {
        match (page, part) {
            (Page::Settings, Some(part)) => Section::of_fragment(part).map(Self::Section),
            (Page::Calendars, Some(id)) if !id.is_empty() => {
                Some(Self::Integration(IntegrationId(id.to_owned())))
            }
            _ => None,
        }
        .unwrap_or(Self::Page(page))
    }

    /// The page that it is on.
    #[must_use]
    pub fn page(&self) -> Page {
        match self {
            Self::Page(page) => *page,
            Self::Section(_) => Page::Settings,
            Self::Integration(_) => Page::Calendars,
        }
    }

    /// Which part of the page it is, as it stands behind the slash of its address.
    #[must_use]
    pub fn part(&self) -> Option<&str> {
        match self {
            Self::Page(_) => None,
            Self::Section(section) => Some(section.fragment()),
            Self::Integration(id) => Some(id.as_str()),
        }
    }

    /// What stands behind the `#` of its address, like `settings/secrets`.
    #[must_use]
    pub fn fragment(&self) -> String {
        let page = self.page().fragment();
        self.part()
            .map_or_else(|| page.to_owned(), |part| format!("{page}/{part}"))
    }

    /// The reverse of [`Self::fragment`]; none where it names no page.
    #[must_use]
    pub fn of_fragment(fragment: &str) -> Option<Self> {
        let (page, part) = match fragment.split_once('/') {
            Some((page, part)) => (page, Some(part)),
            None => (fragment, None),
        };
        Page::of_fragment(page).map(|page| Self::of(page, part))
    }

    /// What it is called where something leads to it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Section(section) => section.name(),
            Self::Page(_) | Self::Integration(_) => self.page().name(),
        }
    }
}

/// A section of the settings page.
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
    #[must_use]
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
    #[must_use]
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

    /// What stands behind the slash of its link.
    #[must_use]
    pub fn fragment(self) -> &'static str {
        self.href().trim_start_matches("#settings/")
    }

    /// The reverse of [`Self::fragment`].
    #[must_use]
    pub fn of_fragment(fragment: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|section| section.fragment() == fragment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_by_what_stands_behind_the_sign_of_its_address() {
        let sections = Section::ALL.map(Place::Section);
        let pages = Page::ALL.map(Place::Page);
        let card = Place::Integration(IntegrationId("0192-4c".into()));
        for place in sections.into_iter().chain(pages).chain([card]) {
            assert_eq!(Place::of_fragment(&place.fragment()), Some(place));
        }
    }

    #[test]
    fn a_section_has_its_link_on_the_settings_page() {
        for section in Section::ALL {
            let place = Place::Section(section);
            assert_eq!(section.href(), format!("#{}", place.fragment()));
            assert_eq!(place.page(), Page::Settings);
        }
    }

    #[test]
    fn a_part_that_is_not_there_leads_to_its_page() {
        for (fragment, page) in [
            ("settings/nonsense", Page::Settings),
            ("settings/", Page::Settings),
            ("calendars/", Page::Calendars),
            ("today/now", Page::Today),
        ] {
            assert_eq!(Place::of_fragment(fragment), Some(Place::Page(page)));
        }
        assert_eq!(Place::of_fragment("nonsense/secrets"), None);
    }
}
