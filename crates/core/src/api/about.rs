//! What runs, and where it keeps its data.

use storytime_types::about::{About, Backups, DatabaseSize};
use storytime_types::{ApiError, ErrorCode};

use super::{Api, answers};

impl Api {
    /// What runs, and where it keeps its data.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn about(&self) -> Result<About, ApiError> {
        let zone = self.zone().await?;
        let store = self.shared.store.clone();
        let looked = tokio::task::spawn_blocking(move || (store.size(), store.backups()));
        let (bytes, (count, newest)) = looked.await.map_err(|error| {
            tracing::error!(%error, "looking at the data directory was broken off");
            ApiError::new(
                ErrorCode::Internal,
                "The data folder could not be looked at; the log says why.",
            )
        })?;
        Ok(About {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_dir: self.shared.data_dir.display().to_string(),
            database: DatabaseSize { bytes },
            backups: Backups {
                count,
                newest: newest.map(|at| answers::moment(at, &zone)),
            },
            engine_since: answers::moment(self.shared.since, &zone),
        })
    }
}
