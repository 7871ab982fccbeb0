//! What cargo resolves, beside what the manifests say.

use std::fs;

use super::{Breach, assert_kept, metadata, source};

/// A second TLS provider and a second TLS library; deny.toml bans them too, but this runs with
/// every test.
const BANNED: [&str; 2] = ["aws-lc-sys", "openssl-sys"];

fn banned(lock: &str) -> Vec<Breach> {
    let is_in = |name: &&&str| {
        lock.lines()
            .any(|line| line == format!("name = \"{name}\""))
    };
    BANNED
        .iter()
        .filter(is_in)
        .map(|name| Breach::of("Cargo.lock", *name))
        .collect()
}

fn zoneinfo(features: &[String]) -> Vec<Breach> {
    let reads_system = features
        .iter()
        .filter(|feature| feature.starts_with("tzdb-zoneinfo"));
    reads_system
        .map(|feature| Breach::of("jiff", format!("feature {feature}")))
        .collect()
}

#[test]
fn one_tls_provider_is_compiled() {
    let lock = fs::read_to_string(source::root().join("Cargo.lock")).expect("the lock file");
    assert_kept("ring is the one TLS provider", &banned(&lock));
}

#[test]
fn a_second_tls_provider_is_found() {
    assert_eq!(banned("[[package]]\nname = \"aws-lc-sys\"\n").len(), 1);
}

#[test]
fn instants_are_resolved_from_the_bundled_time_zones_alone() {
    let features = metadata::features_of("jiff");
    assert!(
        features
            .iter()
            .any(|feature| feature == "tzdb-bundle-always"),
        "{features:?}"
    );
    assert_kept(
        "the system's time zones can be a year old",
        &zoneinfo(&features),
    );
}

#[test]
fn reading_the_systems_time_zones_is_found() {
    assert_eq!(
        zoneinfo(&["std".to_owned(), "tzdb-zoneinfo".to_owned()]).len(),
        1
    );
}
