//! Makes sure that there is a window to embed: a placeholder where it was not built yet, so that a
//! fresh clone can be checked and tested. `trunk build` replaces it.

use std::path::Path;

const PLACEHOLDER: &str = "<!doctype html>\n<title>StoryTime Calendar</title>\n\
    <p>The window is not built yet: run <code>cargo xtask run</code>.</p>\n";

fn main() -> std::io::Result<()> {
    let dist = Path::new("../../ui/dist");
    println!("cargo::rerun-if-changed=../../ui/dist/index.html");
    std::fs::create_dir_all(dist)?;
    let index = dist.join("index.html");
    if !index.exists() {
        std::fs::write(index, PLACEHOLDER)?;
    }
    Ok(())
}
