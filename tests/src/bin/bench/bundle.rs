//! What the window's page weighs: every file of it, gzipped.

use std::collections::BTreeMap;
use std::fs::{read, read_dir};
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::failure::Failure;
use crate::report::{Report, Row, Unit};

/// Where trunk writes it.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/dist");
/// What a window that is built has; the page that stands in for it has not.
const PROGRAM: &str = "wasm";
/// The design's figure.
const KILOBYTES: f64 = 300.0;

/// Adds the row of the bundle's size.
pub fn measure(report: &mut Report) -> Result<(), Failure> {
    let sizes = Sizes::of(Path::new(FOLDER))?;
    if !sizes.0.contains_key(PROGRAM) {
        report.note(
            "THE WINDOW'S SIZE WAS NOT MEASURED: ui/dist holds only what stands in for it until it \
             is built.",
        );
        return Ok(());
    }
    let row = Row::new("window bundle, gzip -9", Unit::Kilobytes, sizes.total_kb());
    report.add([row.at_most(KILOBYTES)]);
    report.note(format!(
        "The window's bundle by the kind of file, KB gzipped: {}.",
        sizes.listed()
    ));
    Ok(())
}

/// Bytes when gzipped, by the files' extension.
#[derive(Debug, Default, PartialEq)]
struct Sizes(BTreeMap<String, usize>);

impl Sizes {
    /// Those of a folder and the folders in it; there are none where it is missing.
    fn of(folder: &Path) -> Result<Self, Failure> {
        let mut sizes = Self::default();
        if folder.is_dir() {
            sizes.add_folder(folder)?;
        }
        Ok(sizes)
    }

    fn add_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        for entry in read_dir(folder).map_err(Failure::file(folder))? {
            let entry = entry.map_err(Failure::file(folder))?;
            // The build's own: its stamp, and what trunk has not finished.
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let path = entry.path();
            if path.is_dir() {
                self.add_folder(&path)?;
            } else {
                let content = read(&path).map_err(Failure::file(&path))?;
                let kind = path.extension().unwrap_or_default().to_string_lossy();
                let size = gzipped(&content).map_err(Failure::file(&path))?;
                *self.0.entry(kind.into_owned()).or_default() += size;
            }
        }
        Ok(())
    }

    fn total_kb(&self) -> f64 {
        self.0.values().sum::<usize>() as f64 / 1e3
    }

    /// The heaviest first.
    fn listed(&self) -> String {
        let mut kinds: Vec<_> = self.0.iter().collect();
        kinds.sort_by_key(|(_, size)| std::cmp::Reverse(**size));
        let parts: Vec<_> = kinds
            .into_iter()
            .map(|(kind, size)| format!("{kind} {:.1}", *size as f64 / 1e3))
            .collect();
        parts.join(", ")
    }
}

/// How many bytes are left of these.
fn gzipped(content: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish().map(|bytes| bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_counts_but_the_build_s_own() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| std::fs::write(folder.path().join(name), "a".repeat(5000));
        std::fs::create_dir(folder.path().join("fonts")).unwrap();
        std::fs::create_dir(folder.path().join(".stage")).unwrap();
        for name in ["a.css", "b.css", "fonts/c.woff2", ".stamp", ".stage/d.js"] {
            write(name).unwrap();
        }

        let sizes = Sizes::of(folder.path()).unwrap();

        let one = gzipped("a".repeat(5000).as_bytes()).unwrap();
        assert!(one < 100);
        let expected = [("css".to_owned(), 2 * one), ("woff2".to_owned(), one)];
        assert_eq!(sizes, Sizes(BTreeMap::from(expected)));
    }

    #[test]
    fn a_window_that_is_not_built_is_said_to_be_so() {
        let folder = tempfile::tempdir().unwrap();
        let sizes = Sizes::of(&folder.path().join("dist")).unwrap();
        assert!(!sizes.0.contains_key(PROGRAM));
    }
}
