//! What each command needs on the machine, and installing what is missing of it. A second run
//! finds everything there and costs a fraction of a second.

mod axe;
mod npm;
mod openid;
pub mod packages;
pub mod python;
mod recurring;
mod schemathesis;
pub mod tools;
pub mod wasm;

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::workspace;

use packages::Group;
use tools::{CARGO_DENY, TRUNK, WASM_BINDGEN};
use wasm::WasmToolchain;

/// What builds the window.
pub struct WindowTools {
    toolchain: WasmToolchain,
    folders: [PathBuf; 2],
}

impl WindowTools {
    /// Finds or installs the wasm target, trunk and wasm-bindgen.
    ///
    /// # Errors
    /// What could not be installed, and what to do about it.
    pub fn ready() -> Result<Self, Failure> {
        let toolchain = WasmToolchain::ready()?;
        Ok(Self {
            toolchain,
            folders: [TRUNK.ready()?, WASM_BINDGEN.ready()?],
        })
    }

    /// Trunk, offline: it takes wasm-bindgen from PATH if the version is the wanted one.
    pub fn trunk(&self) -> Command {
        let mut trunk = Command::new(self.folders[0].join("trunk"));
        self.prepare(&mut trunk);
        trunk
    }

    /// Cargo for the wasm target; tests run in what wasm-bindgen's runner starts.
    pub fn cargo(&self) -> Command {
        let mut cargo = self.toolchain.cargo();
        self.prepare(&mut cargo);
        let runner = self.folders[1].join("wasm-bindgen-test-runner");
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
        cargo
    }

    fn prepare(&self, command: &mut Command) {
        let [trunk, bindgen] = &self.folders;
        self.toolchain.apply(command, &[trunk, bindgen]);
    }
}

/// Installs the packages of these groups, where the system's packages are ours to install.
///
/// # Errors
/// What is missing and how to get it.
pub fn packages(groups: &[Group]) -> Result<(), Failure> {
    packages::ready(groups)
}

/// Finds or installs cargo-deny; the folder it is in.
///
/// # Errors
/// It did not install.
pub fn cargo_deny() -> Result<PathBuf, Failure> {
    CARGO_DENY.ready()
}

/// Finds or fetches axe-core; the script to run in a page.
///
/// # Errors
/// It could not be fetched.
pub fn axe() -> Result<PathBuf, Failure> {
    axe::ready()
}

/// Finds or fetches oidc-provider; the script that a provider begins with.
///
/// # Errors
/// It could not be fetched.
pub fn openid() -> Result<PathBuf, Failure> {
    openid::ready()
}

/// Finds or installs schemathesis; the program that holds the API against its description.
///
/// # Errors
/// It could not be installed.
pub fn schemathesis() -> Result<PathBuf, Failure> {
    schemathesis::ready()
}

/// Finds or installs recurring-ical-events; the Python that has it.
///
/// # Errors
/// It could not be installed.
pub fn recurring() -> Result<PathBuf, Failure> {
    recurring::ready()
}

/// `cargo xtask setup`: all of it.
///
/// # Errors
/// What is missing and how to get it.
pub fn everything() -> Result<(), Failure> {
    packages(Group::ALL)?;
    WindowTools::ready()?;
    cargo_deny()?;
    axe()?;
    openid()?;
    schemathesis()?;
    recurring()?;
    process::run(
        process::cargo()
            .current_dir(workspace::root())
            .args(["fetch"]),
    )?;
    println!("everything is there");
    Ok(())
}
