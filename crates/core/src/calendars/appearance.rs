//! How calendars look elsewhere, and where they are at home, as their sources tell it.

use cssparser::color::parse_named_color;

/// A colour as `#rrggbb`, which is drawn: of `#RRGGBB` or `#RRGGBBAA`, with or without the mark before
/// it, or of a name of CSS, as RFC 7986, 5.9, wants COLOR to be.
pub(crate) fn color(text: &str) -> Option<String> {
    let text = text.trim();
    if let Ok((red, green, blue)) = parse_named_color(text) {
        return Some(format!("#{red:02x}{green:02x}{blue:02x}"));
    }
    let digits = text.strip_prefix('#').unwrap_or(text);
    let is_color =
        matches!(digits.len(), 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_color.then(|| format!("#{}", digits[..6].to_ascii_lowercase()))
}

/// The name of the zone that a VTIMEZONE describes (RFC 5545, 3.6.5), where it is IANA's: with a
/// vendor's own path before it (RFC 5545, 3.8.3.1) what is left of it.
pub(super) fn zone_in(calendar: &str) -> Option<String> {
    let named = calendar.lines().find_map(|line| {
        let (property, value) = line.split_once(':')?;
        let name = property.split(';').next()?;
        name.trim().eq_ignore_ascii_case("TZID").then_some(value)
    })?;
    zone(named)
}

/// The IANA name in a name that a server tells: from the continent or ocean on.
pub(super) fn zone(named: &str) -> Option<String> {
    let mut rest = Some(named.trim());
    while let Some(name) = rest {
        let (first, more) = name.split_once('/').unzip();
        if name == "UTC" || first.is_some_and(|first| AREAS.contains(&first)) {
            return Some(name.to_owned());
        }
        rest = more;
    }
    None
}

/// What IANA's names begin with, but for old aliases.
const AREAS: [&str; 10] = [
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

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("#FF2968", Some("#ff2968"))]
    #[case("#FF2968FF", Some("#ff2968"))]
    #[case(" ff2968 ", Some("#ff2968"))]
    #[case("turquoise", Some("#40e0d0"))]
    #[case(" DarkSlateGrey ", Some("#2f4f4f"))]
    #[case("#F29", None)]
    #[case("transparent", None)]
    #[case("turquoisy", None)]
    #[case("#12345ß", None)]
    #[case("red;}", None)]
    #[case("", None)]
    fn a_colour_is_red_green_and_blue_or_has_a_name(
        #[case] text: &str,
        #[case] read: Option<&str>,
    ) {
        assert_eq!(color(text).as_deref(), read);
    }

    #[rstest]
    #[case("Europe/Berlin", Some("Europe/Berlin"))]
    #[case("/example.org/20260101/America/New_York", Some("America/New_York"))]
    #[case("/example.org/America/Indiana/Knox", Some("America/Indiana/Knox"))]
    #[case("W. Europe Standard Time", None)]
    #[case("UTC", Some("UTC"))]
    #[case("Custom", None)]
    #[case("", None)]
    fn a_zone_has_iana_s_name_or_none(#[case] named: &str, #[case] name: Option<&str>) {
        let text = format!("BEGIN:VCALENDAR\r\nTZID;X=1:{named}\r\nEND:VCALENDAR\r\n");
        assert_eq!(zone_in(&text).as_deref(), name);
        assert_eq!(zone(named).as_deref(), name);
    }

    #[test]
    fn a_calendar_without_a_zone_has_none() {
        assert_eq!(zone_in("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), None);
    }
}
