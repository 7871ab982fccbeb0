use rstest::rstest;

use super::*;
use crate::events::expansion::Window;
use crate::events::occurrence::Occurrence;
use storytime_types::Instant;

fn shown(calendar: &Calendar) -> Vec<Occurrence> {
    let window = Window {
        from: Instant::parse("2026-01-01T00:00:00Z").unwrap(),
        to: Instant::parse("2027-01-01T00:00:00Z").unwrap(),
    };
    calendar.expand(window, &Zone::utc(), &[]).occurrences
}

fn titles(calendar: &Calendar) -> Vec<String> {
    shown(calendar).into_iter().map(|one| one.title).collect()
}

fn file(lines: &str) -> String {
    let lines: Vec<_> = lines.lines().map(str::trim).collect();
    format!(
        "BEGIN:VCALENDAR\r\n{}\r\nEND:VCALENDAR\r\n",
        lines.join("\r\n")
    )
}

fn event(uid: &str, lines: &str) -> String {
    format!("BEGIN:VEVENT\nUID:{uid}\nDTSTART:20260105T090000Z\n{lines}\nEND:VEVENT")
}

fn warned(calendar: &Calendar) -> Vec<(u32, &str)> {
    let warnings = calendar.warnings().iter();
    warnings.map(|one| (one.line, one.component)).collect()
}

#[test]
fn a_calendar_says_its_colour_and_its_zone() {
    let both = "COLOR:turquoise\nX-APPLE-CALENDAR-COLOR:#FF2968\nX-WR-TIMEZONE:Europe/Berlin";
    let calendar = read(file(both).as_bytes()).unwrap();
    assert_eq!(calendar.color(), Some("#FF2968"));
    assert_eq!(calendar.zone(), Some("Europe/Berlin"));
    let other = read(file("COLOR:#abcdef").as_bytes()).unwrap();
    assert_eq!((other.color(), other.zone()), (Some("#abcdef"), None));
}

#[test]
fn a_calendar_says_its_name_and_how_often_to_fetch_it() {
    let text =
        file("VERSION:2.0\nX-WR-CALNAME:Work\\, mostly\nREFRESH-INTERVAL;VALUE=DURATION:PT1H");
    let calendar = read(text.as_bytes()).unwrap();
    assert_eq!(calendar.name(), Some("Work, mostly"));
    assert_eq!(calendar.refresh_interval(), Some(3_600_000));
    let other = read(file("NAME:Home\nX-PUBLISHED-TTL:P1D").as_bytes()).unwrap();
    assert_eq!(other.name(), Some("Home"));
    assert_eq!(other.refresh_interval(), Some(86_400_000));
    assert_eq!(read(file("X-WR-CALNAME:").as_bytes()).unwrap().name(), None);
}

#[rstest]
#[case(b"", ReadError::Empty)]
#[case(b"\xEF\xBB\xBF\r\n \r\n", ReadError::Empty)]
#[case(b"<!DOCTYPE html><html>", ReadError::HtmlPage)]
#[case(b"\n<HTML><body>Sign in", ReadError::HtmlPage)]
#[case(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ReadError::NotText)]
#[case(b"PK\x03\x04\x14\0\x08", ReadError::NotText)]
#[case(b"\xFF\xFEB\0E\0\x00\xD8", ReadError::Encoding { encoding: "UTF-16LE" })]
fn what_is_no_calendar_is_refused(#[case] bytes: &[u8], #[case] error: ReadError) {
    assert_eq!(read(bytes).unwrap_err(), error);
}

#[test]
fn a_refusal_says_the_line_and_what_is_there() {
    let error = read(b"\r\n\r\n{\"error\": \"not found\"}\r\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 3: a calendar begins with BEGIN:VCALENDAR, this begins with \
         \"{\"error\": \"not found\"}\": choose a file that ends in .ics"
    );
}

#[test]
fn what_is_there_instead_is_quoted_in_letters_whatever_its_encoding() {
    let long = format!("Eink\u{e4}ufe {}", "\u{e4}".repeat(200));
    let latin1: Vec<u8> = long.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let quoted = format!("this begins with \"Eink\u{e4}ufe {}\"", "\u{e4}".repeat(31));
    for bytes in [long.as_bytes(), &latin1] {
        let said = read(bytes).unwrap_err().to_string();
        assert!(said.contains(&quoted), "{said}");
    }
}

#[test]
fn a_value_that_is_no_text_is_not_quoted_as_if_it_were() {
    let mut bytes = file(&event("a", "SUMMARY:One\nDTEND:??\nEXDATE:soon?")).into_bytes();
    for byte in bytes.iter_mut().filter(|byte| **byte == b'?') {
        *byte = 0x81;
    }
    let calendar = read(&bytes).unwrap();
    let said: Vec<_> = calendar.warnings().iter().map(|one| &*one.cause).collect();
    assert_eq!(
        said,
        [
            "cannot read DTEND (not text), the end of \"One\": set it again in the calendar",
            "cannot read EXDATE \"soon\", the days on which \"One\" is left out: set it again in \
             the calendar",
        ]
    );
}

#[test]
fn a_zone_that_nobody_knows_is_named_with_the_events_that_it_moves() {
    let landing = |uid: &str| {
        format!(
            "BEGIN:VEVENT\nUID:{uid}\nDTSTART;TZID=Mars/Olympus Mons:20260105T090000\n\
             DTEND;TZID=Mars/Olympus Mons:20260105T100000\nSUMMARY:Landing {uid}\nEND:VEVENT"
        )
    };
    let said = |events: &[String]| {
        let calendar = read(file(&events.join("\n")).as_bytes()).unwrap();
        let warnings: Vec<_> = calendar
            .warnings()
            .iter()
            .map(ToString::to_string)
            .collect();
        warnings.join("; ")
    };
    assert_eq!(
        said(&[event("a", "SUMMARY:One"), landing("1")]),
        "line 9, VEVENT: nobody knows the time zone \"Mars/Olympus Mons\" of \"Landing 1\": the times \
         are read as local. Choose another zone for it in the calendar"
    );
    let three = said(&[landing("1"), landing("2"), landing("3")]);
    assert!(
        three.contains("of \"Landing 1\" and 2 other events: "),
        "{three}"
    );
}

fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

#[test]
fn calendars_are_read_in_the_encodings_that_they_come_in() {
    let text = file(&event("a", "SUMMARY:Käse für Zoë"));
    let latin1: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let little = [b"\xFF\xFE".to_vec(), utf16(&text, u16::to_le_bytes)].concat();
    let big = [b"\xFE\xFF".to_vec(), utf16(&text, u16::to_be_bytes)].concat();
    for bytes in [
        text.clone().into_bytes(),
        latin1,
        marked,
        little,
        big,
        utf16(&text, u16::to_le_bytes),
        text.replace("\r\n", "\n").into_bytes(),
        text.replace("\r\n", "\r").into_bytes(),
    ] {
        assert_eq!(titles(&read(&bytes).unwrap()), ["Käse für Zoë"]);
    }
}

#[test]
fn one_line_in_another_encoding_does_not_spoil_the_rest() {
    let mut bytes = file(&format!(
        "{}\n{}",
        event("a", "SUMMARY:Zoë"),
        event("b", "SUMMARY:K?se")
    ))
    .into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[at] = 0xE4;
    assert_eq!(titles(&read(&bytes).unwrap()), ["Zoë", "Käse"]);
}

#[test]
fn an_old_calendar_may_say_its_charset_and_quote_its_text() {
    let text = file(&format!(
        "VERSION:1.0\n{}\n{}",
        event(
            "a",
            "SUMMARY;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:K=E4se=\nbrot"
        ),
        event("b", "SUMMARY;QUOTED-PRINTABLE:Z=C3=AB"),
    ));
    assert_eq!(titles(&read(text.as_bytes()).unwrap()), ["Käsebrot", "Zë"]);
}

#[test]
fn folded_lines_are_one_even_within_a_letter() {
    let text = file(&event("a", "SUMMARY:Tea and c?ke!with cream"));
    let mut bytes = text.replace('!', "\r\n\t ").into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes.splice(at..=at, *b"\xC3\r\n \xA4");
    assert_eq!(titles(&read(&bytes).unwrap()), ["Tea and cäke with cream"]);
}

#[test]
fn what_is_damaged_is_left_out_with_a_warning_each_and_the_rest_goes_on() {
    let text = file(&format!(
        "BEGIN:VEVENT\nUID:no-start\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:bad-start\nDTSTART:yesterday\nEND:VEVENT\n\
         {}\nthis is no property\n continued: here\n\
         BEGIN:VEVENT\nUID:never-closed\nDTSTART:20260105T090000Z\n\
         {}",
        event("a", "SUMMARY:One"),
        event("b", "SUMMARY:Two"),
    ));
    let calendar = read(text.as_bytes()).unwrap();
    assert_eq!(titles(&calendar), ["One", "Two"]);
    let damaged = [
        (2, "VEVENT"),
        (7, "VEVENT"),
        (5, "VEVENT"),
        (14, "VCALENDAR"),
        (16, "VEVENT"),
    ];
    assert_eq!(warned(&calendar), damaged);
}

#[test]
fn an_event_survives_what_it_can_do_without() {
    let calendar = read(
        file(&event(
            "a",
            "SUMMARY:One\nRRULE:FREQ=FORTNIGHTLY\nEXDATE:soon,20260106T090000Z\nDTEND:later\n\
             a line without a colon\nBEGIN:VALARM\nTRIGGER:-PT5M\nSUMMARY:Not this\nEND:VALARM",
        ))
        .as_bytes(),
    )
    .unwrap();
    assert_eq!(titles(&calendar), ["One"]);
    let lines = [(9, "VEVENT"), (7, "VEVENT"), (8, "VEVENT"), (6, "VEVENT")];
    assert_eq!(warned(&calendar), lines);
}

#[test]
fn an_alarm_that_is_never_closed_takes_nothing_with_it() {
    let text = file(&format!(
        "{}\n{}",
        event("a", "SUMMARY:One\nBEGIN:VALARM\nTRIGGER:-PT5M"),
        event("b", "SUMMARY:Two"),
    ));
    assert_eq!(titles(&read(text.as_bytes()).unwrap()), ["One", "Two"]);
}

#[test]
fn a_file_without_one_readable_event_is_refused_by_the_first_cause() {
    let broken =
        |uid: &str| format!("BEGIN:VEVENT\nUID:{uid}\nDTSTART:20260105T090000.5Z\nEND:VEVENT");
    let text = file(&format!("{}\n{}", broken("a"), broken("b")));
    let refused = read(text.as_bytes()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "line 4: none of its events can be read: cannot read DTSTART \"20260105T090000.5Z\", the start \
         of an event without a title: set it again in the calendar"
    );
    let empty = read(file("VERSION:2.0").as_bytes()).unwrap();
    assert!(empty.warnings().is_empty(), "a calendar may have no events");
}

#[test]
fn a_file_that_ends_in_the_middle_keeps_what_is_whole() {
    let text = file(&format!(
        "{}\n{}",
        event("a", "SUMMARY:One"),
        event("b", "SUMMARY:Two")
    ));
    let cut = &text.as_bytes()[..text.len() - 40];
    let calendar = read(cut).unwrap();
    assert_eq!(titles(&calendar), ["One"]);
    assert_eq!(warned(&calendar), [(7, "VEVENT")]);
}

#[test]
fn an_event_without_a_uid_gets_one_that_stays() {
    let text = file("BEGIN:VEVENT\nDTSTART:20260105T090000Z\nSUMMARY:One\nEND:VEVENT");
    let uid = |text: &str| shown(&read(text.as_bytes()).unwrap())[0].uid.clone();
    assert_eq!(
        uid(&text),
        uid(&text.replace("END:VEVENT", "LOCATION:Roof\r\nEND:VEVENT"))
    );
    assert_ne!(uid(&text), uid(&text.replace("One", "Two")));
}

#[test]
fn of_two_events_with_one_uid_the_later_revision_counts() {
    let newer = event("a", "SEQUENCE:2\nSUMMARY:New");
    let older = event("a", "SEQUENCE:1\nSUMMARY:Old");
    for text in [format!("{newer}\n{older}"), format!("{older}\n{newer}")] {
        let calendar = read(file(&text).as_bytes()).unwrap();
        assert_eq!(titles(&calendar), ["New"]);
        assert_eq!(calendar.warnings().len(), 1);
    }
}

#[test]
fn several_calendars_in_one_file_are_read_together() {
    let one = file(&event("a", "SUMMARY:One"));
    let two = file(&event("b", "SUMMARY:Two"));
    assert_eq!(
        titles(&read(format!("{one}{two}").as_bytes()).unwrap()),
        ["One", "Two"]
    );
}

#[test]
fn to_dos_and_journals_are_no_events() {
    let todo = event("a", "SUMMARY:Sweep").replace("VEVENT", "VTODO");
    assert!(titles(&read(file(&todo).as_bytes()).unwrap()).is_empty());
}

#[test]
fn components_nested_without_end_are_read_without_harm() {
    let deep = "BEGIN:X\r\n".repeat(200_000);
    let in_zone = format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Deep\r\n{deep}END:VTIMEZONE\r\n\
         BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=Deep:20260105T090000\r\nEND:VEVENT\r\n"
    );
    let calendar = read(in_zone.as_bytes()).unwrap();
    assert_eq!(shown(&calendar).len(), 1);
    assert!(read(format!("BEGIN:VCALENDAR\r\n{deep}").as_bytes()).is_ok());
}

#[test]
fn a_file_full_of_mistakes_has_a_bounded_list_of_them() {
    let calendar = read(file(&"no colon here\n".repeat(10_000)).as_bytes()).unwrap();
    assert_eq!(calendar.warnings().len(), Warnings::MOST + 1);
}

mod any_bytes {
    use proptest::prelude::*;

    use super::*;

    const SEED: &str = include_str!("../../../tests/fixtures/events.ics");

    /// Reads and expands: whatever comes out, nothing panics.
    fn survive(bytes: &[u8]) {
        if let Ok(calendar) = read(bytes) {
            let _ = shown(&calendar);
        }
    }

    fn mutation() -> impl Strategy<Value = (usize, usize, Vec<u8>)> {
        let token = prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..4),
            proptest::sample::select(vec![
                "\r\n",
                "\n ",
                ":",
                ";",
                "\"",
                ",",
                "=",
                "/",
                "-",
                "Z",
                "T",
                "é",
                "99999999999",
                "BEGIN:VEVENT\r\n",
                "END:VEVENT\r\n",
                "END:VCALENDAR\r\n",
                "BEGIN:VTIMEZONE\r\n",
                "RRULE:FREQ=YEARLY;BYDAY=-53SU;BYWEEKNO=-53\r\n",
                "DTSTART:00000101\r\n",
                "DTSTART:99991231T235960Z\r\n",
                "DURATION:P99999W\r\n",
                "COUNT=0;",
                "INTERVAL=0;",
                "RDATE;VALUE=PERIOD:99991231T000000/P1W\r\n",
                "UNTIL=00000101T000000Z;",
            ])
            .prop_map(|text| text.as_bytes().to_vec()),
        ];
        (0..SEED.len(), 0..20_usize, token)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
            survive(&bytes);
            survive(&[b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n".as_slice(), &bytes].concat());
        }

        #[test]
        fn of_a_mutated_calendar_never_panic(
            mutations in proptest::collection::vec(mutation(), 1..12)
        ) {
            let mut bytes = SEED.as_bytes().to_vec();
            for (at, length, with) in mutations {
                let at = at.min(bytes.len());
                let end = (at + length).min(bytes.len());
                bytes.splice(at..end, with);
            }
            survive(&bytes);
        }
    }
}

#[rstest]
#[case(
    "CONFERENCE;VALUE=URI;FEATURE=CHAT:https://chat.example.com/x\n\
     CONFERENCE;VALUE=URI;FEATURE=PHONE,AUDIO:tel:+123\n\
     CONFERENCE;VALUE=URI;FEATURE=AUDIO:https://sound.example.com/y\n\
     CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Room:https://video.example.com/y",
    "https://video.example.com/y"
)]
#[case(
    "CONFERENCE;FEATURE=\"CHAT\":https://chat.example.com/x\nLOCATION:zoom.us/j/1",
    "https://zoom.us/j/1"
)]
#[case(
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK:https://video.example.com/y",
    "https://video.example.com/y"
)]
fn the_way_into_a_meeting_comes_before_its_chat_and_its_telephone(
    #[case] lines: &str,
    #[case] link: &str,
) {
    let calendar = read(file(&event("a", lines)).as_bytes()).unwrap();
    assert_eq!(shown(&calendar)[0].meeting_link.as_deref(), Some(link));
}
