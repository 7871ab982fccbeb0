//! What a poll fails with that the last one failed with, too, is no news: a file that is gone for
//! good must not cost a write every five minutes, nor fill the history with one row for each hour.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use storytime_types::sync::{SyncJob, SyncJobType};
use storytime_types::{Instant, IntegrationId, SyncJobId, UserId};

/// After so long the same is told again, in milliseconds.
const TOLD_AGAIN_MS: i64 = Instant::HOUR;

/// Whose failure it is: that of a profile's polls, or of one integration that they did not wait for.
type Whose = (UserId, Option<IntegrationId>);

/// What failed the last time.
#[derive(Debug, Default)]
pub(in crate::engine) struct Repeats(Mutex<HashMap<Whose, Told>>);

#[derive(Debug)]
struct Told {
    text: String,
    at: Instant,
    /// The poll in whose row it stands, where a poll was the first to find it.
    row: Option<SyncJobId>,
}

/// What is to be told of a sync.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    /// It is another outcome than the last one.
    News,
    /// The same failure goes on for so long that it is told again, in the row of this poll.
    GoesOn(Option<SyncJobId>),
    /// Nothing: it was told a moment ago.
    Nothing,
}

impl Telling {
    /// Whether there is anything to tell.
    pub(super) fn is_told(&self) -> bool {
        *self != Self::Nothing
    }

    /// The row in which it goes on.
    pub(super) fn row(self) -> Option<SyncJobId> {
        match self {
            Self::GoesOn(row) => row,
            Self::News | Self::Nothing => None,
        }
    }
}

impl Repeats {
    /// What to tell of a sync that failed with this, or did not.
    pub(super) fn telling(
        &self,
        (user, of): (&UserId, Option<&IntegrationId>),
        job: &SyncJob,
        failure: Option<&str>,
        now: Instant,
    ) -> Telling {
        let whose = (user.clone(), of.cloned());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(failure) = failure else {
            all.remove(&whose);
            return Telling::News;
        };
        match all.get_mut(&whose).filter(|told| told.text == failure) {
            Some(told) if (0..TOLD_AGAIN_MS).contains(&now.ms_since(told.at)) => Telling::Nothing,
            Some(told) => {
                told.at = now;
                Telling::GoesOn(told.row.clone())
            }
            None => {
                let told = Told {
                    text: failure.to_owned(),
                    at: now,
                    row: (job.job_type == SyncJobType::Poll).then(|| job.id.clone()),
                };
                all.insert(whose, told);
                Telling::News
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::new_job;
    use super::*;

    fn look(
        repeats: &Repeats,
        whose: (&UserId, Option<&IntegrationId>),
        failure: Option<&str>,
        minutes: i64,
    ) -> (Telling, SyncJobId) {
        let now = Instant::from_ms(minutes * Instant::MINUTE);
        let job = new_job(SyncJobType::Poll, now);
        (repeats.telling(whose, &job, failure, now), job.id)
    }

    #[test]
    fn the_same_failure_is_told_once_an_hour_in_one_row_and_anew_after_a_poll_that_went_well() {
        let (repeats, ann) = (Repeats::default(), UserId("ann".into()));
        let gone = Some("day.ics is gone");
        let of = |user, failure, minutes| look(&repeats, (user, None), failure, minutes);

        assert_eq!(of(&ann, gone, 0).0, Telling::News);
        assert_eq!(of(&ann, gone, 5).0, Telling::Nothing);
        assert_eq!(of(&ann, Some("it is empty"), 10).0, Telling::News);
        let (telling, row) = of(&ann, gone, 15);
        assert_eq!(telling, Telling::News);
        assert_eq!(of(&ann, gone, 74).0, Telling::Nothing);
        let goes_on = Telling::GoesOn(Some(row));
        assert_eq!(of(&ann, gone, 75).0, goes_on);
        assert_eq!(of(&ann, gone, 80).0, Telling::Nothing);
        assert_eq!(of(&ann, gone, 140).0, goes_on);
        assert_eq!(of(&ann, None, 145).0, Telling::News);
        assert_eq!(of(&ann, gone, 150).0, Telling::News);
        assert_eq!(of(&UserId("bob".into()), gone, 151).0, Telling::News);
    }

    #[test]
    fn what_one_slow_integration_fails_with_is_told_beside_the_rest() {
        let (repeats, ann) = (Repeats::default(), UserId("ann".into()));
        let slow = IntegrationId("slow".into());
        let of_slow = (&ann, Some(&slow));
        let told = |whose, failure| look(&repeats, whose, failure, 0).0;
        assert_eq!(told(of_slow, Some("it is slow")), Telling::News);

        assert_eq!(told((&ann, None), None), Telling::News);

        assert_eq!(told(of_slow, Some("it is slow")), Telling::Nothing);
    }
}
