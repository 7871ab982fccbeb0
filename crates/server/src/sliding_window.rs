//! So many calls in any stretch of so long, wherever that stretch begins: what was taken is
//! remembered until it is that old. (A bucket that is refilled evenly would take nearly twice as many
//! in the first stretch.)

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::time::Duration;

/// Above so many callers those that have been quiet are forgotten.
const MOST_CALLERS: usize = 1_024;

/// When calls were taken, the oldest first, for each caller.
pub(crate) struct SlidingWindow<Caller> {
    most: usize,
    length: Duration,
    taken: HashMap<Caller, VecDeque<Duration>>,
}

impl<Caller: Clone + Eq + Hash> SlidingWindow<Caller> {
    /// At most `most` calls of each caller in `length`.
    pub(crate) fn new(most: u32, length: Duration) -> Self {
        Self {
            most: usize::try_from(most).unwrap_or(usize::MAX),
            length,
            taken: HashMap::new(),
        }
    }

    /// Takes a call at this moment, or says how long to wait for the next. Moments only go forwards.
    pub(crate) fn take(&mut self, caller: &Caller, now: Duration) -> Result<(), Duration> {
        if self.taken.len() >= MOST_CALLERS && !self.taken.contains_key(caller) {
            self.forget_the_quiet(now);
        }
        self.look(caller, now)?;
        self.taken.entry(caller.clone()).or_default().push_back(now);
        Ok(())
    }

    /// The call of this caller that was taken last does not count after all.
    pub(crate) fn give_back(&mut self, caller: &Caller) {
        if let Some(taken) = self.taken.get_mut(caller) {
            taken.pop_back();
        }
    }

    /// How long to wait for the next call, if at all; that takes none.
    pub(crate) fn look(&mut self, caller: &Caller, now: Duration) -> Result<(), Duration> {
        let length = self.length;
        let Some(taken) = self.taken.get_mut(caller) else {
            return Ok(());
        };
        while taken
            .front()
            .is_some_and(|at| now.saturating_sub(*at) >= length)
        {
            taken.pop_front();
        }
        match taken.front() {
            Some(oldest) if taken.len() >= self.most => Err((*oldest + length).saturating_sub(now)),
            _ => Ok(()),
        }
    }

    fn forget_the_quiet(&mut self, now: Duration) {
        let length = self.length;
        let is_over = |at: &Duration| now.saturating_sub(*at) >= length;
        self.taken
            .retain(|_, taken| !taken.back().is_none_or(is_over));
        self.taken.shrink_to_fit();
    }

    #[cfg(test)]
    pub(crate) fn callers(&self) -> usize {
        self.taken.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTH: Duration = Duration::from_secs(900);

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn no_stretch_of_the_length_ever_holds_more_than_the_most() {
        let mut window = SlidingWindow::new(10, LENGTH);
        let taken: Vec<u64> = (0..10_000)
            .filter(|second| window.take(&(), at(*second)).is_ok())
            .collect();
        assert_eq!(taken[..11], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 900]);
        for stretch in taken.windows(11) {
            assert!(stretch[10] - stretch[0] >= LENGTH.as_secs(), "{stretch:?}");
        }
    }

    #[test]
    fn the_wait_ends_when_the_oldest_call_is_old_enough() {
        let mut window = SlidingWindow::new(2, LENGTH);
        assert_eq!(window.take(&(), at(0)), Ok(()));
        assert_eq!(window.take(&(), at(600)), Ok(()));
        assert_eq!(window.take(&(), at(700)), Err(at(200)));
        assert_eq!(window.take(&(), at(900)), Ok(()));
        assert_eq!(window.take(&(), at(900)), Err(at(600)));
    }

    #[test]
    fn what_was_refused_does_not_count() {
        let mut window = SlidingWindow::new(1, LENGTH);
        assert_eq!(window.take(&(), at(0)), Ok(()));
        for second in 1..900 {
            assert!(window.take(&(), at(second)).is_err());
        }
        assert_eq!(window.take(&(), at(900)), Ok(()));
    }

    #[test]
    fn what_is_given_back_does_not_count() {
        let mut window = SlidingWindow::new(2, LENGTH);
        window.give_back(&());
        assert_eq!(window.take(&(), at(0)), Ok(()));
        for second in 1..10 {
            assert_eq!(window.take(&(), at(second)), Ok(()));
            window.give_back(&());
        }
        assert_eq!(window.take(&(), at(10)), Ok(()));
        assert_eq!(window.take(&(), at(11)), Err(at(889)));
    }

    #[test]
    fn each_caller_is_counted_alone_and_the_quiet_ones_are_forgotten() {
        let mut window = SlidingWindow::new(1, LENGTH);
        for caller in 0..10_000_u64 {
            assert_eq!(window.take(&caller, at(caller)), Ok(()));
            assert!(window.callers() <= MOST_CALLERS);
        }
        assert!(window.take(&9_999, at(10_000)).is_err());
    }
}
