//! What a poll fails with that the last one failed with, too, is no news: a file that is gone for
//! good must not cost a write every five minutes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use storytime_types::{Instant, IntegrationId, UserId};

/// After so long the same is told again, in milliseconds.
const TOLD_AGAIN_MS: i64 = Instant::HOUR;

/// Whose failure it is: that of a profile's polls, or of one integration that they did not wait for.
type Whose = (UserId, Option<IntegrationId>);

/// What failed, and when that was last told.
#[derive(Debug, Default)]
pub(in crate::engine) struct Repeats(Mutex<HashMap<Whose, (String, Instant)>>);

impl Repeats {
    /// Whether this is worth being told: it is another failure than the last one, or none.
    pub(super) fn is_news(
        &self,
        user: &UserId,
        of: Option<&IntegrationId>,
        failure: Option<&str>,
        now: Instant,
    ) -> bool {
        let whose = (user.clone(), of.cloned());
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(failure) = failure else {
            told.remove(&whose);
            return true;
        };
        let is_known = told.get(&whose).is_some_and(|(text, at)| {
            text == failure && (0..TOLD_AGAIN_MS).contains(&now.ms_since(*at))
        });
        if !is_known {
            told.insert(whose, (failure.to_owned(), now));
        }
        !is_known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_failure_is_told_once_an_hour_and_again_after_a_poll_that_went_well() {
        let (repeats, ann) = (Repeats::default(), UserId("ann".into()));
        let gone = Some("day.ics is gone");
        let at = |minutes| Instant::from_ms(minutes * Instant::MINUTE);

        let is_news = |user, failure, now| repeats.is_news(user, None, failure, now);

        assert!(is_news(&ann, gone, at(0)));
        assert!(!is_news(&ann, gone, at(5)));
        assert!(is_news(&ann, Some("it is empty"), at(10)));
        assert!(is_news(&ann, gone, at(15)));
        assert!(!is_news(&ann, gone, at(74)));
        assert!(is_news(&ann, gone, at(75)));
        assert!(is_news(&ann, None, at(80)));
        assert!(is_news(&ann, gone, at(85)));
        assert!(is_news(&UserId("bob".into()), gone, at(86)));
    }

    #[test]
    fn what_one_slow_integration_fails_with_is_told_beside_the_rest() {
        let (repeats, ann) = (Repeats::default(), UserId("ann".into()));
        let slow = IntegrationId("slow".into());
        let now = Instant::from_ms(0);
        assert!(repeats.is_news(&ann, Some(&slow), Some("it is slow"), now));

        assert!(repeats.is_news(&ann, None, None, now));

        assert!(!repeats.is_news(&ann, Some(&slow), Some("it is slow"), now));
    }
}
