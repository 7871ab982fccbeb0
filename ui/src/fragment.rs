//! What stands behind the `#` of the window's address: which page, or a one-time code.

use storytime_types::{Page, Place};

/// The place that an address's fragment names; anything unknown is Today.
pub fn place(fragment: &str) -> Place {
    let path = fragment.strip_prefix('#').unwrap_or_default();
    Place::of_fragment(path).unwrap_or(Place::Page(Page::Today))
}

/// The page of a key on the row of digits, as `KeyboardEvent.code` names it: the first is `Digit1`.
pub fn page_of_digit(key_code: &str) -> Option<Page> {
    let digit: usize = key_code.strip_prefix("Digit")?.parse().ok()?;
    Page::ALL.get(digit.checked_sub(1)?).copied()
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
    use storytime_types::Section;

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
    fn a_place_is_found_by_its_own_link() {
        for page in Page::ALL {
            assert_eq!(place(page.href()), Place::Page(page));
        }
        for section in Section::ALL {
            assert_eq!(place(section.href()), Place::Section(section));
        }
        assert_eq!(place("#nonsense"), Place::Page(Page::Today));
    }

    #[test]
    fn the_digits_lead_to_the_pages_in_their_order() {
        assert_eq!(page_of_digit("Digit1"), Some(Page::Today));
        assert_eq!(page_of_digit("Digit6"), Some(Page::Settings));
        for other in ["Digit0", "Digit7", "KeyA", "Digit"] {
            assert_eq!(page_of_digit(other), None, "{other}");
        }
    }
}
