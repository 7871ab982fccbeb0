//! The rules of the house (docs/ARCHITECTURE.md), each as a test that names the file and the line
//! of a breach. Beside each rule stands a test that breaks it with a made-up snippet, so that a
//! rule that can no longer fail is noticed.

mod circles;
mod dependencies;
mod mentions;
mod metadata;
mod naming;
mod no_io;
mod resolved;
mod rooms;
mod size;
mod source;
mod sql;
mod transactions;
mod window;

use source::Source;

/// Where a rule is broken, and by what.
#[derive(Debug, PartialEq, Eq)]
struct Breach {
    /// `path:line`, or a package's name.
    place: String,
    /// What stands there.
    what: String,
}

impl Breach {
    fn at(source: &Source, line: usize, what: impl Into<String>) -> Self {
        Self {
            place: format!("{}:{line}", source.path),
            what: what.into(),
        }
    }

    fn of(package: &str, what: impl Into<String>) -> Self {
        Self {
            place: package.to_owned(),
            what: what.into(),
        }
    }
}

/// Fails with every breach there is.
#[track_caller]
fn assert_kept(rule: &str, breaches: &[Breach]) {
    let list: Vec<_> = breaches
        .iter()
        .map(|breach| format!("  {}: {}", breach.place, breach.what))
        .collect();
    assert!(breaches.is_empty(), "{rule}\n{}", list.join("\n"));
}

/// Checks every file of the workspace under `folder` (all of them under `""`) with `rule`.
fn breaches_in(folder: &str, rule: impl Fn(&Source) -> Vec<Breach>) -> Vec<Breach> {
    let sources: Vec<_> = source::all()
        .iter()
        .filter(|source| source.path.starts_with(folder))
        .collect();
    assert!(
        !sources.is_empty(),
        "no source under {folder}: the rule looks at nothing"
    );
    sources.into_iter().flat_map(rule).collect()
}

/// The lines that `rule` finds in a made-up file.
fn lines_found(path: &str, text: &str, rule: impl Fn(&Source) -> Vec<Breach>) -> Vec<usize> {
    let line = |breach: &Breach| {
        breach
            .place
            .rsplit(':')
            .next()
            .and_then(|line| line.parse().ok())
    };
    rule(&Source::parse(path, text, false))
        .iter()
        .filter_map(line)
        .collect()
}
