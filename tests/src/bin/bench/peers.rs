//! Other calendars' libraries, each a program that prints what it counted and how long it took.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::calendar::YEAR;
use crate::failure::Failure;

/// The C program around libical, set by `cargo xtask bench`.
const LIBICAL: &str = "STORYTIME_PEER_LIBICAL";
/// A Python that has recurring-ical-events.
const PYTHON: &str = "STORYTIME_PEER_PYTHON";
const RECURRING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/recurring.py");

/// The peers that are there.
#[derive(Debug)]
pub struct Peers(Vec<Peer>);

#[derive(Debug)]
struct Peer {
    name: &'static str,
    command: Vec<String>,
    runs: Option<u32>,
}

/// What a peer made of a calendar file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The VEVENTs it read.
    pub events: usize,
    /// How long that took.
    pub parse_seconds: f64,
    /// The instances it expanded them to.
    pub instances: usize,
    /// How long that took.
    pub expand_seconds: f64,
}

impl Peers {
    /// Those that the environment names.
    pub fn from_environment() -> Self {
        let variable = |name| std::env::var(name).ok();
        let libical = variable(LIBICAL).map(|program| Peer {
            name: "libical",
            command: vec![program],
            runs: Some(5),
        });
        let recurring = variable(PYTHON).map(|python| Peer {
            name: "recurring-ical-events",
            command: vec![python, RECURRING.to_owned()],
            runs: None,
        });
        for (name, is_there) in [(LIBICAL, libical.is_some()), (PYTHON, recurring.is_some())] {
            if !is_there {
                eprintln!("bench: {name} is not set: that peer is left out");
            }
        }
        Self(libical.into_iter().chain(recurring).collect())
    }

    /// What each makes of a calendar file, expanded over [`YEAR`].
    pub fn read(&self, file: &Path) -> Result<Vec<(&'static str, Answer)>, Failure> {
        self.0
            .iter()
            .map(|peer| Ok((peer.name, peer.read(file)?)))
            .collect()
    }
}

impl Peer {
    fn read(&self, file: &Path) -> Result<Answer, Failure> {
        eprintln!("bench: {} reads {}", self.name, file.display());
        let refused = |cause: String| Failure::Peer {
            name: self.name,
            cause,
        };
        let (program, before) = self
            .command
            .split_first()
            .ok_or_else(|| refused("it has no program".into()))?;
        let mut command = Command::new(program);
        let basic = [YEAR.0, YEAR.1].map(|instant| instant.replace(['-', ':'], ""));
        command.args(before).arg(file).args(basic);
        command.args(self.runs.map(|runs| runs.to_string()));
        let output = command
            .output()
            .map_err(|cause| refused(cause.to_string()))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(refused(format!("{}; {said}", output.status)));
        }
        serde_json::from_slice(&output.stdout).map_err(|cause| refused(cause.to_string()))
    }
}
