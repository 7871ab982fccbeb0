//! The VALARMs of an event (RFC 5545, 3.6.6), as they come in.

use ical::tree::line::IcalLine;

use super::lines::{name, parameter, raw};
use crate::events::moment::{self, Clock, DAY, Moment};
use crate::events::triggers::{Trigger, Triggers};

/// The VALARMs of one event while its lines come in.
#[derive(Default)]
pub(super) struct Alarms {
    open: Option<Alarm>,
    said: Triggers,
}

/// One VALARM.
#[derive(Default)]
struct Alarm {
    /// DISPLAY and AUDIO are for the person's own screen; EMAIL is the server's.
    is_shown: bool,
    is_none: bool,
    trigger: Option<Trigger>,
}

impl Alarms {
    /// Whether lines belong to a VALARM now.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Takes in its BEGIN.
    pub fn begin(&mut self) {
        self.open = Some(Alarm::default());
    }

    /// Takes in one of its properties.
    pub fn property(&mut self, line: &IcalLine<'_>) {
        let Some(alarm) = &mut self.open else { return };
        match &*name(line) {
            "ACTION" => {
                let action = raw(line);
                let is = |named: &str| action.trim().eq_ignore_ascii_case(named);
                alarm.is_shown = is("DISPLAY") || is("AUDIO");
                alarm.is_none = is("NONE");
            }
            "TRIGGER" => alarm.trigger = trigger(line),
            _ => {}
        }
    }

    /// Takes in its END.
    pub fn end(&mut self) {
        let Some(alarm) = self.open.take() else {
            return;
        };
        if alarm.is_none {
            self.said.note_none();
        }
        if let Some(trigger) = alarm.trigger.filter(|_| alarm.is_shown) {
            self.said.take(trigger);
        }
    }

    /// What they say; nothing where there is none that counts.
    pub fn into_triggers(self) -> Option<Box<Triggers>> {
        self.said.says_something().then(|| Box::new(self.said))
    }
}

/// When an alarm goes off: counted from the start, from the end (RELATED=END), or at a moment of its
/// own, which is in UTC (RFC 5545, 3.8.6.3).
fn trigger(line: &IcalLine<'_>) -> Option<Trigger> {
    let value = raw(line);
    if let Some(moment) = Moment::parse(&value, Clock::Floating) {
        return (moment.clock == Clock::Utc).then_some(Trigger::At(moment.seconds));
    }
    let (days, seconds) = moment::duration(&value)?;
    let offset = days * DAY + seconds;
    let is_of_the_end =
        parameter(line, "RELATED").is_some_and(|related| related.eq_ignore_ascii_case("END"));
    Some(if is_of_the_end {
        Trigger::FromEnd(offset)
    } else {
        Trigger::FromStart(offset)
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use storytime_types::Instant;

    use crate::events::{Window, Zone, read};

    fn said(alarms: &str) -> Option<Vec<u32>> {
        let event = format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260105T090000Z\nDURATION:PT30M\n{alarms}\n\
             SUMMARY:Standup\nEND:VEVENT\nEND:VCALENDAR\n"
        );
        let calendar = read(event.replace('\n', "\r\n").as_bytes()).unwrap();
        let window = Window {
            from: Instant::parse("2026-01-01T00:00:00Z").unwrap(),
            to: Instant::parse("2026-02-01T00:00:00Z").unwrap(),
        };
        let mut shown = calendar.expand(window, &Zone::utc(), &[]).occurrences;
        let standup = shown.pop().unwrap();
        assert_eq!(standup.title, "Standup", "what follows an alarm is read");
        standup.reminders
    }

    fn reminders(alarms: &str) -> Vec<u32> {
        said(alarms).unwrap_or_default()
    }

    fn alarm(trigger: &str) -> String {
        format!("BEGIN:VALARM\nACTION:DISPLAY\nSUMMARY:Soon\nTRIGGER{trigger}\nEND:VALARM")
    }

    #[rstest]
    #[case(":-PT15M", &[15])]
    #[case(";RELATED=START:-P1D", &[1440])]
    #[case(":-P1W", &[10_080])]
    #[case(":PT0S", &[0])]
    #[case(":-PT90S", &[2])]
    #[case(":PT15M", &[])]
    #[case(";RELATED=END:-PT5M", &[])]
    #[case(";RELATED=END:-PT45M", &[15])]
    #[case(";RELATED=END:-PT30M", &[0])]
    #[case(";VALUE=DATE-TIME:20260105T084500Z", &[15])]
    #[case(";VALUE=DATE-TIME:20251225T090000Z", &[15_840])]
    #[case(";VALUE=DATE-TIME:20260105T091500Z", &[])]
    #[case(";VALUE=DATE-TIME:20250105T084500Z", &[])]
    #[case(";VALUE=DATE-TIME:20260105T084500", &[])]
    #[case(":20260105T083000Z", &[30])]
    #[case(":-P365D", &[])]
    #[case(":soon", &[])]
    fn a_trigger_before_the_start_says_how_long(#[case] trigger: &str, #[case] expected: &[u32]) {
        assert_eq!(reminders(&alarm(trigger)), expected);
    }

    /// The starts of the days on which a series reminds, with how many minutes before.
    fn of_series(rule: &str, alarms: &str) -> Vec<(String, Vec<u32>)> {
        let event = format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260105T090000Z\nDURATION:PT30M\n\
             RRULE:{rule}\n{alarms}\nEND:VEVENT\nEND:VCALENDAR\n"
        );
        let calendar = read(event.replace('\n', "\r\n").as_bytes()).unwrap();
        let window = Window {
            from: Instant::parse("2026-01-01T00:00:00Z").unwrap(),
            to: Instant::parse("2026-02-01T00:00:00Z").unwrap(),
        };
        let shown = calendar.expand(window, &Zone::utc(), &[]).occurrences;
        let reminding = shown.into_iter().filter_map(|one| {
            let reminders = one.reminders?;
            Some((one.instance.to_text(), reminders))
        });
        reminding.collect()
    }

    #[rstest]
    #[case("FREQ=DAILY;COUNT=20")]
    #[case("FREQ=WEEKLY;COUNT=3;BYDAY=MO,WE")]
    fn a_moment_of_its_own_is_for_the_instance_of_a_series_that_begins_within_a_day_of_it(
        #[case] rule: &str,
    ) {
        let moment = alarm(";VALUE=DATE-TIME:20260106T180000Z");
        let expected = ("2026-01-07T09:00:00Z".to_owned(), vec![900]);
        assert_eq!(of_series(rule, &moment), [expected]);
    }

    #[test]
    fn what_is_counted_from_the_end_goes_along_with_every_instance() {
        let reminding = of_series("FREQ=DAILY;COUNT=3", &alarm(";RELATED=END:-PT1H"));
        assert_eq!(reminding.len(), 3);
        assert!(reminding.iter().all(|(_, minutes)| *minutes == [30]));
    }

    #[test]
    fn a_moment_of_its_own_counts_for_a_whole_day_from_its_midnight() {
        let event = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20260105\r\n\
                     BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER;VALUE=DATE-TIME:20260104T170000Z\r\n\
                     END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let calendar = read(event.as_bytes()).unwrap();
        let window = Window {
            from: Instant::parse("2026-01-01T00:00:00Z").unwrap(),
            to: Instant::parse("2026-02-01T00:00:00Z").unwrap(),
        };
        let berlin = Zone::find("Europe/Berlin").unwrap();
        let shown = calendar.expand(window, &berlin, &[]).occurrences;
        assert_eq!(shown[0].reminders, Some(vec![6 * 60]));
    }

    #[test]
    fn several_are_told_once_each_with_the_nearest_first() {
        let alarms = [":-PT1H", ":-PT5M", ":-PT60M"].map(alarm).join("\n");
        assert_eq!(reminders(&alarms), [5, 60]);
        let many: Vec<_> = (1..100).map(|m| alarm(&format!(":-PT{m}M"))).collect();
        assert_eq!(reminders(&many.join("\n")).len(), 5);
    }

    #[test]
    fn only_what_shows_or_sounds_on_the_screen_counts() {
        let audio = alarm(":-PT10M").replace("DISPLAY", "audio");
        assert_eq!(reminders(&audio), [10]);
        for action in ["EMAIL", "PROCEDURE"] {
            assert_eq!(said(&alarm(":-PT10M").replace("DISPLAY", action)), None);
        }
    }

    #[test]
    fn an_alarm_of_no_action_says_that_there_is_none_and_no_alarm_says_nothing() {
        let none = alarm(";VALUE=DATE-TIME:19760401T005545Z").replace("DISPLAY", "NONE");
        assert_eq!(said(&none), Some(Vec::new()));
        assert_eq!(said(&format!("{none}\n{}", alarm(":-PT5M"))), Some(vec![5]));
        assert_eq!(said("COMMENT:quiet"), None);
    }

    #[test]
    fn what_lies_within_an_alarm_or_breaks_off_there_costs_nothing_else() {
        let nested = "BEGIN:VALARM\nACTION:DISPLAY\nBEGIN:X\nTRIGGER:-PT1M\nEND:X\n\
                      TRIGGER:-PT7M\nEND:VALARM";
        assert_eq!(reminders(nested), [7]);
        let open = format!("{}\nBEGIN:VALARM\nEND:X\nEND:VALARM", alarm(":-PT3M"));
        assert_eq!(reminders(&open), [3]);
    }
}
