//! Names come from the field; these say nothing.

use super::source::Source;
use super::{Breach, assert_kept, breaches_in, lines_found};

const EMPTY_WORDS: [&str; 9] = [
    "manager",
    "helper",
    "helpers",
    "util",
    "utils",
    "utility",
    "utilities",
    "common",
    "misc",
];

fn rule(source: &Source) -> Vec<Breach> {
    let is_empty = |name: &str| {
        words(name)
            .iter()
            .any(|word| EMPTY_WORDS.contains(&word.as_str()))
    };
    let named = source.found.names.iter().filter(|(_, name)| is_empty(name));
    let mut breaches: Vec<_> = named
        .map(|(line, name)| Breach::at(source, *line, format!("`{name}`")))
        .collect();
    let file = source.path.strip_suffix(".rs").unwrap_or(&source.path);
    if file.split('/').any(is_empty) {
        breaches.push(Breach::at(source, 1, "the file's own path"));
    }
    breaches
}

/// The words of a name in snake_case or CamelCase, in small letters.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if letter == '_' || letter.is_uppercase() {
            words.push(String::new());
        }
        if letter != '_'
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

#[test]
fn nothing_is_called_manager_helper_util_or_common() {
    assert_kept(
        "an empty name: say what it is in the field",
        &breaches_in("", rule),
    );
}

#[test]
fn an_empty_name_is_found() {
    let text = "struct SyncManager;\nfn date_utils() {}\nenum Communication {}\n";
    assert_eq!(
        lines_found("crates/core/src/events/rule.rs", text, rule),
        [1, 2]
    );
    assert_eq!(lines_found("crates/core/src/common/rule.rs", "", rule), [1]);
}
