//! The window's pages.

use serde::{Deserialize, Serialize};

/// A page of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum Page {
    /// The next event and the rest of the day; the first-run page while there is no calendar.
    Today,
    /// What is told of every event to come.
    Stories,
    /// Where the events come from.
    Calendars,
    /// The ledger: what was sent when, and what was not.
    Reminders,
    /// How things stand, in a few figures.
    Overview,
    /// The profile and the switches.
    Settings,
}

impl Page {
    /// All of them, in the order in which the window offers them.
    pub const ALL: [Self; 6] = [
        Self::Today,
        Self::Stories,
        Self::Calendars,
        Self::Reminders,
        Self::Overview,
        Self::Settings,
    ];

    /// The link to it within the window: `#` and its fragment.
    #[must_use]
    pub fn href(self) -> &'static str {
        match self {
            Self::Today => "#today",
            Self::Stories => "#stories",
            Self::Calendars => "#calendars",
            Self::Reminders => "#reminders",
            Self::Overview => "#overview",
            Self::Settings => "#settings",
        }
    }

    /// What is said of a problem that is mended there while the screen is shared: its own words
    /// may name a calendar or an event.
    #[must_use]
    pub fn veiled_problem(self) -> &'static str {
        match self {
            Self::Calendars => "A calendar needs a look.",
            Self::Reminders => "A reminder needs a look.",
            Self::Today | Self::Stories | Self::Overview | Self::Settings => {
                "Something needs a look."
            }
        }
    }

    /// What stands behind the `#` of its address, and on the window's command line.
    #[must_use]
    pub fn fragment(self) -> &'static str {
        &self.href()[1..]
    }

    /// The reverse of [`Self::fragment`].
    #[must_use]
    pub fn of_fragment(fragment: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|page| page.fragment() == fragment)
    }

    /// Its name as people read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Today => "Today",
            Self::Stories => "Stories",
            Self::Calendars => "Calendars",
            Self::Reminders => "Reminders",
            Self::Overview => "Overview",
            Self::Settings => "Settings",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_what_stands_behind_the_sign_of_its_link() {
        for page in Page::ALL {
            assert_eq!(page.href(), format!("#{}", page.fragment()));
            assert_eq!(Page::of_fragment(page.fragment()), Some(page));
        }
        assert_eq!(Page::of_fragment("nonsense"), None);
    }
}
