//! What the app is started with.

use std::path::{Path, PathBuf};

use clap::Parser;

use storytime_types::Place;

/// Calendar reminders as short stories, from the tray.
#[derive(Debug, Parser)]
#[command(name = "storytime-calendar", version)]
pub struct Arguments {
    /// Start in the tray without showing the window, as at login.
    #[arg(long)]
    pub minimized: bool,
    /// Keep data here instead of in the platform's own place.
    #[arg(long, value_name = "DIR", env = "STORYTIME_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// Be the window's process; the tray starts it.
    #[arg(long, hide = true)]
    pub window: bool,
    /// Which page, or part of one, the window shows first; the tray says so.
    #[arg(long, hide = true, value_parser = place, value_name = "PAGE")]
    pub page: Option<Place>,
}

impl Arguments {
    /// What a start at login is given, so that it finds the same data.
    pub fn autostart_arguments(&self) -> Vec<String> {
        let mut arguments = vec!["--minimized".to_owned()];
        if let Some(folder) = &self.data_dir {
            let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
            arguments.extend(["--data-dir".to_owned(), as_one_word(&folder)]);
        }
        arguments
    }
}

/// The autostart entry is one line on Linux and Windows, so a path is quoted as both read it; a
/// property list on macOS keeps the words apart.
fn as_one_word(path: &Path) -> String {
    let path = path.to_string_lossy();
    if cfg!(target_os = "macos") || !path.contains(' ') {
        return path.into_owned();
    }
    format!("\"{path}\"")
}

/// A place by its fragment.
fn place(fragment: &str) -> Result<Place, String> {
    Place::of_fragment(fragment).ok_or_else(|| "no page has this name".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &[&str]) -> Arguments {
        Arguments::try_parse_from([&["storytime-calendar"], line].concat()).unwrap()
    }

    #[test]
    fn a_start_at_login_is_hidden() {
        assert_eq!(parsed(&[]).autostart_arguments(), ["--minimized"]);
    }

    #[test]
    fn a_start_at_login_finds_the_same_data() {
        let arguments = parsed(&["--data-dir", "/srv/my calendar"]);
        let folder = if cfg!(target_os = "macos") {
            "/srv/my calendar"
        } else {
            "\"/srv/my calendar\""
        };
        if !cfg!(windows) {
            assert_eq!(
                arguments.autostart_arguments(),
                ["--minimized", "--data-dir", folder]
            );
        }
    }
}
