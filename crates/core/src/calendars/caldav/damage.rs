//! Events whose text is damaged: what was known of them stays, and their owner is told.

use bytes::Bytes;

use super::copy::Kept;
use crate::calendars::ics::body;

/// The longest title that a sentence names, in characters.
const LONGEST_TITLE: usize = 80;

/// A text that can stand beside others, since one that breaks off would swallow the next. Of a
/// damaged one nothing is taken.
pub(super) fn whole(mut data: String, key: &str, known: Option<Kept>) -> Kept {
    data.push_str("\r\n");
    let what = called(&data, key);
    let Err(error) = body::check(data.as_bytes(), &what) else {
        return Kept {
            text: Bytes::from(data),
            ..Kept::default()
        };
    };
    tracing::warn!("an event of a CalDAV calendar is damaged on its server");
    let text = known.map(|kept| kept.text).unwrap_or_default();
    let outcome = if text.is_empty() {
        "it is left out"
    } else {
        "it stays as it was before"
    };
    Kept {
        fault: Some(format!("{error}: {outcome} until it is saved there again")),
        text,
        ..Kept::default()
    }
}

/// What a sentence calls an event of which there is only a damaged text.
fn called(text: &str, key: &str) -> String {
    let title = text.lines().find_map(|line| {
        let (name, title) = line.split_once(':')?;
        let name = name.split(';').next().unwrap_or_default();
        let title = title.trim();
        (name.eq_ignore_ascii_case("SUMMARY") && !title.is_empty()).then_some(title)
    });
    let name = match title {
        Some(title) => title,
        None => key.rsplit('/').next().unwrap_or_default(),
    };
    let shown = name.chars().filter(|sign| !sign.is_control());
    let shown: String = shown.take(LONGEST_TITLE).collect();
    format!("\"{shown}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const EVENT: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY;LANGUAGE=en:Retro\r\nEND:VEVENT\r\nEND:VCALENDAR";

    #[test]
    fn a_whole_text_is_taken() {
        let kept = whole(EVENT.into(), "/a.ics", None);
        assert_eq!(kept.fault, None);
        assert!(kept.text.starts_with(EVENT.as_bytes()));
    }

    #[rstest]
    #[case(&EVENT[..60], "\"Retro\" ends in the middle, without END:VCALENDAR")]
    #[case("BEGIN:VCALENDAR", "\"a b.ics\" ends in the middle")]
    #[case("<html>", "\"a b.ics\" gave a web page")]
    #[case("", "\"a b.ics\" is empty")]
    #[case("SUMMARY:\u{1b}[2J", "\"[2J\" is not a calendar")]
    fn a_damaged_text_is_told_of_by_its_title_or_its_place(
        #[case] text: &str,
        #[case] begins: &str,
    ) {
        let kept = whole(text.into(), "/ann/work/a b.ics", None);
        let fault = kept.fault.unwrap();
        assert!(fault.starts_with(begins), "{fault}");
        assert!(fault.contains("it is left out"), "{fault}");
        assert!(kept.text.is_empty());
    }

    #[test]
    fn what_was_known_before_the_damage_stays() {
        let known = whole(EVENT.into(), "/a.ics", None);

        let kept = whole(EVENT[..60].into(), "/a.ics", Some(known.clone()));

        assert_eq!(kept.text, known.text);
        let fault = kept.fault.unwrap();
        assert!(fault.contains("stays as it was before"), "{fault}");
    }
}
