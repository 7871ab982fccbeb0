//! Runs of the sync: `sync_jobs`. One that is under way has a row of status `running` and a lease.

use serde_json::json;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use storytime_types::sync::{SyncJob, SyncJobStatus, SyncJobType};
use storytime_types::{Instant, SyncJobId, UserId};

use super::problems::NewProblem;
use super::{Store, StoreError};

/// How many runs of a profile are kept.
const KEPT: i64 = 100;

impl Store {
    /// Writes that a run is under way, for as long as its lease lasts unless it is renewed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_sync_job(
        &self,
        user: &UserId,
        job: &SyncJob,
        lease_until: Instant,
    ) -> Result<(), StoreError> {
        let mut connection = self.write.acquire().await?;
        write_job(&mut connection, user, job, Some(lease_until)).await
    }

    /// Renews the lease of a run that is under way, and writes how far it is.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn renew_sync_job(
        &self,
        job: &SyncJob,
        lease_until: Instant,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE sync_jobs SET lease_until = ?2, events_processed = ?3, calendars_done = ?4,
                 calendars_total = ?5
             WHERE id = ?1 AND status = 'running'",
        )
        .bind(job.id.as_str())
        .bind(lease_until.ms())
        .bind(job.events_processed)
        .bind(job.calendars_done)
        .bind(job.calendars_total)
        .execute(&self.write)
        .await?;
        Ok(())
    }

    /// Keeps a run that has ended, with the problems that it ended with, and forgets the oldest ones.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_sync_job(
        &self,
        user: &UserId,
        job: &SyncJob,
        problems: &[NewProblem],
    ) -> Result<(), StoreError> {
        let mut transaction = self.write.begin().await?;
        write_job(&mut transaction, user, job, None).await?;
        if !problems.is_empty() {
            note_whose(&mut transaction, job, problems).await?;
        }
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

    /// Closes what is written of runs that are no longer under way: of one profile, or with none of
    /// every profile. Answers how many there were; where there was none, nothing is written.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close_abandoned_syncs(
        &self,
        user: Option<&UserId>,
        why: &str,
        now: Instant,
    ) -> Result<u64, StoreError> {
        let closed = sqlx::query(
            "UPDATE sync_jobs SET status = 'failed', lease_until = NULL, error_message = ?2,
                 completed_at = max(started_at, min(?3, coalesce(lease_until, ?3)))
             WHERE status = 'running' AND (?1 IS NULL OR user_id = ?1)",
        )
        .bind(user.map(UserId::as_str))
        .bind(why)
        .bind(now.ms())
        .execute(&self.write)
        .await?;
        Ok(closed.rows_affected())
    }

    /// The last runs that have ended, newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn last_sync_jobs(
        &self,
        user: &UserId,
        limit: u32,
    ) -> Result<Vec<SyncJob>, StoreError> {
        sqlx::query(
            "SELECT * FROM sync_jobs WHERE user_id = ? AND status != 'running'
             ORDER BY started_at DESC LIMIT ?",
        )
        .bind(user.as_str())
        .bind(limit)
        .fetch_all(&self.read)
        .await?
        .iter()
        .map(read_job)
        .collect()
    }
}

async fn write_job(
    connection: &mut SqliteConnection,
    user: &UserId,
    job: &SyncJob,
    lease_until: Option<Instant>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO sync_jobs (id, user_id, job_type, status, events_processed, calendars_done,
             calendars_total, started_at, completed_at, error_message, notice, lease_until)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET status = excluded.status,
             events_processed = excluded.events_processed,
             calendars_done = excluded.calendars_done,
             calendars_total = excluded.calendars_total,
             completed_at = excluded.completed_at,
             error_message = excluded.error_message,
             notice = excluded.notice,
             lease_until = excluded.lease_until",
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
    .bind(&job.notice)
    .bind(lease_until.map(Instant::ms))
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes whose problems a run ended with, so that those of an integration can go with it.
async fn note_whose(
    connection: &mut SqliteConnection,
    job: &SyncJob,
    problems: &[NewProblem],
) -> Result<(), StoreError> {
    let of = |one: &NewProblem| json!([one.integration, one.text]);
    let failures: Vec<_> = problems.iter().map(of).collect();
    sqlx::query("UPDATE sync_jobs SET failures = ?2 WHERE id = ?1")
        .bind(job.id.as_str())
        .bind(json!(failures).to_string())
        .execute(connection)
        .await?;
    Ok(())
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
        notice: row.try_get("notice")?,
        id: SyncJobId(id),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::new_id;

    fn now() -> Instant {
        Instant::from_ms(1_767_600_000_000)
    }

    fn job() -> SyncJob {
        SyncJob {
            id: SyncJobId(new_id()),
            job_type: SyncJobType::ManualSync,
            status: SyncJobStatus::Running,
            events_processed: 0,
            calendars_done: 0,
            calendars_total: 7,
            started_at: now(),
            started_local: None,
            completed_at: None,
            completed_local: None,
            error_message: None,
            notice: None,
        }
    }

    async fn store() -> (tempfile::TempDir, Store, UserId) {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(folder.path(), now()).await.unwrap();
        (folder, store, UserId("ada".into()))
    }

    #[tokio::test]
    async fn a_profile_has_one_job_under_way_and_another_one_after_it() {
        let (_folder, store, ada) = store().await;
        let (first, lease) = (job(), now().plus_ms(60_000));
        store.begin_sync_job(&ada, &first, lease).await.unwrap();

        assert!(store.begin_sync_job(&ada, &job(), lease).await.is_err());
        assert_eq!(store.last_sync_jobs(&ada, 10).await.unwrap(), []);
        let ended = SyncJob {
            status: SyncJobStatus::Completed,
            completed_at: Some(now()),
            notice: Some("Work is still being read.".into()),
            ..first
        };
        store.end_sync_job(&ada, &ended, &[]).await.unwrap();
        assert_eq!(store.last_sync_jobs(&ada, 10).await.unwrap(), [ended]);
        store.begin_sync_job(&ada, &job(), lease).await.unwrap();
    }

    #[tokio::test]
    async fn what_is_left_of_a_job_is_closed_when_its_lease_was_over_and_keeps_how_far_it_was() {
        let (_folder, store, ada) = store().await;
        let lease = now().plus_ms(60_000);
        let left = job();
        store.begin_sync_job(&ada, &left, now()).await.unwrap();
        let further = SyncJob {
            calendars_done: 3,
            ..left
        };
        store.renew_sync_job(&further, lease).await.unwrap();

        let later = now().plus_ms(Instant::DAY);
        let close = || store.close_abandoned_syncs(None, "it was ended", later);
        assert_eq!(close().await.unwrap(), 1);
        assert_eq!(close().await.unwrap(), 0);

        let closed = store.last_sync_jobs(&ada, 10).await.unwrap().remove(0);
        assert_eq!(closed.status, SyncJobStatus::Failed);
        assert_eq!((closed.calendars_done, closed.calendars_total), (3, 7));
        assert_eq!(closed.completed_at, Some(lease));
        assert_eq!(closed.error_message.as_deref(), Some("it was ended"));
    }
}
