//! Prepares what Tauri embeds.

use std::fs;
use std::io;
use std::path::Path;

/// Stands in for the window until it is built, so that a fresh clone can be checked.
const NOT_BUILT: &str = "<!doctype html><title>StoryTime Calendar</title>\
    <p>The window is not built yet: run <code>cargo xtask run</code>.</p>\n";

fn main() -> io::Result<()> {
    let index = Path::new("ui/dist/index.html");
    if !index.exists() {
        fs::create_dir_all("ui/dist")?;
        fs::write(index, NOT_BUILT)?;
    }
    tauri_build::build();
    Ok(())
}
