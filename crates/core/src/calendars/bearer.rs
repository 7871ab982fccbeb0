//! A way into an account at Google or Microsoft.

use storytime_types::Secret;
use url::Url;

use super::redacted::redacted;

/// Where an account's API is, and the access token that opens it (RFC 6750).
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The API's base with its version, ending in `/`.
    pub api: Url,
    /// Goes to this host and to no other.
    pub token: Secret<String>,
}

impl std::fmt::Display for Bearer {
    /// For people and logs: only the host.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&redacted(&self.api))
    }
}

impl Bearer {
    /// An address below the API's base. Each part becomes one segment of the path, so that no id,
    /// whatever is in it, leads elsewhere.
    #[must_use]
    pub fn below(&self, parts: &[&str]) -> Url {
        let mut url = self.api.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(parts);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_leads_elsewhere() {
        let bearer = Bearer {
            api: Url::parse("https://api.example/v3/").unwrap(),
            token: Secret::from("t"),
        };
        let url = bearer.below(&["calendars", "../a/b?c#d@e", "events"]);
        assert_eq!(
            url.as_str(),
            "https://api.example/v3/calendars/..%2Fa%2Fb%3Fc%23d@e/events"
        );
    }

    #[test]
    fn the_token_shows_nowhere() {
        let bearer = Bearer {
            api: Url::parse("https://api.example/v3/").unwrap(),
            token: Secret::from("canary"),
        };
        assert!(!format!("{bearer} {bearer:?}").contains("canary"));
    }
}
