//! The workspace's Rust files, parsed.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::mentions::{Found, find};

/// Where the workspace's own sources are.
const FOLDERS: [&str; 6] = ["crates", "fuzz", "src-tauri", "tests", "ui", "xtask"];

/// One file.
pub struct Source {
    /// From the workspace's root, with `/`.
    pub path: String,
    /// Its module within its crate.
    pub module: Vec<String>,
    /// How many lines it has.
    pub lines: usize,
    /// What it names, outside its tests.
    pub found: Found,
}

impl Source {
    /// Parses `text` as the file `path`. Of a file that is itself a test nothing is looked at but
    /// its length and the names that it gives.
    pub fn parse(path: &str, text: &str, is_test: bool) -> Self {
        let syntax = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let module = module_of(path);
        let mut found = find(&syntax, &module);
        if is_test {
            found.paths.clear();
            found.texts.clear();
        }
        Self {
            path: path.to_owned(),
            module,
            lines: text.lines().count(),
            found,
        }
    }

    /// The room of `core` that it belongs to: the first module under `crates/core/src`.
    pub fn room(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("crates/core/src/")?;
        let first = inside.split('/').next()?;
        let room = first.strip_suffix(".rs").unwrap_or(first);
        (room != "lib").then_some(room)
    }
}

/// All Rust files of the workspace, read once for all rules.
pub fn all() -> &'static [Source] {
    static ALL: LazyLock<Vec<Source>> = LazyLock::new(load);
    &ALL
}

fn load() -> Vec<Source> {
    let root = root();
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|file| {
            let path = file
                .strip_prefix(&root)
                .expect("under the root")
                .to_string_lossy();
            (
                path.replace('\\', "/"),
                fs::read_to_string(file).expect("a readable source"),
            )
        })
        .collect();
    let tests = test_modules(&texts);
    let is_test = |path: &str| tests.iter().any(|module| path.starts_with(module.as_str()));
    texts
        .iter()
        .map(|(path, text)| Source::parse(path, text, is_test(path)))
        .collect()
}

/// The workspace's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent()
        .expect("the tests are a member of the workspace")
        .to_owned()
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path.to_owned());
        }
        return;
    }
    let Ok(entries) = fs::read_dir(path) else {
        return;
    };
    for entry in entries.flatten() {
        let is_product = ["target", "dist"]
            .iter()
            .any(|name| entry.file_name() == *name);
        if !is_product {
            collect(&entry.path(), files);
        }
    }
}

/// The beginnings of the paths of all modules declared as `#[cfg(test)] mod name;`.
fn test_modules(texts: &[(String, String)]) -> HashSet<String> {
    let mut modules = HashSet::new();
    for (path, text) in texts
        .iter()
        .filter(|(_, text)| text.contains("#[cfg(test)]"))
    {
        let Ok(syntax) = syn::parse_file(text) else {
            continue;
        };
        let folder = folder_of(path);
        for name in super::mentions::test_module_files(&syntax) {
            modules.insert(format!("{folder}/{name}.rs"));
            modules.insert(format!("{folder}/{name}/"));
        }
    }
    modules
}

/// The folder that holds a file's submodules.
fn folder_of(path: &str) -> String {
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    let (parent, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    if matches!(name, "mod" | "lib" | "main") {
        parent.to_owned()
    } else {
        stem.to_owned()
    }
}

/// The module path of a file inside its crate: `crates/core/src/events/zones/mod.rs` is
/// `events::zones`.
fn module_of(path: &str) -> Vec<String> {
    let inside = path.rsplit_once("src/").map_or("", |(_, inside)| inside);
    folder_of(inside)
        .split('/')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_file_knows_its_module_and_its_room() {
    assert_eq!(
        module_of("crates/core/src/events/zones/mod.rs"),
        ["events", "zones"]
    );
    assert_eq!(
        module_of("crates/core/src/events/rule.rs"),
        ["events", "rule"]
    );
    assert!(module_of("crates/core/src/lib.rs").is_empty());
    assert_eq!(
        Source::parse("crates/core/src/clock.rs", "", false).room(),
        Some("clock")
    );
    assert_eq!(
        Source::parse("crates/core/src/events/rule.rs", "", false).room(),
        Some("events")
    );
    assert_eq!(
        Source::parse("crates/core/src/lib.rs", "", false).room(),
        None
    );
}

#[test]
fn a_file_declared_for_tests_only_is_known_as_such() {
    let texts = [
        (
            "crates/core/src/events/mod.rs".to_owned(),
            "#[cfg(test)] mod cases;".to_owned(),
        ),
        ("crates/core/src/events/cases.rs".to_owned(), String::new()),
    ];
    assert!(test_modules(&texts).contains("crates/core/src/events/cases.rs"));
}
