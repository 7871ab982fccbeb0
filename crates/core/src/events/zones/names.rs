//! The names that zones go by.

use std::iter::successors;
use std::sync::LazyLock;

use icu_time::TimeZone as Bcp47;
use icu_time::zone::WindowsParser;
use icu_time::zone::iana::IanaParserExtended;

/// The IANA names that a person can choose from, in alphabetical order.
#[must_use]
pub fn names() -> &'static [&'static str] {
    static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let mut names: Vec<_> = chrono_tz::TZ_VARIANTS
            .iter()
            .map(|zone| zone.name())
            .filter(|name| is_offered(name) && super::Zone::iana(name).is_some())
            .collect();
        names.sort_unstable();
        names
    });
    &NAMES
}

/// The database's old aliases (`EST5EDT`, `US/Pacific`, `Etc/GMT+5` with its reversed sign, …) are
/// understood but not offered.
fn is_offered(name: &str) -> bool {
    const PLACES: [&str; 10] = [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];
    name == "UTC"
        || name
            .split_once('/')
            .is_some_and(|(place, _)| PLACES.contains(&place))
}

/// `name` itself; of one that begins with `/` (RFC 5545, 3.8.3.1) what is left after each further
/// `/`, as programs put a path of their own before an IANA name.
pub(super) fn without_prefix(name: &str) -> impl Iterator<Item = &str> {
    const LONGEST: usize = 255;
    let name = name.trim();
    let prefixed = name.starts_with('/');
    successors(Some(name), move |name| {
        let (_, rest) = name.split_once('/').filter(|_| prefixed)?;
        Some(rest)
    })
    .filter(|name| !name.is_empty() && name.len() <= LONGEST)
}

/// The IANA name for a Windows name, as CLDR maps it for the world ("001").
pub(super) fn iana_of_windows(name: &str) -> Option<&'static str> {
    let zone: Bcp47 = WindowsParser::new().parse(name.trim(), None)?;
    IanaParserExtended::new()
        .iter()
        .find(|known| known.time_zone == zone)
        .map(|known| known.canonical)
}
