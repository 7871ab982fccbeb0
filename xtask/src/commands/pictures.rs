//! `cargo xtask pictures`: what every page looks like, in the browser and in the real window.

use crate::failure::Failure;
use crate::setup::WindowTools;
use crate::steps::Steps;
use crate::workspace;

use super::test::{ScreenTests, build_everything_else, set_up};
use super::window;

/// Builds everything and takes the pictures into `target/screenshots`.
///
/// # Errors
/// What is missing, or how many steps failed.
pub fn pictures() -> Result<(), Failure> {
    let mut steps = Steps::default();
    let tools: WindowTools = steps.require("set-up", || set_up(false))?;
    steps.require("build the window", || window::build(&tools))?;
    steps.require("build everything else", build_everything_else)?;
    for (name, target) in [
        ("pictures of the browser", "browser"),
        ("pictures of the window", "desktop"),
    ] {
        ScreenTests::of(name, target)
            .only("pictures::")
            .run(&mut steps);
    }
    println!("see {}", workspace::target().join("screenshots").display());
    steps.finish()
}
