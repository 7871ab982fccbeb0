//! `cargo xtask test`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::setup::{self, WindowTools, packages::Group};
use crate::steps::Steps;
use crate::workspace;

use super::window;

const USAGE: &str = "usage: cargo xtask test [--fast]";
/// The same selection in every cargo call, so that nothing is built twice with other features.
const ALL_BUT_THE_WINDOW: [&str; 3] = ["--workspace", "--exclude", "storytime-ui"];

/// Those of the browser tests that need a provider to sign in at.
const SIGN_IN_PAGES: &str = "oauth::";

/// Every test there is, or with `--fast` those that need neither a browser nor a desktop.
///
/// # Errors
/// What is missing, or how many steps failed.
pub fn test(arguments: &[String]) -> Result<(), Failure> {
    let is_fast = match arguments {
        [] => false,
        [flag] if flag == "--fast" => true,
        _ => return Err(Failure::Usage(USAGE)),
    };
    let mut steps = Steps::default();
    let tools = steps.require("set-up", || set_up(is_fast))?;
    steps.require("build the window", || window::build(&tools))?;
    steps.require("build everything else", build_everything_else)?;
    steps.attempt("Rust tests", || {
        process::run(cargo("test").args(ALL_BUT_THE_WINDOW).arg("--no-fail-fast"))
    });
    steps.attempt("window tests, native", || {
        process::run(cargo("test").args(["--package", "storytime-ui"]))
    });
    if !is_fast {
        wasm_tests(&mut steps, &tools);
        ScreenTests::of("API against its description", "contract").run(&mut steps);
        ScreenTests::of("clock changes beside Python", "clock_changes").run(&mut steps);
        ScreenTests::of("browser tests", "browser")
            .without(SIGN_IN_PAGES)
            .run(&mut steps);
        sign_ins(&mut steps);
        // Pictures are for people to look at, and take long: `cargo xtask pictures`.
        ScreenTests::of("desktop tests", "desktop")
            .without("pictures::")
            .run(&mut steps);
    }
    steps.finish()
}

/// Everything but the window, which the tests then start.
///
/// # Errors
/// Cargo's failure.
pub fn build_everything_else() -> Result<(), Failure> {
    process::run(cargo("build").args(ALL_BUT_THE_WINDOW).arg("--all-targets"))
}

/// What the tests need, or with `is_fast` those without a screen.
///
/// # Errors
/// What is missing.
pub fn set_up(is_fast: bool) -> Result<WindowTools, Failure> {
    let groups: &[Group] = if is_fast {
        &[Group::Compiler, Group::App, Group::CalDav]
    } else {
        // The bundler's npm fetches axe-core for the browser tests.
        &[
            Group::Compiler,
            Group::App,
            Group::CalDav,
            Group::Desktop,
            Group::Browser,
            Group::Bundler,
            Group::Python,
        ]
    };
    setup::packages(groups)?;
    if !is_fast {
        setup::axe()?;
        setup::schemathesis()?;
        setup::recurring()?;
    }
    WindowTools::ready()
}

fn cargo(subcommand: &str) -> Command {
    let mut cargo = process::cargo();
    cargo.arg(subcommand).current_dir(workspace::root());
    cargo
}

/// The window's tests in a headless browser.
fn wasm_tests(steps: &mut Steps, tools: &WindowTools) {
    const NAME: &str = "window tests, wasm";
    let Some(driver) = process::on_path("chromedriver") else {
        return steps.skip(NAME, "there is no chromedriver");
    };
    if !mentions(&workspace::root().join("ui"), "wasm_bindgen_test") {
        return steps.skip(NAME, "ui/ has none");
    }
    steps.attempt(NAME, || {
        let mut test = tools.cargo();
        test.args(["test", "--package", "storytime-ui"]);
        test.args(["--target", "wasm32-unknown-unknown"])
            .env("CHROMEDRIVER", driver);
        process::run(test.current_dir(workspace::root()))
    });
}

/// Signing in at a real OpenID provider, with a browser.
fn sign_ins(steps: &mut Steps) {
    const NAME: &str = "sign-ins at a real OpenID provider";
    if process::on_path("node").is_none() {
        return steps.skip(NAME, "there is no node, which runs it");
    }
    match setup::openid() {
        Ok(_) => ScreenTests::of(NAME, "browser")
            .only(SIGN_IN_PAGES)
            .run(steps),
        Err(failure) => steps.skip(NAME, &failure.to_string()),
    }
}

/// The tests in `tests/tests/TARGET`, which are `#[ignore]`d so that plain `cargo test` needs no
/// screen. One at a time: each has the screen, the session bus and the clock to itself.
pub struct ScreenTests {
    name: &'static str,
    target: &'static str,
    filter: Option<&'static str>,
    left_out: Option<&'static str>,
}

impl ScreenTests {
    /// All tests of a target.
    pub fn of(name: &'static str, target: &'static str) -> Self {
        Self {
            name,
            target,
            filter: None,
            left_out: None,
        }
    }

    /// Only those whose path holds this.
    pub fn only(self, filter: &'static str) -> Self {
        Self {
            filter: Some(filter),
            ..self
        }
    }

    /// All but those whose path holds this.
    pub fn without(self, left_out: &'static str) -> Self {
        Self {
            left_out: Some(left_out),
            ..self
        }
    }

    /// Runs them as one step.
    pub fn run(&self, steps: &mut Steps) {
        if !cfg!(target_os = "linux") {
            return steps.skip(self.name, "they run on Linux only");
        }
        steps.attempt(self.name, || self.start());
    }

    fn start(&self) -> Result<(), Failure> {
        let pictures = workspace::target().join("screenshots");
        fs::create_dir_all(&pictures).map_err(Failure::file(&pictures))?;
        let mut test = cargo("test");
        test.args(ALL_BUT_THE_WINDOW).args(["--test", self.target]);
        test.args(["--", "--ignored", "--test-threads=1"])
            .args(self.filter)
            .args(
                self.left_out
                    .map(|path| ["--skip", path])
                    .into_iter()
                    .flatten(),
            );
        test.env(
            "STORYTIME_APP",
            workspace::executable("debug", "storytime-calendar"),
        )
        .env("STORYTIME_CLI", workspace::executable("debug", "storytime"))
        .env("STORYTIME_AXE", setup::axe()?)
        .env("STORYTIME_SCHEMATHESIS", setup::schemathesis()?)
        .env("STORYTIME_PYTHON", setup::recurring()?)
        .env("STORYTIME_SCREENSHOTS", pictures);
        if self.filter == Some(SIGN_IN_PAGES) {
            test.env("STORYTIME_OPENID_PROVIDER", setup::openid()?);
        }
        process::run(&mut test)
    }
}

/// Whether any Rust file under `folder` has `word` in it.
fn mentions(folder: &Path, word: &str) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().map(|entry| entry.path()).any(|path| {
        if path.is_dir() {
            return !path.ends_with("dist") && mentions(&path, word);
        }
        path.extension().is_some_and(|extension| extension == "rs")
            && fs::read_to_string(&path).is_ok_and(|text| text.contains(word))
    })
}
