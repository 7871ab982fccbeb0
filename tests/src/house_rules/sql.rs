//! Only `store` holds SQL.

use super::source::Source;
use super::{Breach, assert_kept, breaches_in, lines_found};

const STATEMENTS: [&str; 12] = [
    "SELECT ",
    "INSERT ",
    "UPDATE ",
    "DELETE FROM",
    "REPLACE INTO",
    "WITH ",
    "CREATE ",
    "DROP ",
    "ALTER TABLE",
    "PRAGMA ",
    "VACUUM",
    "BEGIN ",
];

fn rule(source: &Source) -> Vec<Breach> {
    // Black-box tests may look at what was stored.
    if source.room() == Some("store") || source.path.starts_with("tests/") {
        return Vec::new();
    }
    let drivers = source
        .found
        .paths
        .iter()
        .filter(|mention| mention.is_in("sqlx"));
    let drivers = drivers.map(|mention| (mention.line, mention.path.as_str()));
    let statements = source
        .found
        .texts
        .iter()
        .filter(|(_, text)| is_statement(text));
    let statements = statements.map(|(line, text)| (*line, text.as_str()));
    drivers
        .chain(statements)
        .map(|(line, what)| Breach::at(source, line, format!("`{}`", what.escape_debug())))
        .collect()
}

/// Calendar files hold `BEGIN:` and people write `Create …`: only a whole keyword in capitals
/// counts.
fn is_statement(text: &str) -> bool {
    STATEMENTS
        .iter()
        .any(|keyword| text.trim_start().starts_with(keyword))
}

#[test]
fn only_the_store_holds_sql() {
    assert_kept(
        "SQL and its driver belong in crates/core/src/store",
        &breaches_in("", rule),
    );
}

#[test]
fn sql_outside_the_store_is_found() {
    let text = "\
fn read() { query(\"SELECT id FROM events\"); }
fn write() { run(format!(\"\\n  DELETE FROM {table}\")); }
use sqlx::Row;
fn show() { print(\"Select a file\"); print(\"BEGIN:VEVENT\"); }
";
    assert_eq!(
        lines_found("crates/core/src/engine/sync.rs", text, rule),
        [3, 1, 2]
    );
    assert!(lines_found("crates/core/src/store/events.rs", text, rule).is_empty());
}
