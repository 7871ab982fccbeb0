//! The built `storytime`, run as a person or a script runs it: without a desktop session, with a
//! home of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Where `cargo build` has put it; `STORYTIME_CLI` names another one.
pub fn storytime_program() -> PathBuf {
    let program = std::env::var_os("STORYTIME_CLI").map_or_else(beside_this_test, PathBuf::from);
    assert!(
        program.exists(),
        "{} is not built yet: run `cargo build --package storytime-cli`",
        program.display()
    );
    program
}

/// `target/debug/storytime`, of a test in `target/debug/deps`.
fn beside_this_test() -> PathBuf {
    let this = std::env::current_exe().unwrap();
    let folder = this.ancestors().nth(2).unwrap();
    folder.join(format!("storytime{}", std::env::consts::EXE_SUFFIX))
}

/// `storytime` with nothing around it but `home`.
pub fn storytime(home: &Path) -> Command {
    alone(Command::new(storytime_program()), home)
}

/// As [`storytime`], but a write that the system refuses for its size is an error, not the end.
#[cfg(target_os = "linux")]
pub fn storytime_that_outlives_a_full_disk(home: &Path) -> Command {
    begun_by("trap '' XFSZ", home)
}

/// `storytime` that can write no file, as if every disk was full.
#[cfg(target_os = "linux")]
pub fn storytime_on_a_full_disk(home: &Path) -> Command {
    begun_by("trap '' XFSZ; ulimit -f 0", home)
}

#[cfg(target_os = "linux")]
fn begun_by(preparation: &str, home: &Path) -> Command {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("{preparation}; exec \"$0\" \"$@\"")])
        .arg(storytime_program());
    alone(shell, home)
}

/// As [`storytime`], in a session where a process that breaks down is kept as a file.
#[cfg(target_os = "linux")]
pub fn storytime_where_core_dumps_are_written(home: &Path) -> Command {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "ulimit -S -c $(ulimit -H -c); exec \"$0\" \"$@\""])
        .arg(storytime_program());
    alone(shell, home)
}

fn alone(mut command: Command, home: &Path) -> Command {
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home)
        .env("TZ", "UTC")
        .env("XDG_RUNTIME_DIR", home)
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .current_dir(home);
    command
}

/// Runs it to its end.
pub fn run(home: &Path, arguments: &[&str]) -> Output {
    storytime(home).args(arguments).output().unwrap()
}

/// What it said, as text.
pub fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Everything in the logs of a data folder.
pub fn logged(data: &Path) -> String {
    let files = std::fs::read_dir(data.join("logs")).unwrap().flatten();
    let texts = files.map(|file| std::fs::read_to_string(file.path()).unwrap());
    texts.collect()
}
