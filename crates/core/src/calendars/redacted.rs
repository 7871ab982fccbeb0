//! Addresses as they may be shown.

use url::Url;

/// Hosts that are asked for people who never typed them, and by what name those people know them.
const KNOWN_HOSTS: [(&str, &str); 4] = [
    ("www.googleapis.com", GOOGLE),
    ("oauth2.googleapis.com", GOOGLE),
    ("graph.microsoft.com", MICROSOFT),
    ("login.microsoftonline.com", MICROSOFT),
];
const GOOGLE: &str = "Google";
const MICROSOFT: &str = "Microsoft";

/// Whether a place is such a host, and not an address that somebody typed.
pub(super) fn is_provider(place: &str) -> bool {
    [GOOGLE, MICROSOFT].contains(&place)
}

/// An address without anything that may be a secret. Private calendar addresses carry theirs in the
/// user info (`user:password@`), in the query (`?key=`) or in the path (`/private-…/basic.ics`).
#[must_use]
pub fn redacted(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    if let Some((_, name)) = KNOWN_HOSTS.iter().find(|(known, _)| *known == host) {
        return (*name).to_owned();
    }
    let port = url.port().map(|port| format!(":{port}"));
    let hidden = if url.path().len() > 1 || url.query().is_some() {
        "/…"
    } else {
        "/"
    };
    format!(
        "{}://{host}{}{hidden}",
        url.scheme(),
        port.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_called_as_people_know_it_and_others_by_their_host() {
        let shown = |text: &str| redacted(&Url::parse(text).unwrap());
        assert_eq!(
            shown("https://www.googleapis.com/calendar/v3/users/me/calendarList"),
            "Google"
        );
        assert_eq!(shown("https://graph.microsoft.com/v1.0/me"), "Microsoft");
        assert_eq!(
            shown("https://calendar.google.com/private-1/basic.ics"),
            "https://calendar.google.com/…"
        );
    }
}
