//! The clocks that times are told on, with the zones behind them.

use std::sync::LazyLock;

use super::event::{Event, Replaced};
use super::layout::{Fixed, Layout};
use super::moment::{Clock, DAY, Length, Moment};
use super::series_clock::SeriesClock;
use super::zones::{Steady, Zone};

static UTC: LazyLock<Zone> = LazyLock::new(Zone::utc);

/// Makes instants of what a calendar says.
#[derive(Clone, Copy)]
pub(super) struct Clocks<'c> {
    /// The calendar's zones, by number.
    pub zones: &'c [Option<Zone>],
    /// The zone of whoever looks.
    pub floating: &'c Zone,
}

impl<'c> Clocks<'c> {
    /// The zone of a time; none for a date.
    pub fn zone(self, clock: Clock) -> Option<&'c Zone> {
        match clock {
            Clock::Date => None,
            Clock::Utc => Some(&UTC),
            Clock::Floating => Some(self.floating),
            Clock::Zone(number) => {
                let known = self.zones.get(number).and_then(Option::as_ref);
                Some(known.unwrap_or(self.floating))
            }
        }
    }

    /// The clock of a series with this DTSTART.
    pub fn of_series(self, first: Moment) -> SeriesClock<'c> {
        SeriesClock {
            zone: self.zone(first.clock),
            first,
        }
    }

    /// The instant of a time, in seconds; of a date its midnight in UTC.
    pub fn to_utc(self, moment: Moment) -> i64 {
        self.zone(moment.clock)
            .map_or(moment.seconds, |zone| zone.to_utc(moment.seconds))
    }

    /// A time of an RDATE, EXDATE or RECURRENCE-ID as an original start of the series. Of a date in
    /// a timed series only the day is known: then it is the start that the series has on that day,
    /// at its usual time.
    pub fn original(self, moment: Moment, series: SeriesClock<'c>) -> i64 {
        match (series.zone, moment.is_date()) {
            (None, _) => moment.day(),
            (Some(zone), true) => {
                let time = series.first.seconds - series.first.day();
                zone.to_utc(moment.seconds + time)
            }
            (Some(_), false) => self.to_utc(moment),
        }
    }

    /// The last original start that UNTIL admits. A date admits its whole day.
    pub fn until(self, until: Moment, series: SeriesClock<'c>) -> i64 {
        match series.zone {
            None => until.day(),
            Some(zone) if until.is_date() => zone.to_utc(until.seconds + DAY) - 1,
            Some(_) => self.to_utc(until),
        }
    }

    /// With a DTEND every instance takes exactly as long, with a DURATION as long by the calendar
    /// (RFC 5545, 3.8.5.3).
    pub fn length(self, start: Moment, length: Length) -> Fixed {
        if start.is_date() {
            let days = match length {
                Length::Until(end) => (end.day() - start.day()) / DAY,
                Length::For { days, .. } => days,
                Length::Unsaid => 1,
            };
            return Fixed {
                days: days.max(1),
                seconds: 0,
            };
        }
        let (days, seconds) = match length {
            Length::Until(end) => {
                let clock = if end.is_date() {
                    start.clock
                } else {
                    end.clock
                };
                let end = Moment { clock, ..end };
                (0, self.to_utc(end) - self.to_utc(start))
            }
            Length::For { days, seconds } => (days, seconds),
            Length::Unsaid => (0, 0),
        };
        Fixed {
            days,
            seconds: seconds.max(0),
        }
    }

    /// How an event lies by itself.
    pub fn layout(self, event: &'c Event) -> Layout<'c> {
        Layout {
            event,
            from: i64::MIN,
            shift: 0,
            zone: self.zone(event.start.clock),
            length: self.length(event.start, event.length),
            steady: Steady::unknown(),
        }
    }

    /// How the instances of a series lie from the one on that an event replaces, which moved by as
    /// much (RFC 5545, 3.2.13 RANGE).
    pub fn layout_from(
        self,
        event: &'c Event,
        replaced: Replaced,
        series: SeriesClock<'c>,
    ) -> Layout<'c> {
        let from = self.original(replaced.instance, series);
        // Written in UTC it still follows the clock of its series.
        let follows = event.start.clock == Clock::Utc && series.zone.is_some();
        let (zone, start) = if follows {
            (series.zone, series.local(self.to_utc(event.start)))
        } else {
            (self.zone(event.start.clock), event.start.seconds)
        };
        Layout {
            from,
            shift: start - series.local(from),
            zone,
            ..self.layout(event)
        }
    }
}
