//! What went wrong lately, in words.

use storytime_types::calendars::{Integration, IntegrationStatus};
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
        let now_known = self.known_now().await?;
        for problem in &mut problems {
            problem.mended = now_known.is_mended(problem);
            problem.last_local = Some(answers::moment(problem.last_at, &zone));
        }
        Ok(problems)
    }

    async fn known_now(&self) -> Result<Known, ApiError> {
        let (store, now) = (&self.shared.store, self.shared.now());
        let read_at = store.profile_synced_at(&self.user).await?;
        Ok(Known {
            integrations: store.integrations(&self.user, now).await?,
            read_at: self.shared.looked_at(&self.user, read_at),
            vault_opens: self.shared.vault_trouble().await?.is_none(),
        })
    }
}

/// How things stand now.
struct Known {
    integrations: Vec<Integration>,
    /// When every one of them was last read.
    read_at: Option<Instant>,
    vault_opens: bool,
}

impl Known {
    fn is_mended(&self, problem: &PastProblem) -> bool {
        match problem.kind {
            ProblemKind::Secrets => self.vault_opens,
            ProblemKind::Sync => self.read_at > Some(problem.last_at) || self.goes_well(problem),
            ProblemKind::Access | ProblemKind::Delivery | ProblemKind::Database => false,
        }
    }

    /// Whether the integration that a problem names can be read.
    fn goes_well(&self, problem: &PastProblem) -> bool {
        let is_named = |one: &&Integration| {
            let rest = problem.text.strip_prefix(&*one.called());
            rest.is_some_and(|rest| rest.starts_with(": "))
        };
        let mut named = self.integrations.iter().filter(is_named).peekable();
        named.peek().is_some() && named.all(|one| !fails(one))
    }
}

fn fails(integration: &Integration) -> bool {
    let is_bad = matches!(
        integration.status,
        IntegrationStatus::Error | IntegrationStatus::Expired
    );
    let mut on = integration.calendars.iter().filter(|one| one.is_active);
    is_bad || on.any(|one| one.error_message.is_some())
}

/// What is wrong right now.
fn still_there(text: String, now: Instant) -> PastProblem {
    PastProblem {
        kind: ProblemKind::Database,
        text,
        advice: String::new(),
        mended: false,
        times: 1,
        last_at: now,
        last_local: None,
    }
}
