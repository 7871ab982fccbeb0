//! The use cases that the one router, the tray and the command line call, as one profile. Domain
//! types become the API's here.

mod about;
mod accounts;
mod address;
mod answers;
mod backups;
mod caldav;
mod caldav_password;
mod calendars;
mod channels;
mod dashboard;
mod disconnecting;
mod event_answers;
mod events;
pub mod examination;
pub mod export;
mod ledger;
mod permissions;
mod problems;
mod profile;
pub mod recovery;
mod removal;
mod rest;
mod sample_day;
mod sessions;
mod sign_in;
mod status;
mod troubles;
mod vault;

use std::sync::Arc;

use storytime_types::changes::Change;
use storytime_types::profile::Profile;
use storytime_types::{ApiError, ErrorCode, UserId};
use tokio::sync::broadcast;

use crate::engine::{Engine, Shared};

pub use accounts::Newcomer;
pub use events::EventQuery;
pub use ledger::{NotificationQuery, RowOrder};

/// The use cases, as one profile.
#[derive(Clone)]
pub struct Api {
    shared: Arc<Shared>,
    user: UserId,
    /// The session that they are called through; none in the app itself.
    session: Option<sessions::CalledBy>,
}

impl Engine {
    /// The use cases, as the local profile.
    #[must_use]
    pub fn api(&self) -> Api {
        let (shared, user) = self.shared();
        Api::new(shared, user)
    }
}

impl Api {
    fn new(shared: Arc<Shared>, user: UserId) -> Self {
        Self {
            shared,
            user,
            session: None,
        }
    }

    /// What changes from now on, for surfaces that show it.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.shared.subscribe()
    }

    async fn me(&self) -> Result<Profile, ApiError> {
        let profile = self.shared.store.profile(&self.user).await?;
        profile.ok_or_else(|| ApiError::new(ErrorCode::NotFound, "This profile was deleted."))
    }
}

/// What is begun is brought to its end, whoever still waits for it.
async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, ApiError>> + Send + 'static,
) -> Result<T, ApiError> {
    tokio::spawn(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "what somebody asked for was broken off");
        let sentence = "This was broken off: try again.";
        Err(ApiError::new(ErrorCode::Internal, sentence))
    })
}

fn not_found(what: &str) -> ApiError {
    ApiError::new(ErrorCode::NotFound, format!("There is no such {what}."))
}
