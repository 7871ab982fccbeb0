//! Sync jobs.

use serde::{Deserialize, Serialize};

use crate::{Instant, LocalMoment, SyncJobId};

/// Why a sync ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SyncJobType {
    /// Once a day, everything.
    DailySync,
    /// The person asked for it.
    ManualSync,
    /// The cheap look for changes.
    Poll,
}

impl SyncJobType {
    const ALL: [Self; 3] = [Self::DailySync, Self::ManualSync, Self::Poll];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DailySync => "daily_sync",
            Self::ManualSync => "manual_sync",
            Self::Poll => "poll",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// How a sync stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum SyncJobStatus {
    /// Under way.
    Running,
    /// No calendar failed.
    Completed,
    /// At least one calendar could not be read.
    Failed,
}

impl SyncJobStatus {
    const ALL: [Self; 3] = [Self::Running, Self::Completed, Self::Failed];

    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Failed => "failed",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// One run of the sync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SyncJob {
    /// Its id.
    pub id: SyncJobId,
    /// Why it ran.
    pub job_type: SyncJobType,
    /// How it stands.
    pub status: SyncJobStatus,
    /// Events read so far.
    pub events_processed: u32,
    /// Calendars done so far.
    pub calendars_done: u32,
    /// Calendars to do.
    pub calendars_total: u32,
    /// When it began.
    pub started_at: Instant,
    /// `started_at` in the profile's zone.
    pub started_local: Option<LocalMoment>,
    /// When it ended.
    pub completed_at: Option<Instant>,
    /// `completed_at` in the profile's zone.
    pub completed_local: Option<LocalMoment>,
    /// What failed, in one sentence.
    pub error_message: Option<String>,
    /// What it did not wait for because it takes long, in one sentence. That goes on being read.
    #[serde(default)]
    pub notice: Option<String>,
}

/// `POST /api/sync/manual`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncStarted {
    /// The job that was begun.
    pub job: SyncJob,
}

/// `GET /api/sync/status`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncStatus {
    /// The one under way.
    pub current: Option<SyncJob>,
    /// The last ones, newest first.
    pub last: Vec<SyncJob>,
}
