//! A Rust that compiles to `wasm32-unknown-unknown`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::process;

use super::packages::{self, Group};

const TARGET: &str = "wasm32-unknown-unknown";

/// Which Rust does it.
pub enum WasmToolchain {
    /// The one in use has the target.
    Own,
    /// Debian's `rustc-web`, with the standard library built from `rust-web-src`: for machines
    /// whose rustup cannot fetch anything.
    Debian,
}

impl WasmToolchain {
    /// The first that works: the one in use, the one in use after `rustup target add`, Debian's.
    ///
    /// # Errors
    /// None is to be had; says what to install.
    pub fn ready() -> Result<Self, Failure> {
        if own_has_target() {
            return Ok(Self::Own);
        }
        if Self::debian_is_installed() {
            return Ok(Self::Debian);
        }
        eprintln!("Installing Rust's standard library for {TARGET} (the window is WebAssembly).");
        if process::on_path("rustup").is_some() {
            let added = process::run(Command::new("rustup").args(["target", "add", TARGET]));
            if added.is_ok() && own_has_target() {
                return Ok(Self::Own);
            }
            eprintln!("rustup could not fetch it.");
        }
        if packages::offered(&[Group::DebianWasm]) {
            packages::ready(&[Group::DebianWasm])?;
            return Ok(Self::Debian);
        }
        Err(Failure::Missing(format!(
            "install the target {TARGET} for the Rust in use: `rustup target add {TARGET}`, \
             or your system's package of it"
        )))
    }

    /// Sets a command up for this toolchain, with these folders on PATH too.
    pub fn apply(&self, command: &mut Command, folders: &[&Path]) {
        match self {
            Self::Own => {
                command.env("PATH", process::path_with(folders));
            }
            Self::Debian => {
                // /usr/bin comes first so that trunk finds Debian's cargo, whatever rustup set up.
                let all: Vec<&Path> = folders
                    .iter()
                    .copied()
                    .chain([Path::new("/usr/bin")])
                    .collect();
                command
                    .env("PATH", process::path_with(&all))
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-22");
                for name in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTC", "LD_LIBRARY_PATH"] {
                    command.env_remove(name);
                }
            }
        }
    }

    /// This toolchain's cargo, for [`apply`](Self::apply).
    pub fn cargo(&self) -> Command {
        match self {
            Self::Own => process::cargo(),
            Self::Debian => Command::new("/usr/bin/cargo"),
        }
    }

    fn debian_is_installed() -> bool {
        Path::new("/usr/bin/wasm-ld-22").exists() && packages::installed(&[Group::DebianWasm])
    }
}

/// Asked of the files, not of rustup: its list can name a target whose files are not there.
fn own_has_target() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.args(["--print", "target-libdir", "--target", TARGET]);
    let folder = PathBuf::from(process::printed(&mut command).trim());
    std::fs::read_dir(folder).is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
    })
}
