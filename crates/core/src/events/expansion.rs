//! From a calendar to the instances that a window shows (RFC 5545, 3.8.5).

use storytime_types::Instant;

use super::event::{Event, Recurrence};
use super::ics::{Calendar, Warning, Warnings};
use super::layout::{Fixed, Layout, SeriesClock, reach};
use super::moment::{self, Clock, DAY, Length, Moment};
use super::occurrence::{InstanceKey, Occurrence, Span};
use super::recurrence::{Effort, Rule};
use super::series::Series;
use super::zones::{Steady, Zone};

/// How many instances of one series a window shows at most.
const MOST_OF_A_SERIES: usize = 10_000;

/// How many instances a rule may have before the window begins, where they must be counted.
const MOST_BEFORE: usize = 1_000_000;

/// How much text one expansion hands out at most, in bytes.
const MOST_TEXT: usize = 256 << 20;

/// Local times lie within this many seconds of UTC.
const APART: i64 = 2 * DAY;

/// From a moment up to, and without, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its beginning.
    pub from: Instant,
    /// Its end, not part of it.
    pub to: Instant,
}

/// What a window shows of a calendar.
#[derive(Debug, Default)]
pub struct Expansion {
    /// The instances, cancelled ones among them; series by series, each in order of time.
    pub occurrences: Vec<Occurrence>,
    /// What had to be left out.
    pub warnings: Vec<Warning>,
}

/// One instance, its texts not yet copied.
#[derive(Clone, Debug)]
pub struct Instance<'c> {
    event: &'c Event,
    /// Which instance of its event.
    pub key: InstanceKey,
    /// When it takes place.
    pub span: Span,
}

impl Instance<'_> {
    /// Its event's UID.
    #[must_use]
    pub fn uid(&self) -> &str {
        &self.event.uid
    }

    fn text_length(&self) -> usize {
        let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        self.event.title.len() + length(&self.event.description) + length(&self.event.location)
    }

    fn occurrence(&self, own_addresses: &[String]) -> Occurrence {
        let event = self.event;
        Occurrence {
            uid: event.uid.clone(),
            instance: self.key.clone(),
            span: self.span.clone(),
            title: event.title.clone(),
            description: event.description.clone(),
            location: event.location.clone(),
            meeting_link: event.meeting_link.clone(),
            attendee_count: event.attendee_count,
            certainty: event.certainty,
            busy: event.busy,
            response: event.response(own_addresses),
        }
    }
}

impl Calendar {
    /// The instances that overlap a window. Floating times and all-day dates are read in
    /// `floating`, the zone of whoever looks; `own_addresses` find the person's own answer.
    #[must_use]
    pub fn expand(&self, window: Window, floating: &Zone, own_addresses: &[String]) -> Expansion {
        let (instances, mut warnings) = self.instances(window, floating);
        let mut expansion = Expansion::default();
        let mut text = 0;
        for instance in &instances {
            text += instance.text_length();
            if text > MOST_TEXT {
                warnings.push(Warning {
                    line: instance.event.line,
                    component: "VCALENDAR",
                    cause: "more text than a calendar can hold; the rest is left out".to_owned(),
                });
                break;
            }
            expansion
                .occurrences
                .push(instance.occurrence(own_addresses));
        }
        expansion.warnings = warnings;
        expansion
    }

    /// As [`Calendar::expand`], without copying texts.
    #[must_use]
    pub fn instances<'c>(
        &'c self,
        window: Window,
        floating: &'c Zone,
    ) -> (Vec<Instance<'c>>, Vec<Warning>) {
        let mut expander = Expander {
            calendar: self,
            window,
            floating,
            found: Vec::new(),
            warnings: Warnings::default(),
            effort: Effort::new(),
            starts: Vec::new(),
        };
        for series in &self.series {
            expander.series(series);
        }
        (expander.found, expander.warnings.into_list())
    }
}

struct Expander<'c> {
    calendar: &'c Calendar,
    window: Window,
    floating: &'c Zone,
    found: Vec<Instance<'c>>,
    warnings: Warnings,
    effort: Effort,
    /// The original starts of the series at hand, kept for its memory.
    starts: Vec<i64>,
}

impl<'c> Expander<'c> {
    fn series(&mut self, series: &'c Series) {
        match &series.base {
            Some(base) if base.recurrence.is_some() || !series.overrides.is_empty() => {
                self.recurring(base, &series.overrides);
            }
            Some(base) => {
                if !self.is_far(base) {
                    self.single(base, InstanceKey::Single);
                }
            }
            None => {
                for changed in &series.overrides {
                    let key = self.lone_key(changed);
                    self.single(changed, key);
                }
            }
        }
    }

    /// Whether a single event is out of the window by a margin, told without its zone.
    fn is_far(&self, event: &Event) -> bool {
        let start = event.start.seconds;
        let length = match event.length {
            Length::Until(end) => end.seconds - start,
            Length::For { days, seconds } => days * DAY + seconds,
            Length::Unsaid => DAY,
        };
        start - APART > seconds(self.window.to)
            || start + length + APART < seconds(self.window.from)
    }

    fn single(&mut self, event: &'c Event, key: InstanceKey) {
        let mut layout = self.layout(event, None);
        let span = layout.span(event.start.seconds);
        self.show(event, key, span);
    }

    fn show(&mut self, event: &'c Event, key: InstanceKey, span: Span) -> bool {
        let shown = self.overlaps(&span);
        if shown {
            self.found.push(Instance { event, key, span });
        }
        shown
    }

    fn overlaps(&self, span: &Span) -> bool {
        let (start, end) = match span {
            Span::Timed { start, end } => (*start, *end),
            Span::AllDay { first, end } => {
                (self.floating.midnight(*first), self.floating.midnight(*end))
            }
        };
        start < self.window.to
            && (end > self.window.from || (start == end && start >= self.window.from))
    }

    /// The zone of a time; none for a date.
    fn zone(&self, clock: Clock) -> Option<&'c Zone> {
        static UTC: std::sync::LazyLock<Zone> = std::sync::LazyLock::new(Zone::utc);
        match clock {
            Clock::Date => None,
            Clock::Utc => Some(&UTC),
            Clock::Floating => Some(self.floating),
            Clock::Zone(number) => {
                let known = self.calendar.zones.get(number).and_then(Option::as_ref);
                Some(known.unwrap_or(self.floating))
            }
        }
    }

    fn clock(&self, start: Moment) -> SeriesClock<'c> {
        SeriesClock {
            zone: self.zone(start.clock),
        }
    }

    fn to_utc(&self, moment: Moment) -> i64 {
        self.zone(moment.clock)
            .map_or(moment.seconds, |zone| zone.to_utc(moment.seconds))
    }

    /// A time of an RDATE, EXDATE or RECURRENCE-ID as an original start of the series. Of a date in
    /// a timed series only the day is known: then it is the start that the series has on that day,
    /// at its usual time.
    fn original(&self, moment: Moment, clock: SeriesClock<'c>, usual: Moment) -> i64 {
        match (clock.zone, moment.is_date()) {
            (None, _) => moment.day(),
            (Some(zone), true) => zone.to_utc(moment.seconds + usual.seconds - usual.day()),
            (Some(_), false) => self.to_utc(moment),
        }
    }

    /// The key of a changed instance whose series is not in the file.
    fn lone_key(&self, changed: &Event) -> InstanceKey {
        changed.replaces.map_or(InstanceKey::Single, |replaced| {
            let clock = self.clock(replaced.instance);
            clock.key(self.original(replaced.instance, clock, changed.start))
        })
    }

    fn layout(&self, event: &'c Event, base: Option<(SeriesClock<'c>, Moment)>) -> Layout<'c> {
        let (from, shift) = match (base, event.replaces) {
            (Some((clock, usual)), Some(replaced)) => {
                let from = self.original(replaced.instance, clock, usual);
                (from, event.start.seconds - clock.local(from))
            }
            _ => (i64::MIN, 0),
        };
        Layout {
            event,
            from,
            shift,
            zone: self.zone(event.start.clock),
            length: self.fixed(event.start, event.length),
            steady: Steady::unknown(),
        }
    }

    /// With a DTEND every instance takes exactly as long, with a DURATION as long by the calendar
    /// (RFC 5545, 3.8.5.3).
    fn fixed(&self, start: Moment, length: Length) -> Fixed {
        let (days, seconds) = match length {
            Length::Until(end) if start.is_date() => ((end.day() - start.day()) / DAY, 0),
            Length::Until(end) if end.is_date() => {
                let end = Moment {
                    clock: start.clock,
                    ..end
                };
                (0, self.to_utc(end) - self.to_utc(start))
            }
            Length::Until(end) => (0, self.to_utc(end) - self.to_utc(start)),
            Length::For { days, seconds } => (days, seconds),
            Length::Unsaid => (0, 0),
        };
        Fixed {
            days: days.max(i64::from(start.is_date())),
            seconds: if start.is_date() { 0 } else { seconds.max(0) },
        }
    }

    fn recurring(&mut self, base: &'c Event, overrides: &'c [Event]) {
        let clock = self.clock(base.start);
        let mut layouts = vec![self.layout(base, None)];
        let mut replaced = Vec::new();
        for changed in overrides {
            let layout = self.layout(changed, Some((clock, base.start)));
            replaced.push(layout.from);
            let key = clock.key(layout.from);
            if changed.replaces.is_some_and(|replaced| replaced.and_future) {
                layouts.push(layout);
            }
            self.single(changed, key);
        }
        replaced.sort_unstable();
        layouts.sort_by_key(|layout| layout.from);
        let lengths = self.own_lengths(base, clock);
        self.collect_starts(base, clock, reach(&layouts, &lengths));
        let starts = std::mem::take(&mut self.starts);
        self.lay_out(base, clock, &starts, &replaced, &lengths, &mut layouts);
        self.starts = starts;
    }

    fn lay_out(
        &mut self,
        base: &'c Event,
        clock: SeriesClock<'c>,
        starts: &[i64],
        replaced: &[i64],
        lengths: &[(i64, Fixed)],
        layouts: &mut [Layout<'c>],
    ) {
        let mut shown = 0;
        for start in starts {
            if !replaced.is_empty() && replaced.binary_search(start).is_ok() {
                continue;
            }
            let at = layouts.partition_point(|layout| layout.from <= *start);
            let Some(layout) = layouts.get_mut(at.saturating_sub(1)) else {
                return;
            };
            let own = lengths.binary_search_by_key(start, |(start, _)| *start);
            let length = own.map_or(layout.length, |at| lengths[at].1);
            let span = layout.span_of(*start, clock, length);
            let event = layout.event;
            shown += usize::from(self.show(event, clock.key(*start), span));
            if shown == MOST_OF_A_SERIES {
                let cause = format!("only {MOST_OF_A_SERIES} instances of it are shown at a time");
                self.warnings.add(base.line, "VEVENT", cause);
                return;
            }
        }
    }

    /// The lengths that PERIODs of an RDATE bring for their instances, by original start.
    fn own_lengths(&self, base: &Event, clock: SeriesClock<'c>) -> Vec<(i64, Fixed)> {
        let dates = base
            .recurrence
            .iter()
            .flat_map(|recurrence| &recurrence.dates);
        let mut lengths: Vec<_> = dates
            .filter_map(|extra| {
                let start = self.original(extra.start, clock, base.start);
                Some((start, self.fixed(extra.start, extra.length?)))
            })
            .collect();
        lengths.sort_by_key(|(start, _)| *start);
        lengths
    }

    /// Gathers the original starts whose instances can reach into the window.
    fn collect_starts(&mut self, base: &Event, clock: SeriesClock<'c>, reach: (i64, i64)) {
        let from = seconds(self.window.from) - reach.0 - APART;
        let to = seconds(self.window.to) + reach.1 + APART;
        self.starts.clear();
        let within = |start: i64| start >= from && start <= to;
        let first = clock.start(base.start.seconds, &mut Steady::unknown());
        if within(first) {
            self.starts.push(first);
        }
        let Some(recurrence) = &base.recurrence else {
            return;
        };
        let mut starts = std::mem::take(&mut self.starts);
        for rule in &recurrence.rules {
            self.walk(base, rule, clock, (from, to), &mut starts);
        }
        for extra in &recurrence.dates {
            let start = self.original(extra.start, clock, base.start);
            if within(start) {
                starts.push(start);
            }
        }
        if !starts.is_sorted_by(|one, next| one < next) {
            starts.sort_unstable();
            starts.dedup();
        }
        self.except(base, recurrence, clock, (from, to), &mut starts);
        self.starts = starts;
    }

    fn walk(
        &mut self,
        base: &Event,
        rule: &Rule,
        clock: SeriesClock<'c>,
        (from, to): (i64, i64),
        starts: &mut Vec<i64>,
    ) {
        let until = rule
            .until
            .map_or(i64::MAX, |until| self.until(until, clock));
        let mut steady = Steady::unknown();
        let mut before = 0_usize;
        let mut kept = 0_usize;
        let walked = rule.walk(from - APART, to + APART, &mut self.effort, |local| {
            let start = clock.start(local, &mut steady);
            if start > until || start > to {
                return false;
            }
            if start < from {
                before += 1;
                return before < MOST_BEFORE;
            }
            starts.push(start);
            kept += 1;
            // A window and what reaches into it: enough for the limit on what is shown.
            kept < 20 * MOST_OF_A_SERIES
        });
        if walked.is_err() || before == MOST_BEFORE {
            let cause = "its rule takes too long to work out; it is left out from there on";
            self.warnings.add(base.line, "VEVENT", cause);
        }
    }

    /// The last start that UNTIL admits. A date admits its whole day.
    fn until(&self, until: Moment, clock: SeriesClock<'c>) -> i64 {
        match clock.zone {
            None => until.day(),
            Some(zone) if until.is_date() => zone.to_utc(until.seconds + DAY) - 1,
            Some(_) => self.to_utc(until),
        }
    }

    fn except(
        &mut self,
        base: &Event,
        recurrence: &Recurrence,
        clock: SeriesClock<'c>,
        range: (i64, i64),
        starts: &mut Vec<i64>,
    ) {
        let mut gone = Vec::new();
        let mut days = Vec::new();
        for exception in &recurrence.exceptions {
            if exception.is_date() && clock.zone.is_some() {
                days.push(exception.seconds);
            } else {
                gone.push(self.original(*exception, clock, base.start));
            }
        }
        for rule in &recurrence.exception_rules {
            self.walk(base, rule, clock, range, &mut gone);
        }
        if gone.is_empty() && days.is_empty() {
            return;
        }
        gone.sort_unstable();
        days.sort_unstable();
        starts.retain(|start| {
            gone.binary_search(start).is_err()
                && (days.is_empty()
                    || days
                        .binary_search(&moment::day(clock.local(*start)))
                        .is_err())
        });
    }
}

/// Rounded down.
fn seconds(at: Instant) -> i64 {
    at.ms().div_euclid(1000)
}

#[cfg(test)]
mod tests;
