//! Where the app keeps its data, and the figures it runs by.

use std::path::{Path, PathBuf};

use storytime_types::person::{LONGEST_NAME, check_name};
use storytime_types::profile::Profile;
use storytime_types::{Instant, UserId};

/// How far ahead reminders are planned and stories written, in milliseconds: 2 days.
pub const PLAN_AHEAD_MS: i64 = 2 * Instant::DAY;
/// A plan is rolled on after so long, though nothing changed, in milliseconds: an hour. It reaches
/// two days ahead, so that is early enough.
pub const PLAN_AGAIN_MS: i64 = Instant::HOUR;
/// Profiles that cannot be read are looked for again after so long, in milliseconds.
pub const LOOK_AGAIN_MS: i64 = 5 * Instant::MINUTE;
/// After so long without a full sync one is made up for, in milliseconds: 20 hours.
pub const FULL_SYNC_OVERDUE_MS: i64 = 20 * Instant::HOUR;
/// The local hour of the daily full sync.
pub const FULL_SYNC_HOUR: u32 = 8;

/// How far ahead a profile's events are kept, in milliseconds.
#[must_use]
pub fn keep_ahead_ms(profile: &Profile) -> i64 {
    i64::from(profile.window_days) * Instant::DAY
}

/// How often a profile's calendars are looked at for changes, in milliseconds.
#[must_use]
pub fn poll_every_ms(profile: &Profile) -> i64 {
    i64::from(profile.poll_minutes) * Instant::MINUTE
}

/// The data directory: the one asked for, `STORYTIME_DATA_DIR`, or the platform's own.
/// None where the platform names no home.
#[must_use]
pub fn data_dir(asked: Option<PathBuf>) -> Option<PathBuf> {
    asked
        .or_else(|| std::env::var_os("STORYTIME_DATA_DIR").map(PathBuf::from))
        .filter(|path| !path.as_os_str().is_empty())
        .or_else(|| {
            directories::ProjectDirs::from("app", "StoryTime", "StoryTime Calendar")
                .map(|dirs| dirs.data_dir().to_owned())
        })
        .map(|path| std::path::absolute(&path).unwrap_or(path))
}

/// Where a profile's sample day is kept; with none, the owner's.
#[must_use]
pub fn sample_day_path(data_dir: &Path, user: Option<&UserId>) -> PathBuf {
    match user {
        None => data_dir.join("sample-day.ics"),
        Some(user) => data_dir.join(format!("sample-day-{user}.ics")),
    }
}

/// The machine's time zone by its IANA name, `UTC` where it cannot be told.
#[must_use]
pub fn machine_zone() -> String {
    let zone = jiff::tz::TimeZone::system();
    zone.iana_name().unwrap_or("UTC").to_owned()
}

/// The person's name as the system's accounts know it, else what they log in with; none where neither
/// can be told.
#[must_use]
pub fn person_name() -> Option<String> {
    let known = [whoami::realname().ok(), whoami::username().ok()];
    let shown = |name: String| name.trim().chars().take(LONGEST_NAME).collect::<String>();
    let fits = |name: &String| !name.is_empty() && check_name(name).is_ok();
    known.into_iter().flatten().map(shown).find(fits)
}

/// Makes a folder that only its owner can enter; one that is there already stays as it is.
///
/// # Errors
/// When it cannot be made.
pub fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
