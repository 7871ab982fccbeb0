//! What went wrong lately: `problems`. The same one again counts up, so the table stays small.

use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use storytime_types::problems::{PastProblem, ProblemKind};
use storytime_types::{Instant, IntegrationId, UserId};

use super::{Store, StoreError};

/// How many of a profile are kept.
const KEPT: i64 = 100;

/// A problem as it is about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProblem {
    /// Of which integration; none where it is told of no single one.
    pub integration: Option<IntegrationId>,
    /// What it is about.
    pub kind: ProblemKind,
    /// What went wrong, in one sentence.
    pub text: String,
    /// What to do about it; empty where the text says so itself.
    pub advice: &'static str,
}

impl Store {
    /// Keeps a problem of a profile, or with no profile one of the whole app.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn record_problem(
        &self,
        user: Option<&UserId>,
        problem: &NewProblem,
        now: Instant,
    ) -> Result<(), StoreError> {
        let user = user.map_or("", UserId::as_str);
        let mut transaction = self.write.begin().await?;
        sqlx::query(
            "INSERT INTO problems (user_id, kind, text, advice, first_at, last_at, integration_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)
             ON CONFLICT (user_id, kind, text) DO UPDATE
             SET times = times + 1, last_at = excluded.last_at, advice = excluded.advice,
                 integration_id = excluded.integration_id",
        )
        .bind(user)
        .bind(problem.kind.as_str())
        .bind(&problem.text)
        .bind(problem.advice)
        .bind(now.ms())
        .bind(problem.integration.as_ref().map(IntegrationId::as_str))
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "DELETE FROM problems WHERE user_id = ?1 AND rowid NOT IN
                 (SELECT rowid FROM problems WHERE user_id = ?1 ORDER BY last_at DESC LIMIT ?2)",
        )
        .bind(user)
        .bind(KEPT)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Why reminders due since then could not be delivered: each reason with how many and when last.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn failed_deliveries_since(
        &self,
        user: &UserId,
        since: Instant,
    ) -> Result<Vec<PastProblem>, StoreError> {
        let rows: Vec<(Option<String>, u32, i64)> = sqlx::query_as(
            "SELECT error_message, count(*), max(updated_at) FROM notification_logs
             WHERE user_id = ? AND status = 'FAILED' AND scheduled_for >= ?
             GROUP BY error_message",
        )
        .bind(user.as_str())
        .bind(since.ms())
        .fetch_all(&self.read)
        .await?;
        let problem = |(reason, times, last): (Option<String>, u32, i64)| PastProblem {
            kind: ProblemKind::Delivery,
            text: match reason {
                Some(reason) => format!("A reminder could not be delivered: {reason}"),
                None => "A reminder could not be delivered.".to_owned(),
            },
            advice: "Try it again from the Reminders page.".to_owned(),
            mended: false,
            times,
            last_at: Instant::from_ms(last),
            last_local: None,
        };
        Ok(rows.into_iter().map(problem).collect())
    }

    /// The problems of a profile and of the whole app since then, the latest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn problems_since(
        &self,
        user: &UserId,
        since: Instant,
    ) -> Result<Vec<PastProblem>, StoreError> {
        sqlx::query(
            "SELECT * FROM problems WHERE user_id IN (?1, '') AND last_at >= ?2
             ORDER BY last_at DESC, text",
        )
        .bind(user.as_str())
        .bind(since.ms())
        .fetch_all(&self.read)
        .await?
        .iter()
        .map(read_problem)
        .collect()
    }
}

fn read_problem(row: &SqliteRow) -> Result<PastProblem, StoreError> {
    let kind: String = row.try_get("kind")?;
    let text: String = row.try_get("text")?;
    let unreadable = || StoreError::Unreadable {
        table: "problems",
        column: "kind",
        row: text.clone(),
    };
    Ok(PastProblem {
        kind: ProblemKind::parse(&kind).ok_or_else(unreadable)?,
        advice: row.try_get("advice")?,
        mended: false,
        times: row.try_get("times")?,
        last_at: Instant::from_ms(row.try_get("last_at")?),
        last_local: None,
        text,
    })
}
