//! One purpose a file: as a rule under 400 lines.

use super::source::Source;
use super::{Breach, assert_kept, breaches_in, lines_found};

/// Some slack over the rule, so that a file is divided by purpose and not by line count.
const MOST: usize = 450;
/// Longer ones, each with its reason.
const LONGER_FOR_A_REASON: [(&str, &str); 0] = [];

fn rule(source: &Source) -> Vec<Breach> {
    let has_reason = LONGER_FOR_A_REASON
        .iter()
        .any(|(path, _)| *path == source.path);
    if source.lines <= MOST || has_reason {
        return Vec::new();
    }
    vec![Breach::at(
        source,
        source.lines,
        format!("{} lines", source.lines),
    )]
}

#[test]
fn no_file_is_longer_than_its_purpose_needs() {
    assert_kept(
        "a file has one purpose and under 400 lines",
        &breaches_in("", rule),
    );
}

#[test]
fn a_file_that_is_too_long_is_found() {
    let path = "crates/core/src/events/rule.rs";
    assert_eq!(lines_found(path, &"\n".repeat(MOST + 1), rule), [MOST + 1]);
    assert!(lines_found(path, &"\n".repeat(MOST), rule).is_empty());
}
