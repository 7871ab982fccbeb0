//! Tools from the crate registry, each in one fixed version, installed once for all clones of
//! this project: `~/.cache/storytime-calendar/tools/NAME-VERSION/bin`.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::process;

/// The window's builder. 0.22 asks for a newer Rust than ours.
pub const TRUNK: Tool = Tool {
    name: "trunk",
    version: "0.21.14",
    binary: "trunk",
    why: "builds the window",
};
/// Must equal the `wasm-bindgen` crate's version in Cargo.toml.
pub const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    version: "0.2.129",
    binary: "wasm-bindgen",
    why: "joins the window's wasm and JavaScript, and runs its tests",
};
/// Checks licences, sources and banned crates.
pub const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    binary: "cargo-deny",
    why: "checks licences, sources and banned crates",
};

/// One such tool.
pub struct Tool {
    name: &'static str,
    version: &'static str,
    binary: &'static str,
    why: &'static str,
}

impl Tool {
    /// The folder of its executable; installed first if it is not there.
    ///
    /// # Errors
    /// It did not compile or could not be fetched.
    pub fn ready(&self) -> Result<PathBuf, Failure> {
        let tools = cache()?;
        let home = tools.join(format!("{}-{}", self.name, self.version));
        let folder = home.join("bin");
        if folder
            .join(format!("{}{}", self.binary, env::consts::EXE_SUFFIX))
            .is_file()
        {
            return Ok(folder);
        }
        eprintln!(
            "Installing {} {} into {} ({}); once, it takes a few minutes.",
            self.name,
            self.version,
            home.display(),
            self.why
        );
        fs::create_dir_all(&tools).map_err(Failure::file(&tools))?;
        // Unoptimised: it compiles in a third of the time and its own work here is short.
        let mut install = process::cargo();
        install
            .args(["install", "--locked", "--debug", "--root"])
            .arg(&home);
        install.arg(format!("{}@{}", self.name, self.version));
        // Built outside the workspace, whose target folder and settings do not concern it.
        install.current_dir(&tools).env_remove("CARGO_TARGET_DIR");
        // Else cargo advises to add the folder to PATH, which nobody needs to do.
        install.env("PATH", process::path_with(&[&folder]));
        process::run(&mut install)?;
        Ok(folder)
    }
}

/// The user's cache folder for tools.
pub(super) fn cache() -> Result<PathBuf, Failure> {
    let absolute = |name: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|dir| dir.is_absolute())
    };
    let base = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        absolute("HOME").map(|home| home.join("Library/Caches"))
    } else {
        absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")))
    };
    base.map(|base| base.join("storytime-calendar").join("tools"))
        .ok_or_else(|| Failure::Missing("HOME is not set: there is no place for tools".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace;

    #[test]
    fn the_wasm_bindgen_tool_is_the_version_of_the_crate() {
        let manifest = workspace::root().join("Cargo.toml");
        let text = fs::read_to_string(manifest).expect("the workspace's manifest");
        let line = format!("wasm-bindgen = \"={}\"", WASM_BINDGEN.version);
        assert!(text.contains(&line), "Cargo.toml does not say {line}");
    }
}
