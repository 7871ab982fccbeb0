//! A start where no display can be reached.

use std::process::{Command, Output, Stdio};

use rstest::rstest;
use tempfile::TempDir;

use super::app::program;

fn start(display: Option<&str>, arguments: &[&str]) -> Output {
    let home = TempDir::new().unwrap();
    let mut command = Command::new(program());
    command
        .env_clear()
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .args(arguments);
    if let Some(display) = display {
        command.env("DISPLAY", display);
    }
    command.output().unwrap()
}

#[rstest]
#[case::no_display(None)]
#[case::nobody_there(Some(":6553"))]
#[ignore = "needs the built app: `cargo xtask test` runs it"]
fn without_a_display_the_app_says_so_and_names_the_way_out(
    #[case] display: Option<&str>,
    #[values(&[], &["--window"])] arguments: &[&str],
) {
    let output = start(display, arguments);

    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("no display"), "{said}");
    assert!(said.contains("`storytime serve`"), "{said}");
}
