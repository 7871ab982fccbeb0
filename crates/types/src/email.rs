//! E-mail addresses: which text is one, and the form in which it is kept.

/// The longest address, in characters (RFC 5321, 4.5.3.1.3, less the angle brackets).
pub const LONGEST: usize = 254;

/// An address as it is kept: without blanks around it, in lower case.
#[must_use]
pub fn kept_form(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// Whether something stands on both sides of one `@`: more is for the calendars to say.
#[must_use]
pub fn is_address(text: &str) -> bool {
    parts(text).is_some()
}

/// Whether this is an address that mail on the internet could reach: its domain has at least two
/// labels of letters, digits and hyphens (RFC 1123, 2.1), and no dot stands alone.
#[must_use]
pub fn is_reachable(text: &str) -> bool {
    let Some((local, domain)) = parts(text) else {
        return false;
    };
    let has_lone_dot = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    let is_plain = !local.contains(['"', '(', ')', ':', '[', ']', '\\']);
    let labels: Vec<_> = domain.split('.').collect();
    is_plain && !has_lone_dot && labels.len() > 1 && labels.into_iter().all(is_label)
}

fn is_label(label: &str) -> bool {
    let fits = (1..=63).contains(&label.len());
    let known = |one: char| one.is_alphanumeric() || one == '-';
    fits && label.chars().all(known) && !label.starts_with('-') && !label.ends_with('-')
}

fn parts(text: &str) -> Option<(&str, &str)> {
    let fits = text.chars().count() <= LONGEST;
    let plain = !text
        .chars()
        .any(|one| one.is_whitespace() || one.is_control() || "<>,;".contains(one));
    let (local, domain) = text.split_once('@')?;
    let whole = !local.is_empty() && !domain.is_empty() && !domain.contains('@');
    (fits && plain && whole).then_some((local, domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_addresses_are_reachable() {
        for address in [
            "ada@example.org",
            "a.b+c@mail.example.co.uk",
            "o'neil@xn--bcher-kva.example",
            "jörg@bücher.example",
        ] {
            assert!(is_reachable(address), "{address}");
        }
    }

    #[test]
    fn what_no_mail_can_reach_is_none() {
        let too_long = format!("{}@example.org", "a".repeat(LONGEST - 11));
        assert_eq!(too_long.len(), LONGEST + 1);
        for wrong in [
            "",
            "ada",
            "@b.example",
            "a@",
            "a@b",
            "a@b@c.example",
            "a b@c.example",
            "a@.example",
            "a@b..example",
            "a@-b.example",
            ".a@b.example",
            "a..b@c.example",
            "a@b.example.",
            "Ada <a@b.example>",
            "a\n@b.example",
            "a@b_c.example",
            &too_long,
        ] {
            assert!(!is_reachable(wrong), "{wrong}");
        }
        assert!(is_reachable(&too_long[1..]));
    }
}
