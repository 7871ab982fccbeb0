//! What went wrong lately, in words.

use storytime_types::problems::{PastProblem, ProblemKind};
use storytime_types::{ApiError, Instant};

use super::{Api, answers};

/// So far back, in milliseconds: 7 days.
const LATELY_MS: i64 = 7 * Instant::DAY;

impl Api {
    /// What went wrong in the last seven days, the latest first.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn problems(&self) -> Result<Vec<PastProblem>, ApiError> {
        let zone = self.zone().await?;
        let (store, now) = (&self.shared.store, self.shared.now());
        let since = now.plus_ms(-LATELY_MS);
        let mut problems = store.problems_since(&self.user, since).await?;
        problems.extend(store.failed_deliveries_since(&self.user, since).await?);
        problems.extend(self.shared.trouble().map(|text| still_there(text, now)));
        problems.sort_by_key(|problem| std::cmp::Reverse(problem.last_at));
        for problem in &mut problems {
            problem.last_local = Some(answers::moment(problem.last_at, &zone));
        }
        Ok(problems)
    }
}

/// What is wrong right now.
fn still_there(text: String, now: Instant) -> PastProblem {
    PastProblem {
        kind: ProblemKind::Database,
        text,
        advice: String::new(),
        times: 1,
        last_at: now,
        last_local: None,
    }
}
