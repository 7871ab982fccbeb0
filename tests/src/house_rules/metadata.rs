//! What `cargo metadata` says.

use std::process::Command;

use serde_json::Value;

use super::source;

/// One package of the workspace and what it depends on.
pub struct Package {
    /// Its name.
    pub name: String,
    /// The packages it names in its manifest, of every kind.
    pub dependencies: Vec<String>,
}

/// The members of the workspace.
pub fn members() -> Vec<Package> {
    packages(&ask(&["--no-deps"]))
}

/// The features that cargo gives to `package` when it builds the workspace for this machine.
pub fn features_of(package: &str) -> Vec<String> {
    features(&ask(&["--filter-platform", &host()]), package)
}

/// This machine's target: for others cargo would have to fetch crates that nothing here compiles.
fn host() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .arg("-vV")
        .output()
        .expect("rustc starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("rustc names its host").to_owned()
}

fn ask(arguments: &[&str]) -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["metadata", "--format-version", "1"])
        .args(arguments);
    let output = command
        .current_dir(source::root())
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("cargo metadata answers with JSON")
}

fn packages(answer: &Value) -> Vec<Package> {
    let package = |value: &Value| Package {
        name: text(&value["name"]),
        dependencies: list(&value["dependencies"])
            .iter()
            .map(|it| text(&it["name"]))
            .collect(),
    };
    list(&answer["packages"]).iter().map(package).collect()
}

fn features(answer: &Value, package: &str) -> Vec<String> {
    let ids: Vec<_> = list(&answer["packages"])
        .iter()
        .filter(|it| it["name"] == package)
        .map(|it| &it["id"])
        .collect();
    let nodes = list(&answer["resolve"]["nodes"]);
    let ours = nodes.iter().filter(|node| ids.contains(&&node["id"]));
    ours.flat_map(|node| list(&node["features"]))
        .map(text)
        .collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn features_are_those_of_the_package_that_was_asked_for() {
    let answer = serde_json::json!({
        "packages": [{"name": "jiff", "id": "a"}, {"name": "other", "id": "b"}],
        "resolve": {"nodes": [
            {"id": "a", "features": ["std"]},
            {"id": "b", "features": ["tzdb-zoneinfo"]},
        ]},
    });
    assert_eq!(features(&answer, "jiff"), ["std"]);
}
