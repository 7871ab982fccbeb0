//! A first look at a typed address or path, so that a slip is answered at once.

use storytime_types::calendars::ConnectIcs;

/// The request for an address, trimmed; a path is taken where an address is asked for, too.
///
/// # Errors
/// The sentence to show when it cannot be a calendar's address.
pub fn address(typed: &str) -> Result<ConnectIcs, String> {
    const SCHEMES: [&str; 4] = ["https://", "http://", "webcal://", "webcals://"];
    let typed = typed.trim();
    if typed.is_empty() {
        return Err("Paste the calendar's address first.".to_owned());
    }
    if typed.starts_with(['/', '~', '\\']) {
        return path(typed);
    }
    let lower = typed.to_ascii_lowercase();
    let host = SCHEMES.iter().find_map(|scheme| lower.strip_prefix(scheme));
    match host {
        None => Err("An address begins with https:// or webcal://, a path with / or ~.".to_owned()),
        Some(host) if host.is_empty() || host.starts_with('/') || host.contains(' ') => {
            Err("This address is not complete. Copy it once more.".to_owned())
        }
        Some(_) => Ok(ConnectIcs {
            url: Some(typed.to_owned()),
            path: None,
        }),
    }
}

/// The request for a file or folder on this computer, trimmed and without the quotes that a
/// file manager's "copy as path" puts around it.
///
/// # Errors
/// The sentence to show when nothing was typed.
pub fn path(typed: &str) -> Result<ConnectIcs, String> {
    let typed = typed.trim().trim_matches('"');
    if typed.is_empty() {
        return Err("Type where the file is, like /home/you/work.ics.".to_owned());
    }
    Ok(ConnectIcs {
        url: None,
        path: Some(typed.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_where_an_address_is_asked_for() {
        let request = address(" ~/work.ics ").unwrap();
        assert_eq!(request.path.as_deref(), Some("~/work.ics"));
        assert_eq!(request.url, None);
    }

    #[test]
    fn every_usual_scheme_is_an_address() {
        for typed in [
            "https://example.org/work.ics",
            "  webcal://example.org/a.ics ",
            "WEBCALS://example.org",
        ] {
            let request = address(typed).unwrap();
            assert_eq!(request.url.as_deref(), Some(typed.trim()));
            assert_eq!(request.path, None);
        }
    }

    #[test]
    fn what_cannot_be_an_address_is_answered_with_a_sentence() {
        for typed in [
            "",
            "example.org/work.ics",
            "https://",
            "file:///tmp/a.ics",
            "https:// x",
        ] {
            assert!(address(typed).unwrap_err().ends_with('.'), "{typed}");
        }
    }

    #[test]
    fn a_path_loses_only_its_wrapping() {
        assert_eq!(
            path(" \"C:\\My calendars\\work.ics\" ")
                .unwrap()
                .path
                .as_deref(),
            Some("C:\\My calendars\\work.ics")
        );
        assert!(path("  ").is_err());
    }
}
