//! Whether the app starts with the session (Desktop Application Autostart Specification).
//!
//! The app itself switches it through its Tauri plugin; this looks, for `storytime doctor`, and
//! gives the plugin's entry what a session's settings show of it.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Whether, and how, the app starts with the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Autostart {
    /// This entry starts it.
    On {
        /// The entry's file.
        entry: PathBuf,
    },
    /// This entry would start it, but its program is gone.
    ProgramGone {
        /// The entry's file.
        entry: PathBuf,
        /// What it wants to start.
        program: PathBuf,
    },
    /// Nothing starts it.
    Off,
    /// This system keeps it elsewhere; the app's Settings page shows it.
    Unknown,
}

/// Looks for an entry that starts a program of the name `binary`.
///
/// # Errors
/// When the folder of entries exists but cannot be read.
pub fn status(binary: &str) -> io::Result<Autostart> {
    if !cfg!(target_os = "linux") {
        return Ok(Autostart::Unknown);
    }
    folder().map_or(Ok(Autostart::Off), |folder| status_in(&folder, binary))
}

/// `$XDG_CONFIG_HOME/autostart`, which is `~/.config/autostart` unless it is set.
fn folder() -> Option<PathBuf> {
    let set = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
    let default = || std::env::home_dir().map(|home| home.join(".config"));
    set.filter(|path| path.is_absolute())
        .or_else(default)
        .map(|config| config.join("autostart"))
}

/// Gives the entry `id.desktop` a name for people and an icon: the plugin calls it like its file.
/// Elsewhere than on Linux there is nothing to do.
///
/// # Errors
/// When the entry cannot be read or written.
pub fn dress(id: &str, name: &str, icon: &str) -> io::Result<()> {
    match folder().filter(|_| cfg!(target_os = "linux")) {
        Some(folder) => dress_in(&folder, id, name, icon),
        None => Ok(()),
    }
}

fn dress_in(folder: &Path, id: &str, name: &str, icon: &str) -> io::Result<()> {
    let path = folder.join(format!("{id}.desktop"));
    let entry = fs::read_to_string(&path)?;
    let others = entry
        .lines()
        .filter(|line| !line.starts_with("Name=") && !line.starts_with("Icon="));
    let mut dressed = String::new();
    for line in others {
        dressed.push_str(line);
        dressed.push('\n');
        if line == "[Desktop Entry]" {
            dressed += &format!("Name={name}\nIcon={icon}\n");
        }
    }
    fs::write(path, dressed)
}

fn status_in(folder: &Path, binary: &str) -> io::Result<Autostart> {
    let entries = match fs::read_dir(folder) {
        Err(absent) if absent.kind() == io::ErrorKind::NotFound => return Ok(Autostart::Off),
        entries => entries?,
    };
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension() == Some(OsStr::new("desktop")));
    paths.sort();
    Ok(paths
        .into_iter()
        .filter_map(|entry| entry_status(entry, binary))
        .reduce(|best, next| {
            if matches!(best, Autostart::On { .. }) {
                best
            } else {
                next
            }
        })
        .unwrap_or(Autostart::Off))
}

/// What one entry does for us; nothing when it is another program's, hidden or unreadable.
fn entry_status(entry: PathBuf, binary: &str) -> Option<Autostart> {
    let text = fs::read_to_string(&entry).ok()?;
    let program = program(&text).filter(|path| path.file_name() == Some(OsStr::new(binary)))?;
    // A bare name is looked for on PATH by the session, so nothing can be said against it here.
    Some(if program.is_absolute() && !program.exists() {
        Autostart::ProgramGone { entry, program }
    } else {
        Autostart::On { entry }
    })
}

/// The program of an entry's `Exec` line, unless the entry is switched off.
fn program(entry: &str) -> Option<PathBuf> {
    let section = entry
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != "[Desktop Entry]")
        .skip(1)
        .take_while(|line| !line.starts_with('['));
    let value = |key: &str| {
        section.clone().find_map(|line| {
            let (name, value) = line.split_once('=')?;
            (name.trim() == key).then(|| value.trim())
        })
    };
    let off =
        value("Hidden") == Some("true") || value("X-GNOME-Autostart-enabled") == Some("false");
    value("Exec").filter(|_| !off).map(first_word)
}

/// The first argument of an `Exec` value, which may be in double quotes.
fn first_word(exec: &str) -> PathBuf {
    let quoted = exec
        .strip_prefix('"')
        .and_then(|rest| rest.split_once('"'))
        .map(|(word, _)| word);
    let plain = || exec.split_whitespace().next().unwrap_or_default();
    PathBuf::from(quoted.unwrap_or_else(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BINARY: &str = "storytime-calendar";

    fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    #[test]
    fn without_a_folder_nothing_starts_it() {
        let folder = folder_with(&[]);
        let status = status_in(&folder.path().join("none"), BINARY).unwrap();
        assert_eq!(status, Autostart::Off);
    }

    #[test]
    fn an_entry_that_runs_the_program_switches_it_on() {
        let program = tempfile::tempdir().unwrap().keep().join(BINARY);
        fs::write(&program, "").unwrap();
        let entry = format!(
            "[Desktop Entry]\nType=Application\nExec={} --minimized\n",
            program.display()
        );
        let folder = folder_with(&[
            ("other.desktop", "[Desktop Entry]\nExec=/bin/true\n"),
            ("StoryTime.desktop", &entry),
        ]);
        assert_eq!(
            status_in(folder.path(), BINARY).unwrap(),
            Autostart::On {
                entry: folder.path().join("StoryTime.desktop")
            }
        );
    }

    #[test]
    fn an_entry_whose_program_was_removed_is_named() {
        let folder = folder_with(&[(
            "s.desktop",
            "[Desktop Entry]\nExec=\"/gone/away/storytime-calendar\" --minimized\n",
        )]);
        assert_eq!(
            status_in(folder.path(), BINARY).unwrap(),
            Autostart::ProgramGone {
                entry: folder.path().join("s.desktop"),
                program: "/gone/away/storytime-calendar".into(),
            }
        );
    }

    #[test]
    fn a_hidden_entry_does_not_count() {
        let hidden = "[Desktop Entry]\nExec=storytime-calendar\nHidden=true\n";
        let disabled =
            "[Desktop Entry]\nExec=storytime-calendar\nX-GNOME-Autostart-enabled=false\n";
        let folder = folder_with(&[("a.desktop", hidden), ("b.desktop", disabled)]);
        assert_eq!(status_in(folder.path(), BINARY).unwrap(), Autostart::Off);
    }

    #[test]
    fn an_exec_line_of_another_section_does_not_count() {
        let entry =
            "[Desktop Action New]\nExec=storytime-calendar\n[Desktop Entry]\nExec=/bin/true\n";
        let folder = folder_with(&[("a.desktop", entry)]);
        assert_eq!(status_in(folder.path(), BINARY).unwrap(), Autostart::Off);
    }

    #[test]
    fn the_plugin_s_entry_gets_a_name_and_an_icon() {
        let folder = folder_with(&[(
            "storytime-calendar.desktop",
            "[Desktop Entry]\nType=Application\nName=storytime-calendar\n\
             Exec=/usr/bin/storytime-calendar --minimized\n",
        )]);
        for _ in 0..2 {
            dress_in(folder.path(), BINARY, "StoryTime Calendar", BINARY).unwrap();
        }
        let entry = fs::read_to_string(folder.path().join("storytime-calendar.desktop")).unwrap();
        assert_eq!(
            entry,
            "[Desktop Entry]\nName=StoryTime Calendar\nIcon=storytime-calendar\n\
             Type=Application\nExec=/usr/bin/storytime-calendar --minimized\n"
        );
    }
}
