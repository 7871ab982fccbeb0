use rstest::rstest;

use super::*;

fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn civil(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn zone(name: &str) -> Zone {
    Zone::find(name).unwrap()
}

#[rstest]
#[case("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:30:00Z")]
#[case("America/New_York", "2026-03-08T02:15:00", "2026-03-08T07:15:00Z")]
#[case("Australia/Lord_Howe", "2026-10-04T02:10:00", "2026-10-03T15:40:00Z")]
#[case("Africa/Cairo", "2026-04-24T00:00:00", "2026-04-23T22:00:00Z")]
#[case("America/Asuncion", "2024-10-06T00:30:00", "2024-10-06T04:30:00Z")]
#[case("America/Edmonton", "2026-03-08T02:59:59", "2026-03-08T09:59:59Z")]
fn a_time_that_the_clock_jumps_over_is_read_with_the_offset_before_the_gap(
    #[case] name: &str,
    #[case] local: &str,
    #[case] at: &str,
) {
    assert_eq!(zone(name).resolve(civil(local)), instant(at));
    assert_ne!(zone(name).local(instant(at)), civil(local));
}

#[rstest]
#[case("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z")]
#[case("America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00Z")]
#[case("Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00Z")]
#[case("Africa/Cairo", "2026-10-29T23:30:00", "2026-10-29T20:30:00Z")]
#[case("America/Asuncion", "2024-03-23T23:30:00", "2024-03-24T02:30:00Z")]
#[case("America/Edmonton", "2025-11-02T01:00:00", "2025-11-02T07:00:00Z")]
fn a_time_that_the_clock_shows_twice_means_the_first(
    #[case] name: &str,
    #[case] local: &str,
    #[case] at: &str,
) {
    assert_eq!(zone(name).resolve(civil(local)), instant(at));
    assert_eq!(zone(name).local(instant(at)), civil(local));
}

#[test]
fn alberta_stays_six_hours_behind_from_november_2026_on() {
    for day in ["2026-11-01", "2027-01-15", "2027-07-15", "2031-12-24"] {
        let noon = civil(&format!("{day}T12:00:00"));
        assert_eq!(
            zone("America/Edmonton").resolve(noon),
            instant(&format!("{day}T18:00:00Z"))
        );
    }
}

#[test]
fn morocco_keeps_utc_from_september_2026_on() {
    let casablanca = zone("Africa/Casablanca");
    let offset = |at| casablanca.offset_text(instant(at));
    assert_eq!(offset("2026-09-19T00:00:00Z"), "UTC+01:00");
    assert_eq!(offset("2026-09-21T00:00:00Z"), "UTC+00:00");
    assert_eq!(offset("2027-06-01T00:00:00Z"), "UTC+00:00");
}

#[test]
fn a_day_begins_at_the_first_moment_that_has_its_date() {
    let cairo = zone("Africa/Cairo");
    let spring = "2026-04-24".parse().unwrap();
    assert_eq!(cairo.midnight(spring), instant("2026-04-23T22:00:00Z"));
    assert_eq!(cairo.time_text(cairo.midnight(spring)), "01:00");
    let day_before = instant("2026-04-23T21:00:00Z");
    assert_eq!(cairo.next_midnight(day_before), cairo.midnight(spring));
}

#[rstest]
#[case("Europe/Berlin", "Europe/Berlin")]
#[case("europe/berlin", "Europe/Berlin")]
#[case("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin")]
#[case("/citadel.org/20260101_1/America/New_York", "America/New_York")]
#[case("W. Europe Standard Time", "Europe/Berlin")]
#[case("Eastern Standard Time", "America/New_York")]
#[case("Morocco Standard Time", "Africa/Casablanca")]
fn zones_are_found_by_their_iana_and_windows_names(#[case] name: &str, #[case] found: &str) {
    assert_eq!(zone(name).name(), found);
}

#[rstest]
#[case("")]
#[case("/")]
#[case("Customized Time Zone")]
#[case("Europe/Atlantis")]
fn a_name_that_nobody_knows_finds_no_zone(#[case] name: &str) {
    assert!(Zone::find(name).is_none());
}

#[test]
fn every_name_on_offer_is_a_zone() {
    assert!(names().len() > 350, "{}", names().len());
    assert!(names().contains(&"Europe/Berlin") && names().contains(&"UTC"));
    assert!(names().iter().all(|name| Zone::iana(name).is_some()));
}

#[test]
fn local_text_reads_as_people_write_it() {
    let at = instant("2026-11-22T08:05:00Z");
    let berlin = zone("Europe/Berlin");
    assert_eq!(berlin.date_text(at), "2026-11-22");
    assert_eq!(berlin.time_text(at), "09:05");
    assert_eq!(berlin.day_text(at), "Sun 22 Nov");
    assert_eq!(berlin.offset_text(at), "UTC+01:00");
    assert_eq!(zone("Asia/Kolkata").offset_text(at), "UTC+05:30");
    assert_eq!(zone("America/St_Johns").offset_text(at), "UTC-03:30");
}

#[test]
fn remembering_a_stretch_never_changes_an_answer() {
    for name in [
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "UTC",
    ] {
        let zone = zone(name);
        let mut steady = Steady::unknown();
        let start = instant("2026-01-01T00:00:00Z").ms() / 1000;
        for local in (0..2 * 366 * 24 * 4).map(|quarter| start + quarter * 900) {
            assert_eq!(zone.to_utc_near(local, &mut steady), zone.to_utc(local));
        }
    }
}
