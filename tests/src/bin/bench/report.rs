//! The table that a person reads, and the same as JSON.

use std::fmt;
use std::path::Path;

use serde_json::{Value, json};

use crate::failure::Failure;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Milliseconds,
    Megabytes,
    /// Of 1000 bytes.
    Kilobytes,
    PerMinute,
    Requests,
}

impl Unit {
    fn symbol(self) -> &'static str {
        match self {
            Self::Milliseconds => "ms",
            Self::Megabytes => "MB",
            Self::Kilobytes => "KB",
            Self::PerMinute => "/min",
            Self::Requests => "requests",
        }
    }
}

/// A peer and its figure for the same work.
#[derive(Clone, Debug, PartialEq)]
pub struct Peer {
    pub name: &'static str,
    pub figure: f64,
}

/// What a figure should reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// No more than this.
    AtMost(f64),
    /// So many times as fast as the peer.
    TimesPeer(f64),
    /// No more than the peer and this.
    PeerAnd(f64),
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub what: String,
    pub unit: Unit,
    pub ours: f64,
    pub peer: Option<Peer>,
    pub target: Option<Target>,
}

impl Row {
    /// A figure with nothing beside it.
    pub fn new(what: impl Into<String>, unit: Unit, ours: f64) -> Self {
        Self {
            what: what.into(),
            unit,
            ours,
            peer: None,
            target: None,
        }
    }

    /// With the figure that it should not exceed.
    pub fn at_most(self, limit: f64) -> Self {
        Self {
            target: Some(Target::AtMost(limit)),
            ..self
        }
    }

    /// The peer's figure over ours: how many times better ours is.
    fn ratio(&self) -> Option<f64> {
        let peer = self.peer.as_ref()?;
        (self.ours > 0.0).then(|| peer.figure / self.ours)
    }

    /// Whether the target is reached; none without one, or without the peer it speaks of.
    fn is_ok(&self) -> Option<bool> {
        Some(match self.target? {
            Target::AtMost(limit) => self.ours <= limit,
            Target::TimesPeer(times) => self.ratio()? >= times,
            Target::PeerAnd(more) => self.ours <= self.peer.as_ref()?.figure + more,
        })
    }

    fn figure(&self, value: f64) -> String {
        let digits = if value < 10.0 {
            2
        } else {
            usize::from(value < 100.0)
        };
        format!("{value:.digits$} {}", self.unit.symbol())
    }

    fn cells(&self) -> [String; 6] {
        let peer = self.peer.as_ref();
        let target = self.target.map(|target| match target {
            Target::AtMost(limit) => format!("≤ {limit} {}", self.unit.symbol()),
            Target::TimesPeer(times) => format!("≥ {times}×"),
            Target::PeerAnd(more) => format!("≤ peer + {more} {}", self.unit.symbol()),
        });
        let ok = self.is_ok().map(|ok| if ok { "yes" } else { "NO" });
        [
            self.what.clone(),
            self.figure(self.ours),
            peer.map_or_else(String::new, |peer| {
                format!("{} {}", peer.name, self.figure(peer.figure))
            }),
            self.ratio()
                .map_or_else(String::new, |ratio| format!("{ratio:.1}×")),
            target.unwrap_or_default(),
            ok.unwrap_or_default().to_owned(),
        ]
    }

    fn to_json(&self) -> Value {
        let target = self.target.map(|target| match target {
            Target::AtMost(limit) => json!({"atMost": limit}),
            Target::TimesPeer(times) => json!({"timesPeer": times}),
            Target::PeerAnd(more) => json!({"peerAnd": more}),
        });
        let peer = self.peer.as_ref();
        json!({
            "what": self.what,
            "unit": self.unit.symbol(),
            "ours": self.ours,
            "peer": peer.map(|peer| json!({"name": peer.name, "figure": peer.figure})),
            "ratio": self.ratio(),
            "target": target,
            "ok": self.is_ok(),
        })
    }
}

/// The middle one of several figures for the same work.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// All that was measured.
#[derive(Debug, Default)]
pub struct Report {
    rows: Vec<Row>,
    notes: Vec<String>,
}

const HEADINGS: [&str; 6] = ["what", "ours", "peer", "ratio", "target", "ok?"];

impl Report {
    /// Adds lines to the table.
    pub fn add(&mut self, rows: impl IntoIterator<Item = Row>) {
        self.rows.extend(rows);
    }

    /// Adds a sentence under it: how something was measured, or why it was not.
    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Writes the figures as JSON.
    pub fn write_json(&self, path: &Path) -> Result<(), Failure> {
        let rows: Vec<_> = self.rows.iter().map(Row::to_json).collect();
        let text = format!("{:#}\n", json!({"rows": rows, "notes": self.notes}));
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(Failure::file(folder))?;
        }
        std::fs::write(path, text).map_err(Failure::file(path))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = vec![HEADINGS.map(str::to_owned)];
        table.extend(self.rows.iter().map(Row::cells));
        let widths: Vec<_> = (0..HEADINGS.len())
            .map(|column| {
                table
                    .iter()
                    .map(|cells| cells[column].chars().count())
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        for cells in &table {
            let line: Vec<_> = cells
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell:width$}"))
                .collect();
            writeln!(f, "{}", line.join("  ").trim_end())?;
        }
        self.notes
            .iter()
            .try_for_each(|note| writeln!(f, "- {note}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(ours: f64, peer: f64, target: Target) -> Row {
        let peer = Some(Peer {
            name: "peer",
            figure: peer,
        });
        Row {
            peer,
            target: Some(target),
            ..Row::new("work", Unit::Milliseconds, ours)
        }
    }

    #[test]
    fn a_ratio_says_how_many_times_better_ours_is() {
        let row = beside(10.0, 45.0, Target::TimesPeer(4.0));
        assert_eq!(
            row.cells(),
            ["work", "10.0 ms", "peer 45.0 ms", "4.5×", "≥ 4×", "yes"]
        );
        assert_eq!(
            beside(10.0, 39.0, Target::TimesPeer(4.0)).is_ok(),
            Some(false)
        );
    }

    #[test]
    fn a_target_beside_a_peer_needs_the_peer() {
        let alone = Row {
            peer: None,
            ..beside(1.0, 1.0, Target::PeerAnd(20.0))
        };
        assert_eq!(alone.is_ok(), None);
        assert_eq!(
            beside(73.0, 53.0, Target::PeerAnd(20.0)).is_ok(),
            Some(true)
        );
        assert_eq!(
            beside(73.1, 53.0, Target::PeerAnd(20.0)).is_ok(),
            Some(false)
        );
    }

    #[test]
    fn columns_stand_under_their_headings() {
        let mut report = Report::default();
        report.add([Row::new("x", Unit::PerMinute, 1.0).at_most(2.0)]);
        report.note("Said in a sentence.");
        assert_eq!(
            report.to_string(),
            "what  ours       peer  ratio  target    ok?\n\
             x     1.00 /min               ≤ 2 /min  yes\n\
             - Said in a sentence.\n"
        );
    }
}
