//! What stands behind the `#` of the window's address: which page, or a one-time code.

use storytime_types::Page;

/// The page that an address's fragment names; anything unknown is Today. A part of a page stands
/// behind a slash.
pub fn page(fragment: &str) -> Page {
    let path = fragment.strip_prefix('#').unwrap_or_default();
    let page = path.split_once('/').map_or(path, |(page, _)| page);
    Page::of_fragment(page).unwrap_or(Page::Today)
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
            assert_eq!(super::page(page.href()), page);
        }
        assert_eq!(super::page("#nonsense"), Page::Today);
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
