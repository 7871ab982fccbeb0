//! `GET /api/changes`: a stream of server-sent events that says what changed, so that no surface
//! polls. Each event's data is one [`Change`] as JSON.

use serde::{Deserialize, Serialize};

/// What changed; a surface asks again for what it shows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "changed", rename_all = "lowercase")]
pub enum Change {
    /// Events came, went or moved.
    Events,
    /// Stories were written.
    Stories,
    /// A reminder was planned, sent or given up.
    Ledger,
    /// A sync began, went on or ended; or a calendar was connected or removed.
    Sync,
    /// The profile or a switch changed.
    Settings,
    /// The calendars were looked at and nothing had changed.
    Looked,
}

impl Change {
    /// Of everything that is stored: after it a surface asks for all that it shows.
    pub const OF_EVERYTHING: [Self; 5] = [
        Self::Events,
        Self::Stories,
        Self::Ledger,
        Self::Sync,
        Self::Settings,
    ];
}
