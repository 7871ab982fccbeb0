//! A store that is opened beside a running engine or without one: nothing is made, brought up to
//! date, set aside or restored.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use super::{Store, StoreError};

impl Store {
    /// Opens `storytime.db` in `folder` to look at it; none where there is no such file. Writing
    /// through this store fails.
    ///
    /// # Errors
    /// When the file cannot be read, or is no database.
    pub async fn open_to_read(folder: &Path) -> Result<Option<Self>, StoreError> {
        Self::open_beside(folder, true).await
    }

    /// As [`Self::open_to_read`], to change something by hand.
    ///
    /// # Errors
    /// When the file cannot be read, or is no database.
    pub async fn open_to_mend(folder: &Path) -> Result<Option<Self>, StoreError> {
        Self::open_beside(folder, false).await
    }

    async fn open_beside(folder: &Path, read_only: bool) -> Result<Option<Self>, StoreError> {
        let path = folder.join("storytime.db");
        if !path.exists() {
            return Ok(None);
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(read_only)
            .busy_timeout(Duration::from_secs(5));
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options)
            .await?;
        Ok(Some(Self {
            write: pool.clone(),
            read: pool,
            folder: folder.to_owned(),
        }))
    }
}
