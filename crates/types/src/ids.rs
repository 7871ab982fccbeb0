//! Newtypes for ids, so that one kind is never passed for another. Each holds a UUIDv7 as text;
//! making one needs a clock and randomness and therefore happens in `core`.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as text, as it stands in the database and in URLs.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    };
}

id!(
    /// A profile.
    UserId
);
id!(
    /// A connection to a calendar provider, or to one calendar file, folder or address.
    IntegrationId
);
id!(
    /// One calendar of an integration.
    CalendarId
);
id!(
    /// One stored event instance.
    EventId
);
id!(
    /// One story about one event in one theme.
    StorylineId
);
id!(
    /// A way out: the desktop, a Slack channel, a mailbox.
    ChannelId
);
id!(
    /// A row of the ledger.
    NotificationId
);
id!(
    /// A session: a browser that is signed in, the window, a script's token.
    SessionId
);
id!(
    /// One run of the sync.
    SyncJobId
);
