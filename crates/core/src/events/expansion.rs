//! From a calendar to the instances that a window shows (RFC 5545, 3.8.5).

use storytime_types::Instant;

use super::clocks::Clocks;
use super::event::Event;
use super::ics::{Calendar, Warning, Warnings};
use super::layout::{Fixed, Layout, reach};
use super::moment::{DAY, Length};
use super::occurrence::{InstanceKey, Occurrence, Span};
use super::recurrence::Effort;
use super::series::Series;
use super::series_clock::SeriesClock;
use super::starts::{APART, Gathering, Range};
use super::triggers::Times;
use super::zones::Zone;

/// How many instances of one series a window shows at most.
const MOST_OF_A_SERIES: usize = 10_000;

/// How many instances a window shows at most, all series together.
const MOST_INSTANCES: usize = 300_000;

/// How much one expansion hands out at most, in bytes.
const MOST_BYTES: usize = 80 << 20;

/// From a moment up to, and without, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its beginning.
    pub from: Instant,
    /// Its end, not part of it.
    pub to: Instant,
}

impl Window {
    /// Whether something overlaps it. All-day dates are those of `floating`.
    pub(super) fn shows(self, span: &Span, floating: &Zone) -> bool {
        let (start, end) = match span {
            Span::Timed { start, end } => (*start, *end),
            Span::AllDay { first, end } => (floating.midnight(*first), floating.midnight(*end)),
        };
        start < self.to && (end > self.from || (start == end && start >= self.from))
    }
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

    /// What its occurrence takes in memory, in bytes.
    fn size(&self) -> usize {
        let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        let event = self.event;
        let texts = [&event.description, &event.location, &event.meeting_link];
        size_of::<Occurrence>()
            + event.uid.len()
            + event.title.len()
            + texts.map(length).iter().sum::<usize>()
    }

    /// How many minutes before it its calendar reminds.
    fn reminders(&self, floating: &Zone) -> Option<Vec<u32>> {
        let alarms = self.event.alarms.as_ref()?;
        let (start, end) = match self.span {
            Span::Timed { start, end } => (start, end),
            Span::AllDay { first, end } => (floating.midnight(first), floating.midnight(end)),
        };
        alarms.minutes_before(Times {
            start,
            end,
            is_of_a_series: self.event.recurrence.is_some() || self.event.replaces.is_some(),
        })
    }

    fn occurrence(&self, floating: &Zone, own_addresses: &[String]) -> Occurrence {
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
            organizer: event.organizer.clone(),
            certainty: event.certainty,
            busy: event.busy,
            response: event.response(own_addresses),
            is_private: event.is_private,
            reminders: self.reminders(floating),
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
        let mut bytes = 0;
        for instance in &instances {
            bytes += instance.size();
            if bytes > MOST_BYTES {
                let cause = format!(
                    "more than can be shown: {} and what follows it is left out",
                    instance.event.called()
                );
                warnings.push(Warning {
                    line: instance.event.line,
                    component: "VCALENDAR",
                    cause,
                    loss: true,
                });
                break;
            }
            expansion
                .occurrences
                .push(instance.occurrence(floating, own_addresses));
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
        let clocks = Clocks {
            zones: &self.zones,
            floating,
        };
        let mut expander = Expander {
            clocks,
            window,
            gathering: Gathering {
                clocks,
                effort: Effort::for_series(self.series.len()),
                warnings: Warnings::default(),
            },
            found: Vec::new(),
            starts: Vec::new(),
        };
        // What repeats within hours comes last, so that it takes nothing away from the others.
        for is_dense in [false, true] {
            let these = self.series.iter().filter(|it| it.is_dense() == is_dense);
            these.for_each(|series| expander.series(series));
        }
        (expander.found, expander.gathering.warnings.into_list())
    }
}

struct Expander<'c> {
    clocks: Clocks<'c>,
    window: Window,
    gathering: Gathering<'c>,
    found: Vec<Instance<'c>>,
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
                    self.single(changed, self.lone_key(changed));
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
        let span = self.clocks.layout(event).span(event.start.seconds);
        self.show(event, key, span);
    }

    fn show(&mut self, event: &'c Event, key: InstanceKey, span: Span) -> bool {
        let shown = self.overlaps(&span);
        if shown && self.found.len() < MOST_INSTANCES {
            self.found.push(Instance { event, key, span });
        } else if shown {
            let cause = format!(
                "there are more than 300,000 events at a time: {} and what follows it is left out",
                event.called()
            );
            self.gathering
                .warnings
                .add_once(event.line, "VCALENDAR", cause);
        }
        shown
    }

    fn overlaps(&self, span: &Span) -> bool {
        self.window.shows(span, self.clocks.floating)
    }

    /// The key of a changed instance whose series is not in the file.
    fn lone_key(&self, changed: &Event) -> InstanceKey {
        changed.replaces.map_or(InstanceKey::Single, |replaced| {
            let clock = self.clocks.of_series(replaced.instance);
            clock.key(self.clocks.original(replaced.instance, clock))
        })
    }

    fn recurring(&mut self, base: &'c Event, overrides: &'c [Event]) {
        let clock = self.clocks.of_series(base.start);
        let mut layouts = vec![self.clocks.layout(base)];
        let mut replaced = Vec::new();
        for changed in overrides {
            let Some(instance) = changed.replaces else {
                continue;
            };
            let layout = self.clocks.layout_from(changed, instance, clock);
            replaced.push(layout.from);
            self.single(changed, clock.key(layout.from));
            if instance.and_future {
                layouts.push(layout);
            }
        }
        replaced.sort_unstable();
        layouts.sort_by_key(|layout| layout.from);
        let lengths = self.own_lengths(base, clock);
        let (later, earlier) = reach(&layouts, &lengths);
        let range = Range {
            from: seconds(self.window.from) - later - APART,
            to: seconds(self.window.to) + earlier + APART,
        };
        let mut starts = std::mem::take(&mut self.starts);
        self.gathering.starts(base, clock, range, &mut starts);
        starts.retain(|start| replaced.binary_search(start).is_err());
        self.lay_out(clock, &starts, &lengths, &mut layouts);
        self.starts = starts;
    }

    fn lay_out(
        &mut self,
        clock: SeriesClock<'c>,
        starts: &[i64],
        lengths: &[(i64, Fixed)],
        layouts: &mut [Layout<'c>],
    ) {
        let mut shown = 0;
        for start in starts {
            let next = layouts.partition_point(|layout| layout.from <= *start);
            let Some(layout) = layouts.get_mut(next.saturating_sub(1)) else {
                return;
            };
            let own = lengths.binary_search_by_key(start, |(start, _)| *start);
            let length = own.map_or(layout.length, |at| lengths[at].1);
            let span = layout.span_of(*start, clock, length);
            let event = layout.event;
            if shown == MOST_OF_A_SERIES && self.overlaps(&span) {
                let cause = format!(
                    "{} takes place more than 10,000 times between these dates: only the first \
                     10,000 are shown",
                    event.called()
                );
                let warnings = &mut self.gathering.warnings;
                warnings.note_once(event.line, "VEVENT", cause);
                return;
            }
            shown += usize::from(self.show(event, clock.key(*start), span));
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
                let start = self.clocks.original(extra.start, clock);
                Some((start, self.clocks.length(extra.start, extra.length?)))
            })
            .collect();
        lengths.sort_by_key(|(start, _)| *start);
        lengths
    }
}

/// Rounded down.
fn seconds(at: Instant) -> i64 {
    at.ms().div_euclid(1000)
}

#[cfg(test)]
mod tests;
