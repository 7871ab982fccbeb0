//! Whether people around here count twelve or twenty-four hours.

use storytime_types::local::Hours;

/// Regions whose clocks are written with twelve hours: CLDR 48, supplemental/timeData, preferred
/// `h`. `419` is Latin America.
const TWELVE: &str = "419 AE AG AL AR AS AU BB BD BH BM BN BO BS BT CA CL CO CR CU CY DJ DM DO DZ EC \
    EG EH ER ET FJ FM GD GH GM GR GT GU GY HK HN IN IQ JM JO KH KI KN KP KR KW KY LB LC LR LS LY MH \
    MO MP MR MW MX MY NA NI NZ OM PA PE PG PH PK PR PS PW PY QA SA SB SD SG SL SO SS SV SY SZ TC TD \
    TN TO TT TW UM US UY VC VE VG VI VU WS YE ZM";
/// Where the language decides otherwise than its region.
const TWENTY_FOUR: &str = "fr-CA";

/// How the person's system writes times; 24 hours where it does not say.
#[must_use]
pub fn of_system() -> Hours {
    locale().map_or(Hours::TwentyFour, |locale| of_locale(&locale))
}

/// `en_US.UTF-8`, `en-US`, `de_DE@euro`.
fn of_locale(locale: &str) -> Hours {
    let name = locale.split(['.', '@']).next().unwrap_or_default();
    let mut parts = name.split(['_', '-']);
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    let region = parts
        .find(|part| part.len() == 2 || part.len() == 3)
        .unwrap_or_default()
        .to_ascii_uppercase();
    let listed = |list: &str, one: &str| list.split_whitespace().any(|listed| listed == one);
    if listed(TWELVE, &region) && !listed(TWENTY_FOUR, &format!("{language}-{region}")) {
        Hours::Twelve
    } else {
        Hours::TwentyFour
    }
}

/// What decides about times, by precedence (locale(7)).
#[cfg(all(unix, not(target_os = "macos")))]
fn locale() -> Option<String> {
    ["LC_ALL", "LC_TIME", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|locale| !locale.is_empty())
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn locale() -> Option<String> {
    sys_locale::get_locale()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("en_US.UTF-8", Hours::Twelve)]
    #[case("en-AU", Hours::Twelve)]
    #[case("es_419", Hours::Twelve)]
    #[case("zh-Hant-TW", Hours::Twelve)]
    #[case("de_DE@euro", Hours::TwentyFour)]
    #[case("en_GB.UTF-8", Hours::TwentyFour)]
    #[case("fr_CA.UTF-8", Hours::TwentyFour)]
    #[case("C.UTF-8", Hours::TwentyFour)]
    #[case("", Hours::TwentyFour)]
    fn the_region_of_a_locale_decides(#[case] locale: &str, #[case] hours: Hours) {
        assert_eq!(of_locale(locale), hours);
    }
}
