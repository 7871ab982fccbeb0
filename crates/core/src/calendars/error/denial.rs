//! Why an account lets nobody in.

/// Why an API lets nobody in, though the sign-in is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    /// Its calendar API is not switched on for the app's client id.
    #[error("refuses, because its Calendar API is not switched on for this client id")]
    ApiOff,
    /// The account's administrators do not allow it.
    #[error("refuses, because the administrators of this account do not allow it")]
    Policy,
    /// It does not say; mostly a box was left unticked.
    #[error("does not let this account see the calendar")]
    Unsaid,
}

impl Denial {
    /// What to do.
    pub(super) fn advice(self) -> &'static str {
        match self {
            Self::ApiOff => {
                "switch the Google Calendar API on at console.cloud.google.com, in the project that \
                 the client id belongs to, and try again some minutes later"
            }
            Self::Policy => "ask them to allow StoryTime Calendar, or connect another account",
            Self::Unsaid => "connect the account again and allow what is asked for",
        }
    }
}
