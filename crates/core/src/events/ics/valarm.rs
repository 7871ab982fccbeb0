//! The VALARMs of an event (RFC 5545, 3.6.6): how long before its start the calendar reminds of it.

use ical::tree::line::IcalLine;
use storytime_types::profile::LeadTime;

use super::lines::{name, parameter, raw};
use crate::events::moment::{self, DAY};

const MINUTE: i64 = 60;

/// The VALARMs of one event while its lines come in.
#[derive(Default)]
pub(super) struct Alarms {
    open: Option<Alarm>,
    /// In minutes before the start.
    leads: Vec<u32>,
    /// Whether one says that there is none: Apple's calendars write an alarm of no action where the
    /// person took the usual one away.
    says_none: bool,
}

/// One VALARM.
#[derive(Default)]
struct Alarm {
    /// DISPLAY and AUDIO are for the person's own screen; EMAIL is the server's.
    is_shown: bool,
    is_none: bool,
    lead: Option<u32>,
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
            "TRIGGER" if is_of_the_start(line) => alarm.lead = minutes_before(&raw(line)),
            _ => {}
        }
    }

    /// Takes in its END.
    pub fn end(&mut self) {
        let Some(alarm) = self.open.take() else {
            return;
        };
        self.says_none |= alarm.is_none;
        let Some(lead) = alarm.lead.filter(|_| alarm.is_shown) else {
            return;
        };
        if !self.leads.contains(&lead) && self.leads.len() < LeadTime::MOST {
            self.leads.push(lead);
        }
    }

    /// The minutes before the start, the nearest first; empty where it is said that there are none.
    /// An event without any alarm says nothing: feeds and exports leave them out.
    pub fn into_minutes(mut self) -> Option<Vec<u32>> {
        self.leads.sort_unstable();
        (self.says_none || !self.leads.is_empty()).then_some(self.leads)
    }
}

/// Neither at a moment of its own (VALUE=DATE-TIME) nor counted from the end (RELATED=END): only
/// what is counted from the start moves with it.
fn is_of_the_start(line: &IcalLine<'_>) -> bool {
    let is = |parameter: Option<&str>, value: &str| {
        parameter.is_some_and(|found| found.eq_ignore_ascii_case(value))
    };
    !is(parameter(line, "RELATED"), "END") && !is(parameter(line, "VALUE"), "DATE-TIME")
}

/// How many minutes before the start a TRIGGER is, seconds rounded up; none after the start, and
/// none longer before it than a lead time may be.
fn minutes_before(trigger: &str) -> Option<u32> {
    let (days, seconds) = moment::duration(trigger)?;
    let before = -(days * DAY + seconds);
    let minutes = u32::try_from((before + MINUTE - 1).div_euclid(MINUTE)).ok()?;
    (minutes <= LeadTime::MAX_MINUTES).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use storytime_types::Instant;

    use crate::events::{Window, Zone, read};

    fn said(alarms: &str) -> Option<Vec<u32>> {
        let event = format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260105T090000Z\n{alarms}\n\
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
    #[case(";VALUE=DATE-TIME:20260105T084500Z", &[])]
    #[case(":-P365D", &[])]
    #[case(":soon", &[])]
    fn a_trigger_before_the_start_says_how_long(#[case] trigger: &str, #[case] expected: &[u32]) {
        assert_eq!(reminders(&alarm(trigger)), expected);
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
