//! Who gives out the tokens, and what is asked for there.

use storytime_types::calendars::CalendarProvider;

/// Who gives out tokens for calendars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Authority {
    /// Google Calendar.
    Google,
    /// Microsoft 365 and Outlook.com.
    Microsoft,
}

/// Where an authority is.
pub(super) struct Endpoints {
    pub(super) auth: &'static str,
    pub(super) token: &'static str,
    /// Where tokens are given back (RFC 7009); Microsoft has no such place.
    pub(super) revoke: Option<&'static str>,
    pub(super) api: &'static str,
}

/// The least that lists calendars and reads events: neither scope is enough for both calls.
const GOOGLE_SCOPES: [&str; 2] = [
    "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
    "https://www.googleapis.com/auth/calendar.events.readonly",
];
/// Reading calendars, and whose they are.
const MICROSOFT_SCOPES: [&str; 2] = [
    "https://graph.microsoft.com/Calendars.Read",
    "https://graph.microsoft.com/User.Read",
];

impl Authority {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Google, Self::Microsoft];

    /// Who gives out the tokens for this provider's calendars; none where one does not sign in so.
    #[must_use]
    pub fn of(provider: CalendarProvider) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.provider() == provider)
    }

    /// Whose calendars they are for.
    #[must_use]
    pub fn provider(self) -> CalendarProvider {
        match self {
            Self::Google => CalendarProvider::Google,
            Self::Microsoft => CalendarProvider::Microsoft,
        }
    }

    /// As people know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Google => "Google",
            Self::Microsoft => "Microsoft",
        }
    }

    /// Its part of `providers.toml`.
    #[must_use]
    pub fn section(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Microsoft => "microsoft",
        }
    }

    /// The host that the browser is sent back to. Google takes any port of 127.0.0.1 (RFC 8252, 7.3);
    /// Microsoft's portal takes `http://localhost` only, and ignores the port.
    #[must_use]
    pub fn loopback_host(self) -> &'static str {
        match self {
            Self::Google => "127.0.0.1",
            Self::Microsoft => "localhost",
        }
    }

    /// Whether it has a call for giving tokens back.
    #[must_use]
    pub fn takes_back(self) -> bool {
        self.endpoints().revoke.is_some()
    }

    /// Where a person withdraws what an app may do.
    #[must_use]
    pub fn where_access_is_withdrawn(self) -> &'static str {
        match self {
            Self::Google => "myaccount.google.com/permissions",
            Self::Microsoft => "account.microsoft.com/privacy/app-access",
        }
    }

    pub(super) fn endpoints(self) -> Endpoints {
        match self {
            Self::Google => Endpoints {
                auth: "https://accounts.google.com/o/oauth2/v2/auth",
                token: "https://oauth2.googleapis.com/token",
                revoke: Some("https://oauth2.googleapis.com/revoke"),
                api: "https://www.googleapis.com/calendar/v3",
            },
            Self::Microsoft => Endpoints {
                auth: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
                token: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
                revoke: None,
                api: "https://graph.microsoft.com/v1.0",
            },
        }
    }

    /// What must be granted.
    pub(super) fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Google => &GOOGLE_SCOPES,
            Self::Microsoft => &MICROSOFT_SCOPES,
        }
    }

    /// What is asked for beside that, to get a refresh token.
    pub(super) fn scope_for_staying(self) -> Option<&'static str> {
        match self {
            Self::Google => None,
            Self::Microsoft => Some("offline_access"),
        }
    }

    /// What is said to the page that asks the person. Google gives a refresh token only at the first
    /// consent unless it has to ask for it again; Microsoft would take whoever is signed in already.
    pub(super) fn manners(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Google => &[("access_type", "offline"), ("prompt", "consent")],
            Self::Microsoft => &[("response_mode", "query"), ("prompt", "select_account")],
        }
    }

    /// Those of the wanted scopes that are not among the granted ones.
    pub(super) fn missing(self, granted: &[&str]) -> Vec<&'static str> {
        let is_granted = |wanted: &str| granted.iter().any(|given| self.is_same(wanted, given));
        let all = self.scopes().iter().copied();
        all.filter(|wanted| !is_granted(wanted)).collect()
    }

    /// Microsoft answers with its scopes' short names, in letters of its own choice.
    fn is_same(self, wanted: &str, given: &str) -> bool {
        let last = |scope: &str| scope.rsplit('/').next().map(str::to_lowercase);
        match self {
            Self::Google => wanted == given,
            Self::Microsoft => last(wanted) == last(given),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_that_was_left_unticked_is_noticed() {
        let only_events = ["https://www.googleapis.com/auth/calendar.events.readonly"];
        assert_eq!(
            Authority::Google.missing(&only_events),
            ["https://www.googleapis.com/auth/calendar.calendarlist.readonly"]
        );
        assert!(Authority::Google.missing(&GOOGLE_SCOPES).is_empty());
    }

    #[test]
    fn microsoft_names_its_scopes_as_it_likes() {
        let given = [
            "calendars.read",
            "https://graph.microsoft.com/user.read",
            "profile",
        ];
        assert!(Authority::Microsoft.missing(&given).is_empty());
        assert_eq!(
            Authority::Microsoft.missing(&["User.Read"]),
            ["https://graph.microsoft.com/Calendars.Read"]
        );
    }
}
