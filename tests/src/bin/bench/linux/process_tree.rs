//! What a process and its descendants cost, as the kernel tells it (proc(5)).

use std::collections::{BTreeMap, HashMap};
use std::fs::{read_dir, read_to_string};
use std::time::{Duration, SystemTime};

use rustix::param::clock_ticks_per_second;
use rustix::time::{ClockId, clock_gettime};

/// A process and its descendants at one moment.
pub struct ProcessTree(Vec<u32>);

/// How often each thread has gone to sleep so far, by process and thread.
pub type Sleeps = HashMap<(u32, u32), Thread>;

/// One thread's name and its voluntary context switches.
#[derive(Clone, Debug)]
pub struct Thread {
    name: String,
    switches: u64,
}

impl ProcessTree {
    /// The tree below a process, itself included.
    pub fn of(root: u32) -> Self {
        let parents: Vec<(u32, u32)> = numbers("/proc")
            .filter_map(|id| Some((id, parent(id)?)))
            .collect();
        let mut tree = vec![root];
        let mut next = 0;
        while let Some(id) = tree.get(next).copied() {
            tree.extend(
                parents
                    .iter()
                    .filter(|(_, parent)| *parent == id)
                    .map(|(child, _)| child),
            );
            next += 1;
        }
        Self(tree)
    }

    /// How many processes it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The process whose command line holds this argument.
    pub fn with_argument(&self, argument: &str) -> Option<u32> {
        let has = |id: &u32| {
            let line = read_to_string(format!("/proc/{id}/cmdline")).unwrap_or_default();
            line.split('\0').any(|word| word == argument)
        };
        self.0.iter().copied().find(has)
    }

    /// Whether one of its processes runs this program.
    pub fn runs(&self, program: &str) -> bool {
        let runs = |id: &u32| {
            let line = read_to_string(format!("/proc/{id}/cmdline")).unwrap_or_default();
            line.split('\0')
                .next()
                .is_some_and(|path| path.ends_with(program))
        };
        self.0.iter().any(runs)
    }

    /// The memory that is its own and its share of what it shares (PSS), in megabytes.
    pub fn proportional_mb(&self) -> f64 {
        let kib: u64 = self
            .0
            .iter()
            .filter_map(|id| field(&format!("/proc/{id}/smaps_rollup"), "Pss:"))
            .sum();
        kib as f64 * 1024.0 / 1e6
    }

    /// How often its threads have gone to sleep so far.
    pub fn sleeps(&self) -> Sleeps {
        let threads = self
            .0
            .iter()
            .flat_map(|id| numbers(&format!("/proc/{id}/task")).map(move |thread| (*id, thread)));
        threads
            .filter_map(|(id, thread)| {
                let folder = format!("/proc/{id}/task/{thread}");
                let switches = field(&format!("{folder}/status"), "voluntary_ctxt_switches:")?;
                let name = read_to_string(format!("{folder}/comm"))
                    .ok()?
                    .trim()
                    .to_owned();
                Some(((id, thread), Thread { name, switches }))
            })
            .collect()
    }
}

/// How often threads woke up between two looks, by their names, the busiest first.
pub fn wake_ups(before: &Sleeps, after: &Sleeps) -> Vec<(String, u64)> {
    let mut by_name: BTreeMap<&str, u64> = BTreeMap::new();
    for (id, thread) in after {
        let known = before.get(id).map_or(0, |thread| thread.switches);
        *by_name.entry(&thread.name).or_default() += thread.switches.saturating_sub(known);
    }
    let mut names: Vec<_> = by_name
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| (name.to_owned(), count))
        .collect();
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    names
}

/// The entries of a folder that are numbers.
fn numbers(folder: &str) -> impl Iterator<Item = u32> + use<> {
    let entries = read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// When a process began, to the clock tick (10 ms) that it began in; so it seems to have run for up
/// to one tick longer than it has.
pub fn began(id: u32) -> Option<SystemTime> {
    let ticks: u64 = stat(id, 22)?.parse().ok()?;
    let began = Duration::from_secs(ticks).div_f64(clock_ticks_per_second() as f64);
    // The kernel counts from the boot and says when that was in whole seconds only (btime), so the
    // clock that has run since then is asked.
    let since_boot = clock_gettime(ClockId::Boottime).try_into().ok()?;
    SystemTime::now().checked_sub(Duration::saturating_sub(since_boot, began))
}

fn parent(id: u32) -> Option<u32> {
    stat(id, 4)?.parse().ok()
}

/// A field of /proc/PID/stat behind the name, which may itself hold spaces and parentheses; counted
/// from 1, as proc(5) does.
fn stat(id: u32, field: usize) -> Option<String> {
    const FIRST_BEHIND_NAME: usize = 3;
    let line = read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, rest) = line.rsplit_once(')')?;
    let nth = field.checked_sub(FIRST_BEHIND_NAME)?;
    rest.split_whitespace().nth(nth).map(str::to_owned)
}

/// The number on the line that begins so.
fn field(path: &str, name: &str) -> Option<u64> {
    let text = read_to_string(path).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thread(name: &str, switches: u64) -> Thread {
        Thread {
            name: name.into(),
            switches,
        }
    }

    #[test]
    fn a_thread_that_is_new_counts_from_its_beginning() {
        let before = HashMap::from([((1, 1), thread("main", 10))]);
        let after = HashMap::from([
            ((1, 1), thread("main", 12)),
            ((1, 2), thread("worker", 3)),
            ((1, 3), thread("worker", 4)),
            ((1, 4), thread("idle", 0)),
        ]);
        assert_eq!(
            wake_ups(&before, &after),
            [("worker".to_owned(), 7), ("main".to_owned(), 2)]
        );
    }

    #[test]
    fn a_process_is_part_of_its_own_tree_and_costs_memory() {
        let tree = ProcessTree::of(std::process::id());
        assert!(tree.len() >= 1);
        assert!(tree.proportional_mb() > 0.1);
        assert!(
            tree.sleeps()
                .keys()
                .any(|(id, _)| *id == std::process::id())
        );
    }

    #[test]
    fn a_process_began_when_it_was_started() {
        let before = SystemTime::now();
        let mut child = std::process::Command::new("cat")
            .stdin(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let after = SystemTime::now();

        let began = began(child.id()).unwrap();

        child.kill().unwrap();
        child.wait().unwrap();
        let tick = Duration::from_millis(20);
        assert!(before - tick <= began && began <= after + tick);
    }
}
