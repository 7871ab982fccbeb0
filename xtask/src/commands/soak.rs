//! `cargo xtask soak`: the fuzzer on the calendar reader, for as long as it is let; or the program
//! killed in the middle of a sync, as often as asked.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::setup::{self, packages::Group};
use crate::workspace;

const USAGE: &str = "usage: cargo xtask soak [--minutes N | --kills [N]]";
/// Long enough to be worth the build.
const MINUTES: u64 = 10;
/// So often that each question of a sync is the last one a few times.
const KILLS: u32 = 100;
/// What LLVM's fuzzer is told by: which code a run reached, and what it compared.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Feeds the calendar reader what the fuzzer makes of `fuzz/seeds`; what it has learnt stays in
/// `target/soak/corpus`, where the next run begins. Or kills a sync, again and again.
///
/// # Errors
/// What is missing, a failed build, a kill that was not made up for, or a find: its bytes are then in `target/soak/`, and belong
/// into `fuzz/finds/` once they are mended.
pub fn soak(arguments: &[String]) -> Result<(), Failure> {
    match asked(arguments)? {
        Asked::Minutes(minutes) => fuzz(minutes),
        Asked::Kills(kills) => kill(kills),
    }
}

/// What is run.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Minutes(u64),
    Kills(u32),
}

/// Kills `storytime serve` so many times in the middle of a sync; each time the database must be
/// sound, and the next sync end as an undisturbed one.
fn kill(kills: u32) -> Result<(), Failure> {
    setup::packages(&[Group::Compiler])?;
    let build = ["build", "--package", "storytime-cli"];
    process::run(process::cargo().args(build).current_dir(workspace::root()))?;
    let mut test = process::cargo();
    test.args(["test", "--package", "storytime-tests", "--lib", "killed::"])
        .args(["--", "--nocapture"])
        .env("STORYTIME_KILLS", kills.to_string())
        .current_dir(workspace::root());
    process::run(&mut test)
}

fn fuzz(minutes: u64) -> Result<(), Failure> {
    setup::packages(&[Group::Compiler, Group::Fuzzer])?;
    let host = host();
    // With a target named, build scripts and macros are built as always.
    let mut build = process::cargo();
    build
        .args(["build", "--profile", "soak", "--target", &host])
        .args(["--package", "storytime-fuzz", "--bin", "calendar"])
        .args(["--features", "libfuzzer"])
        .env("RUSTFLAGS", COVERAGE)
        .current_dir(workspace::root());
    process::run(&mut build)?;
    let here = workspace::target().join("soak");
    let corpus = here.join("corpus");
    fs::create_dir_all(&corpus).map_err(Failure::file(&corpus))?;
    let fuzz = workspace::root().join("fuzz");
    let program = workspace::target().join(host).join("soak/calendar");
    process::run(&mut fuzzer(&program, &here, &fuzz, minutes))
}

fn fuzzer(program: &Path, here: &Path, fuzz: &Path, minutes: u64) -> Command {
    let mut fuzzer = Command::new(program);
    fuzzer
        .arg(here.join("corpus"))
        .args([fuzz.join("seeds"), fuzz.join("finds")])
        .arg(format!("-dict={}", fuzz.join("calendar.dict").display()))
        .arg(format!("-artifact_prefix={}/", here.display()))
        .arg(format!("-max_total_time={}", minutes * 60))
        // In bytes, seconds and megabytes: what an input may be, and what it may cost. The seconds are
        // those of the wall, on a machine that may have more to do.
        .args(["-max_len=65536", "-timeout=60", "-rss_limit_mb=512"])
        .arg("-print_final_stats=1");
    fuzzer
}

fn asked(arguments: &[String]) -> Result<Asked, Failure> {
    let usage = |_| Failure::Usage(USAGE);
    match arguments {
        [] => Ok(Asked::Minutes(MINUTES)),
        [flag] if flag == "--kills" => Ok(Asked::Kills(KILLS)),
        [flag, count] if flag == "--minutes" => count.parse().map(Asked::Minutes).map_err(usage),
        [flag, count] if flag == "--kills" => count.parse().map(Asked::Kills).map_err(usage),
        _ => Err(Failure::Usage(USAGE)),
    }
}

/// The system that this runs on, as cargo calls it.
fn host() -> String {
    let told = process::printed(Command::new("rustc").arg("-vV"));
    told.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap_or("x86_64-unknown-linux-gnu")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kills_are_a_hundred_unless_another_number_is_given() {
        let asked = |words: &str| {
            let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
            asked(&words).ok()
        };
        assert_eq!(asked(""), Some(Asked::Minutes(10)));
        assert_eq!(asked("--kills"), Some(Asked::Kills(100)));
        assert_eq!(asked("--kills 7"), Some(Asked::Kills(7)));
        assert_eq!(asked("--kills many"), None);
    }
}
