//! Building the window: `ui/` to `ui/dist`, by trunk, only when something in it changed.

mod styles;

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process;
use crate::setup::WindowTools;
use crate::workspace;

/// What the window is made from, beside the tools.
const SOURCES: [&str; 6] = [
    "ui",
    "xtask/src/commands/window",
    "crates/types",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
];

/// Builds the window if its sources are not those of the last build.
///
/// Trunk writes all its files anew each time, and everything that embeds them would then be
/// compiled again; so it is not even started when nothing changed.
///
/// # Errors
/// Trunk's failure.
pub fn build(tools: &WindowTools) -> Result<(), Failure> {
    let root = workspace::root();
    let stamp = root.join("ui/dist/.stamp");
    let sources = fingerprint(&root)?;
    if fs::read_to_string(&stamp).is_ok_and(|last| last == sources) {
        eprintln!("the window is as its sources are");
        return Ok(());
    }
    // Trunk runs offline, so that it never fetches a tool; the crates are fetched before it.
    let mut fetch = tools.cargo();
    fetch.args(["fetch", "--target", "wasm32-unknown-unknown"]);
    process::run(fetch.current_dir(&root))?;
    let mut trunk = tools.trunk();
    trunk
        .args(["build", "--release", "--offline"])
        .current_dir(root.join("ui"));
    // Trunk reads NO_COLOR as a boolean and refuses its usual value, 1.
    trunk.env_remove("NO_COLOR");
    process::run(&mut trunk)?;
    styles::join(&root.join("ui/dist"))?;
    fs::write(&stamp, sources).map_err(Failure::file(&stamp))
}

/// The same text for the same sources.
fn fingerprint(root: &Path) -> Result<String, Failure> {
    let mut files = Vec::new();
    for source in SOURCES {
        collect(&root.join(source), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in &files {
        let content = fs::read(file).map_err(Failure::file(file))?;
        let name = file.strip_prefix(root).unwrap_or(file).to_string_lossy();
        hasher.write(name.as_bytes());
        hasher.write_usize(content.len());
        hasher.write(&content);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !path.is_dir() {
        if path.exists() {
            files.push(path.to_owned());
        }
        return Ok(());
    }
    if path
        .file_name()
        .is_some_and(|name| name == "dist" || name == "target")
    {
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(Failure::file(path))? {
        collect(&entry.map_err(Failure::file(path))?.path(), files)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_source_changes_the_fingerprint_and_a_changed_product_does_not() {
        let root = std::env::temp_dir().join(format!("xtask-fingerprint-{}", std::process::id()));
        fs::create_dir_all(root.join("ui/dist")).expect("a folder");
        fs::write(root.join("ui/index.html"), "one").expect("a source");
        let first = fingerprint(&root).expect("readable");

        fs::write(root.join("ui/dist/index.html"), "made").expect("a product");
        assert_eq!(fingerprint(&root).expect("readable"), first);

        fs::write(root.join("ui/index.html"), "two").expect("a source");
        assert_ne!(fingerprint(&root).expect("readable"), first);
        fs::remove_dir_all(&root).expect("gone again");
    }
}
