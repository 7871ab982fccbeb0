//! Which package may depend on which: `ui → types`; `core → types`; `server → core, types`;
//! `desktop → core, types`; `cli → desktop, server, core, types`; the shell on all but `ui` and
//! `cli`. Only the shell names `tauri`, only `server` names `axum`, only `core` the database.

use super::metadata::{self, Package};
use super::{Breach, assert_kept};

const SHELL: &str = "storytime-calendar";
const DIRECTIONS: [(&str, &[&str]); 10] = [
    ("storytime-types", &[]),
    ("storytime-core", &["storytime-types"]),
    ("storytime-ui", &["storytime-types"]),
    ("storytime-server", &["storytime-core", "storytime-types"]),
    ("storytime-desktop", &["storytime-core", "storytime-types"]),
    (
        "storytime-cli",
        &[
            "storytime-core",
            "storytime-desktop",
            "storytime-server",
            "storytime-types",
        ],
    ),
    (
        SHELL,
        &[
            "storytime-core",
            "storytime-desktop",
            "storytime-server",
            "storytime-types",
        ],
    ),
    (
        "storytime-tests",
        &[
            "storytime-core",
            "storytime-desktop",
            "storytime-server",
            "storytime-types",
        ],
    ),
    ("storytime-fuzz", &["storytime-core", "storytime-types"]),
    ("xtask", &[]),
];
/// Libraries, each with the one package that may name it.
const ONLY: [(&str, &str); 8] = [
    ("tauri", SHELL),
    ("axum", "storytime-server"),
    ("sqlx", "storytime-core"),
    ("ical", "storytime-core"),
    ("notify-rust", "storytime-desktop"),
    ("keyring", "storytime-desktop"),
    ("zbus-secret-service-keyring-store", "storytime-desktop"),
    ("aes-gcm", "storytime-core"),
];
/// Black-box tests may look at what was stored.
const LOOKS_AT_WHAT_WAS_STORED: (&str, &str) = ("sqlx", "storytime-tests");

fn rule(package: &Package) -> Vec<Breach> {
    let Some((_, may_name)) = DIRECTIONS.iter().find(|(name, _)| *name == package.name) else {
        return vec![Breach::of(
            &package.name,
            "nobody has written down what it may depend on",
        )];
    };
    let is_forbidden = |name: &&String| {
        let is_ours = DIRECTIONS.iter().any(|(ours, _)| ours == name);
        let is_outward = is_ours && !may_name.contains(&name.as_str());
        let may_look = LOOKS_AT_WHAT_WAS_STORED == (name.as_str(), package.name.as_str());
        let is_elsewhere = ONLY
            .iter()
            .any(|(library, only)| is_part_of(name, library) && package.name != *only)
            && !may_look;
        is_outward || is_elsewhere
    };
    let forbidden = package.dependencies.iter().filter(is_forbidden);
    forbidden
        .map(|name| Breach::of(&package.name, format!("depends on {name}")))
        .collect()
}

/// `tauri-build` and `tauri-plugin-…` count as `tauri`.
fn is_part_of(name: &str, library: &str) -> bool {
    name.strip_prefix(library)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[test]
fn packages_depend_only_inwards() {
    let members = metadata::members();
    assert!(members.len() > 1, "the workspace has members");
    let breaches: Vec<_> = members.iter().flat_map(rule).collect();
    assert_kept("see the directions in docs/ARCHITECTURE.md", &breaches);
}

#[test]
fn a_dependency_outwards_is_found() {
    let package = |name: &str, dependencies: &[&str]| Package {
        name: name.to_owned(),
        dependencies: dependencies.iter().map(|name| (*name).to_owned()).collect(),
    };
    let found = |name, dependencies: &[&str]| rule(&package(name, dependencies)).len();

    assert_eq!(found("storytime-core", &["storytime-types", "serde"]), 0);
    assert_eq!(found("storytime-core", &["storytime-server"]), 1);
    assert_eq!(found("storytime-ui", &["storytime-core"]), 1);
    assert_eq!(
        found("storytime-server", &["tauri-plugin-opener", "axum"]),
        1
    );
    assert_eq!(found("storytime-cli", &["axum"]), 1);
    assert_eq!(found("storytime-attic", &[]), 1);
}
