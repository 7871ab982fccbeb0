//! The system's packages: on Debian and Ubuntu they are installed, elsewhere named.

use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process;

/// A set of packages that one kind of work needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// A C compiler: SQLite and ring are compiled from C.
    Compiler,
    /// A C++ compiler: the fuzzer of `soak` is written in it.
    Fuzzer,
    /// The libraries that the app links.
    App,
    /// A screen, a session bus, a panel with a tray, a notification daemon, a keyring, and the
    /// WebDriver of the window.
    Desktop,
    /// A browser and its WebDriver.
    Browser,
    /// The programs that the bench measures beside ours.
    Peers,
    /// CalDAV servers that the tests and the bench fill and follow.
    CalDav,
    /// npx, which runs the Tauri bundler.
    Bundler,
    /// Python, which schemathesis is written in.
    Python,
    /// Debian's own Rust with the standard library's source.
    DebianWasm,
}

/// One package, and the commands that make it unnecessary where another one brought them.
struct Package {
    name: &'static str,
    ubuntu: Option<&'static str>,
    or_commands: &'static [&'static str],
}

const fn package(name: &'static str) -> Package {
    Package {
        name,
        ubuntu: None,
        or_commands: &[],
    }
}

const fn unless(or_commands: &'static [&'static str], name: &'static str) -> Package {
    Package {
        name,
        ubuntu: None,
        or_commands,
    }
}

const COMPILER: &[Package] = &[unless(&["cc"], "gcc"), unless(&["cc"], "libc6-dev")];
const FUZZER: &[Package] = &[unless(&["c++", "g++", "clang++"], "g++")];
const APP: &[Package] = &[
    unless(&["pkg-config"], "pkg-config"),
    package("libwebkit2gtk-4.1-dev"),
    package("libayatana-appindicator3-dev"),
    package("librsvg2-dev"),
];
const DESKTOP: &[Package] = &[
    package("xvfb"),
    package("xauth"),
    package("xdotool"),
    package("dbus-bin"),
    package("dbus-daemon"),
    package("dbus-x11"),
    package("libglib2.0-bin"),
    package("xfwm4"),
    package("xfce4-panel"),
    package("dunst"),
    package("webkit2gtk-driver"),
    package("gnome-keyring"),
    package("libsecret-tools"),
    package("imagemagick"),
    package("procps"),
    package("adwaita-icon-theme"),
    package("fonts-dejavu-core"),
    package("fonts-noto-color-emoji"),
];
const BROWSER: &[Package] = &[
    Package {
        name: "chromium",
        ubuntu: Some("chromium-browser"),
        or_commands: &["google-chrome", "chrome"],
    },
    Package {
        name: "chromium-driver",
        ubuntu: Some("chromium-chromedriver"),
        or_commands: &["chromedriver"],
    },
    package("fonts-dejavu-core"),
    package("fonts-noto-color-emoji"),
];
const PEERS: &[Package] = &[
    unless(&["pkg-config"], "pkg-config"),
    package("libical-dev"),
    package("python3"),
    package("python3-venv"),
];
// Radicale as a module only: the package of its name would start a service.
const CALDAV: &[Package] = &[package("python3-radicale"), package("xandikos")];
const BUNDLER: &[Package] = &[unless(&["npx"], "nodejs"), unless(&["npx"], "npm")];
const PYTHON: &[Package] = &[package("python3"), package("python3-venv")];
const DEBIAN_WASM: &[Package] = &[
    package("rustc-web"),
    package("cargo-web"),
    package("rust-web-src"),
    package("libstd-rust-web-dev"),
    package("lld-22"),
];

impl Group {
    /// What a developer's machine has in the end; Debian's Rust only where rustup fails.
    pub const ALL: &[Self] = &[
        Self::Compiler,
        Self::Fuzzer,
        Self::App,
        Self::Desktop,
        Self::Browser,
        Self::Peers,
        Self::CalDav,
        Self::Bundler,
        Self::Python,
    ];

    const fn packages(self) -> &'static [Package] {
        match self {
            Self::Compiler => COMPILER,
            Self::Fuzzer => FUZZER,
            Self::App => APP,
            Self::Desktop => DESKTOP,
            Self::Browser => BROWSER,
            Self::Peers => PEERS,
            Self::CalDav => CALDAV,
            Self::Bundler => BUNDLER,
            Self::Python => PYTHON,
            Self::DebianWasm => DEBIAN_WASM,
        }
    }

    const fn why(self) -> &'static str {
        match self {
            Self::Compiler => "compiles SQLite and ring",
            Self::Fuzzer => "compiles LLVM's fuzzer, for soak",
            Self::App => "the web view, the tray and their icons",
            Self::Desktop => "a desktop on a virtual screen, for the desktop test and the bench",
            Self::Browser => "a browser and its WebDriver, for the browser tests",
            Self::Peers => "what the bench measures beside ours",
            Self::CalDav => "CalDAV servers, for the tests and the bench of accounts",
            Self::Bundler => "npx, which runs the Tauri bundler",
            Self::Python => "Python, which schemathesis is written in",
            Self::DebianWasm => "Debian's Rust with its source, since rustup could not fetch",
        }
    }

    /// What a person installs on a system whose packages are not ours to install.
    const fn elsewhere(self) -> Option<&'static str> {
        match self {
            Self::App => Some(
                "  Fedora: dnf install gcc pkgconf webkit2gtk4.1-devel libayatana-appindicator-gtk3-devel librsvg2-devel\n  \
                 Arch:   pacman -S --needed base-devel webkit2gtk-4.1 libayatana-appindicator librsvg\n  \
                 SUSE:   zypper install gcc pkgconf webkit2gtk3-devel libayatana-appindicator3-devel librsvg-devel",
            ),
            _ => None,
        }
    }
}

/// Makes sure that these groups are there.
///
/// # Errors
/// What is missing and how to get it, where this may not or could not install it.
pub fn ready(groups: &[Group]) -> Result<(), Failure> {
    if !is_debian() {
        return on_other_systems(groups);
    }
    let missing = missing(groups);
    if missing.is_empty() {
        return Ok(());
    }
    announce(groups, &missing);
    apt_get(&["update", "-q"])?;
    let mut install = vec!["install", "-y", "-q", "--no-install-recommends"];
    install.extend(&missing);
    apt_get(&install)
}

/// Whether the system's packages are ours to install and it offers all of these.
pub fn offered(groups: &[Group]) -> bool {
    if !is_debian() {
        return false;
    }
    let mut query = Command::new("apt-cache");
    query
        .args(["show", "--no-all-versions"])
        .args(names(groups));
    // Without any list yet, only `apt-get update` can tell.
    process::succeeds(&mut query)
        || (apt_get(&["update", "-q"]).is_ok() && process::succeeds(&mut query))
}

/// Whether all of these are installed.
pub fn installed(groups: &[Group]) -> bool {
    is_debian() && missing(groups).is_empty()
}

fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && process::on_path("apt-get").is_some()
}

fn is_ubuntu() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.contains("\nID=ubuntu\n"))
}

fn needed(groups: &[Group]) -> impl Iterator<Item = &'static Package> {
    let packages = groups.iter().flat_map(|group| group.packages());
    packages.filter(|package| {
        !package
            .or_commands
            .iter()
            .any(|name| process::on_path(name).is_some())
    })
}

fn names(groups: &[Group]) -> Vec<&'static str> {
    let ubuntu = is_ubuntu();
    let name = |package: &'static Package| match package.ubuntu {
        Some(name) if ubuntu => name,
        _ => package.name,
    };
    let mut names: Vec<_> = needed(groups).map(name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn missing(groups: &[Group]) -> Vec<&'static str> {
    let names = names(groups);
    if names.is_empty() {
        return names;
    }
    let mut query = Command::new("dpkg-query");
    query
        .args(["--show", "--showformat=${Package} ${db:Status-Status}\n"])
        .args(&names);
    absent(&names, &process::printed(&mut query))
}

/// Those of `names` that dpkg-query's answer does not call installed. It says nothing of packages
/// that it has never heard of.
fn absent(names: &[&'static str], answer: &str) -> Vec<&'static str> {
    let is_there = |name: &str| {
        answer
            .lines()
            .any(|line| line == format!("{name} installed"))
    };
    names
        .iter()
        .copied()
        .filter(|name| !is_there(name))
        .collect()
}

fn announce(groups: &[Group], missing: &[&str]) {
    eprintln!("Installing with apt-get:");
    for group in groups {
        let here: Vec<_> = names(&[*group])
            .into_iter()
            .filter(|name| missing.contains(name))
            .collect();
        if !here.is_empty() {
            eprintln!("  {} ({})", here.join(" "), group.why());
        }
    }
}

fn apt_get(arguments: &[&str]) -> Result<(), Failure> {
    let is_root = process::printed(Command::new("id").arg("-u")).trim() == "0";
    let mut command = if is_root {
        Command::new("env")
    } else if process::on_path("sudo").is_some() {
        let mut sudo = Command::new("sudo");
        sudo.arg("env");
        sudo
    } else {
        let line = arguments.join(" ");
        return Err(Failure::Missing(format!(
            "as root, run: apt-get {line}\nthen start this again"
        )));
    };
    command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .args(arguments);
    process::run(&mut command)
}

fn on_other_systems(groups: &[Group]) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") || !groups.contains(&Group::App) || libraries_are_there() {
        return Ok(());
    }
    let lines: Vec<_> = groups
        .iter()
        .filter_map(|group| group.elsewhere())
        .collect();
    Err(Failure::Missing(format!(
        "these libraries are missing ({}); install them, then start this again:\n{}",
        Group::App.why(),
        lines.join("\n")
    )))
}

fn libraries_are_there() -> bool {
    let mut query = Command::new("pkg-config");
    query.args([
        "--exists",
        "webkit2gtk-4.1",
        "ayatana-appindicator3-0.1",
        "librsvg-2.0",
    ]);
    process::succeeds(&mut query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_counts_only_when_dpkg_calls_it_installed() {
        let answer = "xvfb installed\nxauth config-files\n";
        assert_eq!(
            absent(&["xauth", "xvfb", "dunst"], answer),
            ["xauth", "dunst"]
        );
    }

    #[test]
    fn a_package_that_two_groups_share_is_named_once() {
        let names = names(&[Group::Desktop, Group::Browser]);
        assert_eq!(
            names
                .iter()
                .filter(|name| **name == "fonts-dejavu-core")
                .count(),
            1
        );
    }
}
