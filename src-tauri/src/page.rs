//! The window's pages, as the tray and a window's start name them.

use clap::ValueEnum;
use storytime_types::status::PageName;

/// A page of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Page {
    /// What comes next.
    Today,
    /// What is told of it.
    Stories,
    /// Where the events come from.
    Calendars,
    /// What was sent and what was not.
    Reminders,
    /// The person's choices.
    Settings,
}

impl Page {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Today,
        Self::Stories,
        Self::Calendars,
        Self::Reminders,
        Self::Settings,
    ];

    /// What stands behind the `#` of its address.
    pub fn fragment(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Stories => "stories",
            Self::Calendars => "calendars",
            Self::Reminders => "reminders",
            Self::Settings => "settings",
        }
    }

    /// The reverse of [`Self::fragment`].
    pub fn of_fragment(fragment: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|page| page.fragment() == fragment)
    }
}

impl From<PageName> for Page {
    fn from(name: PageName) -> Self {
        match name {
            PageName::Today => Self::Today,
            PageName::Stories => Self::Stories,
            PageName::Calendars => Self::Calendars,
            PageName::Reminders => Self::Reminders,
            PageName::Settings => Self::Settings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_started_by_the_name_in_its_address() {
        for page in Page::ALL {
            let argument = page.to_possible_value().unwrap();
            assert_eq!(argument.get_name(), page.fragment());
            assert_eq!(Page::of_fragment(page.fragment()), Some(page));
        }
    }
}
