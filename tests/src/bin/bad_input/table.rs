//! The page `docs/bad-input.md`.

use std::fmt;
use std::time::Duration;

/// One input.
pub struct Row {
    pub name: String,
    /// Empty where nothing needs to be said.
    pub window: String,
    /// None where there is no such command.
    pub command_line: Option<String>,
    pub memory_mb: Option<u64>,
    pub time: Duration,
}

/// All of them.
#[derive(Default)]
pub struct Table(Vec<Row>);

impl Table {
    pub fn add(&mut self, row: Row) {
        self.0.push(row);
    }
}

const INTRODUCTION: &str = "\
# Bad input

What the app says to input that is no good, and what it takes: the most memory that `storytime serve`
had while it connected it, and the time from the question to the answer, the transfer included. Each
row is a test in `tests/src/bad_input`, which also says that the events known before stay, that the
other calendars go on, and that the memory stays under 200 MB.

This page is printed by `cargo xtask bad-input` (Linux, a release build). Where nothing is said, all
of it could be used.

| input | in the window | on the command line | memory | time |
|---|---|---|---|---|
";

const REST: &str = "
Beside these:

| what happens | what becomes of it | test |
|---|---|---|
| a redirect from the internet into the private network | refused: \"… sends us on to …, which is inside a private network: copy a direct address of the calendar\" | `calendars/ics/http/tests.rs` |
| a full disk, or one that refuses to be written | reminders are sent all the same and recorded once there is room; \"Nothing can be saved: the disk is full: free some space, and what waits will be written.\" | `bad_input/disks.rs` |
| the newest backup is damaged, too | an older one takes its place | `bad_input/databases.rs` |
| bad files in a folder | each says its own sentence under its name, the others go on; three of them are told of on the Today page and in the tray, too, the others counted | `bad_input/folders.rs` |
| the same at the first connection | nothing of it is kept, so it does not say that it is tried again, but what to do | `bad_input/files.rs`, `bad_input/addresses.rs` |
| the clock is set back by a year | nothing is lost, nothing comes twice; \"This computer's clock shows 2025-11-23, though it was 2026-11-23 here already: set it right, or reminders come at the wrong time.\" | `engine/safety.rs`, `command_line/doctor.rs` |
| any bytes at all | `cargo xtask soak`; finds are kept in `fuzz/finds`. Its longest run so far: 59 minutes at low priority, 281,609 executions, no find | `fuzz/src/tests.rs` |
";

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(INTRODUCTION)?;
        for row in &self.0 {
            let memory = row.memory_mb.map(|memory| format!("{memory} MB"));
            let cells = [
                row.name.clone(),
                cell(&row.window),
                row.command_line.as_deref().map(cell).unwrap_or_default(),
                memory.unwrap_or_default(),
                format!("{} ms", row.time.as_millis()),
            ];
            writeln!(f, "| {} |", cells.join(" | "))?;
        }
        f.write_str(REST)
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
