//! A small sample of a campaign: what it starts from, and what it found.

use std::path::Path;

fn every_file_of(folder: &str) -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn what_a_campaign_starts_from_and_what_it_found_holds() {
    let files = [every_file_of("seeds"), every_file_of("finds")].concat();
    assert!(files.len() > 10, "only {} files", files.len());
    for file in files {
        eprintln!("{}", file.display());
        super::calendar(&std::fs::read(&file).unwrap());
    }
}

/// Breaks off each seed at, and damages, a place that moves through it.
#[test]
fn a_seed_that_breaks_off_or_is_damaged_holds() {
    for file in every_file_of("seeds") {
        let whole = std::fs::read(&file).unwrap();
        for at in (0..whole.len()).step_by(whole.len() / 8 + 1) {
            super::calendar(&whole[..at]);
            let mut damaged = whole.clone();
            damaged[at] ^= 0x5F;
            super::calendar(&damaged);
        }
    }
}
