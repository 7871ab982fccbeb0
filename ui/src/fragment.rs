//! What stands behind the `#` of the window's address: which page, or a one-time code.

use storytime_types::status::PageName;

/// The pages that have an address, in the order in which the window offers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The next event and the rest of the day; the first-run page while there is no calendar.
    Today,
    /// What is told of every event to come.
    Stories,
    /// Where the events come from.
    Calendars,
    /// What was sent when, and what was not.
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

    /// The link to it.
    pub fn href(self) -> &'static str {
        match self {
            Self::Today => "#today",
            Self::Stories => "#stories",
            Self::Calendars => "#calendars",
            Self::Reminders => "#reminders",
            Self::Settings => "#settings",
        }
    }

    /// Its name in the bar and in the window's title.
    pub fn name(self) -> &'static str {
        match self {
            Self::Today => "Today",
            Self::Stories => "Stories",
            Self::Calendars => "Calendars",
            Self::Reminders => "Reminders",
            Self::Settings => "Settings",
        }
    }

    /// The page that a fragment names; anything unknown is Today.
    pub fn of(fragment: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|page| page.href() == fragment)
            .unwrap_or(Self::Today)
    }

    /// The page of a key on the row of digits, as `KeyboardEvent.code` names it: the first is `Digit1`.
    pub fn of_digit(key_code: &str) -> Option<Self> {
        let digit: usize = key_code.strip_prefix("Digit")?.parse().ok()?;
        Self::ALL.get(digit.checked_sub(1)?).copied()
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

/// The one-time code of `#code=XXXX`, as `storytime serve` prints it.
pub fn code(fragment: &str) -> Option<&str> {
    let pairs = fragment.strip_prefix('#')?.split('&');
    pairs
        .filter_map(|pair| pair.strip_prefix("code="))
        .find(|code| !code.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_read_from_the_printed_address() {
        assert_eq!(code("#code=4f2a-77"), Some("4f2a-77"));
        assert_eq!(code("#page=x&code=abc"), Some("abc"));
    }

    #[test]
    fn an_address_without_a_code_has_none() {
        for fragment in ["", "#", "#code=", "#settings", "code=abc", "#barcode=1"] {
            assert_eq!(code(fragment), None, "{fragment}");
        }
    }

    #[test]
    fn a_page_is_found_by_its_own_link() {
        for page in Page::ALL {
            assert_eq!(Page::of(page.href()), page);
        }
        assert_eq!(Page::of("#nonsense"), Page::Today);
    }

    #[test]
    fn the_digits_lead_to_the_pages_in_their_order() {
        assert_eq!(Page::of_digit("Digit1"), Some(Page::Today));
        assert_eq!(Page::of_digit("Digit5"), Some(Page::Settings));
        for other in ["Digit0", "Digit6", "KeyA", "Digit"] {
            assert_eq!(Page::of_digit(other), None, "{other}");
        }
    }
}
