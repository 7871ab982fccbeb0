//! What cargo says about the workspace.

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
    let answer = cargo(&["metadata", "--format-version", "1", "--no-deps"]);
    packages(&serde_json::from_str(&answer).expect("cargo metadata answers with JSON"))
}

/// The features that `package` is compiled with here. `cargo metadata` would also name those
/// that only other systems' packages ask for.
pub fn features_of(package: &str) -> Vec<String> {
    let only_itself = [
        "--invert", package, "--depth", "0", "--prefix", "none", "--format", "{f}",
    ];
    let features = cargo(&[&["tree", "--workspace"], &only_itself[..]].concat());
    features.trim().split(',').map(str::to_owned).collect()
}

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    let output = command
        .args(arguments)
        .current_dir(source::root())
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("cargo writes UTF-8")
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

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_package_names_what_it_depends_on() {
    let answer = serde_json::json!({
        "packages": [{"name": "ui", "dependencies": [{"name": "yew"}, {"name": "types"}]}],
    });
    let packages = packages(&answer);
    assert_eq!(packages[0].name, "ui");
    assert_eq!(packages[0].dependencies, ["yew", "types"]);
}
