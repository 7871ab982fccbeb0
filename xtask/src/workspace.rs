//! Where things are.

use std::env;
use std::path::PathBuf;

/// The workspace's root.
pub fn root() -> PathBuf {
    let here =
        env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let here = PathBuf::from(here);
    here.parent().map(PathBuf::from).unwrap_or(here)
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// The executable `name` of a build with this profile's folder (`debug`, `release`).
pub fn executable(profile: &str, name: &str) -> PathBuf {
    target()
        .join(profile)
        .join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// Whether a part that cannot be run is a failure: CI skips nothing.
pub fn is_ci() -> bool {
    env::var_os("CI").is_some_and(|value| value == "true")
}
