//! Runs of the sync: `sync_jobs`.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use storytime_types::sync::{SyncJob, SyncJobStatus, SyncJobType};
use storytime_types::{Instant, SyncJobId, UserId};

use super::{Store, StoreError};

/// How many runs of a profile are kept.
const KEPT: i64 = 100;

impl Store {
    /// Keeps a run that has ended and forgets the oldest ones.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn record_sync_job(&self, user: &UserId, job: &SyncJob) -> Result<(), StoreError> {
        let mut transaction = self.write.begin().await?;
        sqlx::query(
            "INSERT INTO sync_jobs (id, user_id, job_type, status, events_processed,
                 calendars_done, calendars_total, started_at, completed_at, error_message)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(job.id.as_str())
        .bind(user.as_str())
        .bind(job.job_type.as_str())
        .bind(job.status.as_str())
        .bind(job.events_processed)
        .bind(job.calendars_done)
        .bind(job.calendars_total)
        .bind(job.started_at.ms())
        .bind(job.completed_at.map(Instant::ms))
        .bind(&job.error_message)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "DELETE FROM sync_jobs WHERE user_id = ?1 AND id NOT IN
                 (SELECT id FROM sync_jobs WHERE user_id = ?1 ORDER BY started_at DESC LIMIT ?2)",
        )
        .bind(user.as_str())
        .bind(KEPT)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The last runs, newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn last_sync_jobs(
        &self,
        user: &UserId,
        limit: u32,
    ) -> Result<Vec<SyncJob>, StoreError> {
        sqlx::query("SELECT * FROM sync_jobs WHERE user_id = ? ORDER BY started_at DESC LIMIT ?")
            .bind(user.as_str())
            .bind(limit)
            .fetch_all(&self.read)
            .await?
            .iter()
            .map(read_job)
            .collect()
    }
}

fn read_job(row: &SqliteRow) -> Result<SyncJob, StoreError> {
    let id: String = row.try_get("id")?;
    let unreadable = |column| StoreError::Unreadable {
        table: "sync_jobs",
        column,
        row: id.clone(),
    };
    let job_type: String = row.try_get("job_type")?;
    let status: String = row.try_get("status")?;
    Ok(SyncJob {
        job_type: SyncJobType::parse(&job_type).ok_or_else(|| unreadable("job_type"))?,
        status: SyncJobStatus::parse(&status).ok_or_else(|| unreadable("status"))?,
        events_processed: row.try_get("events_processed")?,
        calendars_done: row.try_get("calendars_done")?,
        calendars_total: row.try_get("calendars_total")?,
        started_at: Instant::from_ms(row.try_get("started_at")?),
        started_local: None,
        completed_local: None,
        completed_at: row
            .try_get::<Option<i64>, _>("completed_at")?
            .map(Instant::from_ms),
        error_message: row.try_get("error_message")?,
        id: SyncJobId(id),
    })
}
