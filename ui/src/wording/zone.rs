//! Time-zone names as people read and type them.

use storytime_types::status::ZoneName;

/// A zone for people: `America/New_York` becomes `New York, America`.
pub fn words(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let parts: Vec<&str> = spaced.rsplit('/').collect();
    parts.join(", ")
}

/// The zone that was typed: its IANA name in any case, or its city alone when only one has it.
///
/// # Errors
/// The sentence to show when none or several match.
pub fn typed<'z>(zones: &'z [ZoneName], typed: &str) -> Result<&'z ZoneName, String> {
    let wanted = typed.trim().replace(' ', "_").to_ascii_lowercase();
    if wanted.is_empty() {
        return Err("Type a city, like Lisbon, and pick its zone.".to_owned());
    }
    let same = |name: &str| name.eq_ignore_ascii_case(&wanted);
    if let Some(zone) = zones.iter().find(|zone| same(&zone.name)) {
        return Ok(zone);
    }
    let mut of_city = zones
        .iter()
        .filter(|zone| zone.name.rsplit('/').next().is_some_and(same));
    match (of_city.next(), of_city.next()) {
        (Some(zone), None) => Ok(zone),
        (Some(one), Some(other)) => Err(format!(
            "Is it {} or {}? Pick one from the list.",
            one.name, other.name
        )),
        _ => Err(format!(
            "No time zone is called “{}”. Type a larger city nearby and pick from the list.",
            typed.trim()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones() -> Vec<ZoneName> {
        [
            "Europe/Lisbon",
            "America/New_York",
            "Asia/Istanbul",
            "Europe/Istanbul",
            "UTC",
        ]
        .map(|name| ZoneName {
            name: name.to_owned(),
            offset: "UTC+00:00".to_owned(),
        })
        .into()
    }

    #[test]
    fn a_zone_is_found_by_its_name_or_its_city_in_any_case() {
        let zones = zones();
        for (text, name) in [
            ("Europe/Lisbon", "Europe/Lisbon"),
            ("new york", "America/New_York"),
            (" LISBON ", "Europe/Lisbon"),
            ("utc", "UTC"),
        ] {
            assert_eq!(typed(&zones, text).map(|zone| zone.name.as_str()), Ok(name));
        }
    }

    #[test]
    fn a_city_of_two_zones_or_of_none_is_asked_about() {
        let zones = zones();
        assert!(
            typed(&zones, "istanbul")
                .unwrap_err()
                .contains("Asia/Istanbul or Europe")
        );
        assert!(
            typed(&zones, "Atlantis")
                .unwrap_err()
                .contains("“Atlantis”")
        );
        assert!(typed(&zones, " ").is_err());
    }

    #[test]
    fn a_zone_is_read_city_first() {
        assert_eq!(words("America/New_York"), "New York, America");
        assert_eq!(
            words("America/Argentina/Buenos_Aires"),
            "Buenos Aires, Argentina, America"
        );
        assert_eq!(words("UTC"), "UTC");
    }
}
