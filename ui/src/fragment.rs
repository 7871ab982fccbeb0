//! What stands behind the `#` of the window's address: which page, or a one-time code.

/// The pages that have an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The next event and the days ahead; the first-run page while there is no calendar.
    Today,
    /// The person's choices.
    Settings,
}

impl Page {
    /// The link to it.
    pub fn href(self) -> &'static str {
        match self {
            Self::Today => "#/",
            Self::Settings => "#/settings",
        }
    }

    /// The page that a fragment names; anything unknown is Today.
    pub fn of(fragment: &str) -> Self {
        match fragment {
            "#/settings" => Self::Settings,
            _ => Self::Today,
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
        for fragment in ["", "#", "#code=", "#/settings", "code=abc", "#barcode=1"] {
            assert_eq!(code(fragment), None, "{fragment}");
        }
    }

    #[test]
    fn a_page_is_found_by_its_own_link() {
        for page in [Page::Today, Page::Settings] {
            assert_eq!(Page::of(page.href()), page);
        }
        assert_eq!(Page::of("#nonsense"), Page::Today);
    }
}
