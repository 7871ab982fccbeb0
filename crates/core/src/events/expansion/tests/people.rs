use rstest::rstest;

use super::*;
use crate::events::occurrence::{Certainty, OwnResponse};

fn only(calendar: &Calendar, own: &str) -> Occurrence {
    let expansion = calendar.expand(year_2026(), &berlin(), &[own.to_owned()]);
    assert_eq!(expansion.occurrences.len(), 1);
    expansion.occurrences[0].clone()
}

const INVITATION: &str = "DTSTART:20260105T090000Z
    ORGANIZER;CN=Ann:mailto:Ann@example.com
    ATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@example.com
    ATTENDEE;PARTSTAT=DECLINED;CN=\"Bob, B.\":MAILTO:Bob@Example.com
    ATTENDEE;PARTSTAT=TENTATIVE:mailto:cid@example.com
    ATTENDEE:mailto:dee@example.com
    ATTENDEE;PARTSTAT=DECLINED;EMAIL=eve@example.com:/principals/7/";

#[rstest]
#[case("ann@example.com", OwnResponse::Attending)]
#[case("bob@example.com", OwnResponse::Declined)]
#[case("mailto:BOB@example.com", OwnResponse::Declined)]
#[case("cid@example.com", OwnResponse::Tentative)]
#[case("dee@example.com", OwnResponse::NeedsAction)]
#[case("eve@example.com", OwnResponse::Declined)]
#[case("nobody@example.com", OwnResponse::Attending)]
fn ones_own_answer_is_found_by_ones_address(#[case] own: &str, #[case] response: OwnResponse) {
    let occurrence = only(&event(INVITATION), own);
    assert_eq!(occurrence.response, response);
    assert_eq!(occurrence.attendee_count, 5);
}

#[test]
fn the_words_of_an_event_come_as_plain_text() {
    let calendar = event(
        "DTSTART:20260105T090000Z\nSUMMARY: Tea\\, cake \\nand more\n\
         DESCRIPTION:One\\nTwo\\; three\nLOCATION:Room 4\\, Building B\n\
         CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://video.example.com/1",
    );
    let occurrence = only(&calendar, "ann@example.com");
    assert_eq!(occurrence.title, "Tea, cake and more");
    assert_eq!(occurrence.description.as_deref(), Some("One\nTwo; three"));
    assert_eq!(occurrence.location.as_deref(), Some("Room 4, Building B"));
    let link = occurrence.meeting_link.as_deref();
    assert_eq!(link, Some("https://video.example.com/1"));
}

#[rstest]
#[case("STATUS:TENTATIVE", Certainty::Tentative)]
#[case("STATUS:CONFIRMED", Certainty::Confirmed)]
#[case("STATUS:cancelled", Certainty::Cancelled)]
#[case("STATUS:WHATEVER", Certainty::Confirmed)]
fn status_says_how_sure_it_is(#[case] line: &str, #[case] certainty: Certainty) {
    let occurrence = only(&event(&format!("DTSTART:20260105T090000Z\n{line}")), "");
    assert_eq!(occurrence.certainty, certainty);
}

#[rstest]
#[case("CLASS:PUBLIC", false)]
#[case("CLASS:", false)]
#[case("TRANSP:OPAQUE", false)]
#[case("CLASS:PRIVATE", true)]
#[case("class:confidential", true)]
#[case("CLASS:X-BOARD-ONLY", true)]
fn what_is_not_public_is_private(#[case] line: &str, #[case] is_private: bool) {
    let occurrence = only(&event(&format!("DTSTART:20260105T090000Z\n{line}")), "");
    assert_eq!(occurrence.is_private, is_private);
}

#[test]
fn transparent_means_free() {
    let busy = |line: &str| only(&event(&format!("DTSTART:20260105T090000Z\n{line}")), "").busy;
    assert!(busy("TRANSP:OPAQUE"));
    assert!(!busy("TRANSP:TRANSPARENT"));
}
