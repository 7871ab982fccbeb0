//! A row of steps with their times, and the summary at the end.

use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::workspace;

enum Outcome {
    Passed,
    Failed(Failure),
    Skipped(String),
}

/// What was done so far.
#[derive(Default)]
pub struct Steps {
    done: Vec<(&'static str, Outcome, Duration)>,
}

impl Steps {
    /// A step that the following do not depend on: they run even if it fails.
    pub fn attempt(&mut self, name: &'static str, work: impl FnOnce() -> Result<(), Failure>) {
        self.time(name, work);
    }

    /// A step without which the rest makes no sense.
    ///
    /// # Errors
    /// The summary is printed and the failure counted.
    pub fn require<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match self.time(name, work) {
            Some(value) => Ok(value),
            None => Err(self.close()),
        }
    }

    /// A part that cannot run here: said loudly, and in CI a failure.
    pub fn skip(&mut self, name: &'static str, reason: &str) {
        let outcome = if workspace::is_ci() {
            Outcome::Failed(Failure::Missing(format!(
                "nothing is skipped in CI: {reason}"
            )))
        } else {
            Outcome::Skipped(reason.to_owned())
        };
        self.done.push((name, outcome, Duration::ZERO));
    }

    /// Prints the summary.
    ///
    /// # Errors
    /// How many steps failed, if any did.
    pub fn finish(self) -> Result<(), Failure> {
        match self.close() {
            Failure::Steps(0) => Ok(()),
            failed => Err(failed),
        }
    }

    fn time<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<T, Failure>,
    ) -> Option<T> {
        eprintln!("\n── {name}");
        let begun = Instant::now();
        let (value, outcome) = match work() {
            Ok(value) => (Some(value), Outcome::Passed),
            Err(failure) => {
                eprintln!("{name}: {failure}");
                (None, Outcome::Failed(failure))
            }
        };
        self.done.push((name, outcome, begun.elapsed()));
        value
    }

    fn close(&self) -> Failure {
        let (mut passed, mut failed, mut skipped, mut total) = (0, 0, 0, Duration::ZERO);
        println!();
        for (name, outcome, time) in &self.done {
            total += *time;
            let (word, reason) = match outcome {
                Outcome::Passed => (count(&mut passed, "ok"), String::new()),
                Outcome::Failed(failure) => (count(&mut failed, "FAILED"), format!("  {failure}")),
                Outcome::Skipped(reason) => (count(&mut skipped, "SKIPPED"), format!("  {reason}")),
            };
            println!("{word:<8} {:>7}  {name}{reason}", show(*time));
        }
        println!("{:<8} {:>7}  in all", "", show(total));
        println!("steps: {passed} passed, {failed} failed, {skipped} skipped");
        Failure::Steps(failed)
    }
}

fn count(counter: &mut usize, word: &'static str) -> &'static str {
    *counter += 1;
    word
}

fn show(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} m {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_makes_the_whole_fail_though_later_ones_pass() {
        let mut steps = Steps::default();
        steps.attempt("first", || Err(Failure::Missing("no".into())));
        steps.attempt("second", || Ok(()));
        assert!(matches!(steps.finish(), Err(Failure::Steps(1))));
    }

    #[test]
    fn what_the_rest_needs_ends_the_row_when_it_fails() {
        let mut steps = Steps::default();
        let ended = steps.require("first", || Err::<(), _>(Failure::Missing("no".into())));
        assert!(matches!(ended, Err(Failure::Steps(1))));
    }

    #[test]
    fn times_are_written_as_a_person_reads_them() {
        assert_eq!(show(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(show(Duration::from_secs(125)), "2 m 05 s");
    }
}
