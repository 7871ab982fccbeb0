//! Accounts at Microsoft: a fake Graph that speaks as the real one does, and lies when it is told to.

mod answers;
mod ending;
mod following;
mod refusals;

use std::collections::HashMap;

use storytime_core::calendars::bearer::Bearer;
use storytime_core::calendars::caldav::Look;
use storytime_core::calendars::found::Wanted;
use storytime_core::calendars::source::{FoundCalendar, SourceAddress};
use storytime_core::calendars::{BodyCache, CalendarSource, FetchError, Fetched, Validators};
use storytime_core::events::meeting_link::OwnPatterns;
use storytime_core::events::{self, Occurrence, Window, Zone};
use storytime_types::{CalendarId, Instant, Secret};
use tempfile::TempDir;

use crate::support::calendar::at;
use crate::support::graph_fake::{GraphFake, TOKEN, WORK};

const NOW: &str = "2026-11-23T08:00:00Z";

/// Whoever looks at an account's own calendar, again and again, and remembers what was said.
struct Looker {
    source: CalendarSource,
    bodies: BodyCache,
    bearer: Bearer,
    known: HashMap<CalendarId, Validators>,
    now: Instant,
    _folder: TempDir,
}

impl Looker {
    fn at(graph: &GraphFake) -> Self {
        Self::at_address(&graph.api())
    }

    fn at_address(api: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            source: CalendarSource::new(),
            bodies: BodyCache::new(folder.path()),
            bearer: Bearer {
                api: format!("{api}/").parse().unwrap(),
                token: Secret::from(TOKEN),
            },
            known: HashMap::new(),
            now: at(NOW),
            _folder: folder,
        }
    }

    async fn list(&self) -> Result<Vec<FoundCalendar>, FetchError> {
        let address = SourceAddress::Microsoft(self.bearer.clone());
        Ok(self.source.list(&address).await?.calendars)
    }

    /// What the account's own calendar shows, none where it is as it was.
    async fn look(&mut self, look: Look) -> Result<Option<Vec<Occurrence>>, FetchError> {
        let found = self.list().await?;
        let mut found = found.into_iter();
        let work = found.find(|one| one.provider_id == WORK).unwrap();
        let id = CalendarId("work".into());
        let window = self.window();
        let wanted = Wanted {
            known: self.known.get(&id),
            last: self.bodies.last_of(&id),
            look,
            from: window.from,
            to: window.to,
        };
        match self.source.fetch(&work.location, wanted).await? {
            Fetched::Unchanged => Ok(None),
            Fetched::Body { bytes, validators } => {
                self.bodies.keep(&id, bytes.clone()).await.unwrap();
                self.known.insert(id, validators);
                let own = OwnPatterns::default();
                let read = events::microsoft::read(&bytes, window, &Zone::utc(), &own).unwrap();
                Ok(Some(read.occurrences))
            }
        }
    }

    /// As every few minutes: the events as `title start`, in order of time; none where all is as it
    /// was.
    async fn quick(&mut self) -> Option<Vec<String>> {
        let shown = self.look(Look::Quick).await.unwrap();
        shown.map(|events| lines(&events))
    }

    async fn fails(&mut self) -> FetchError {
        self.look(Look::Quick).await.unwrap_err()
    }

    fn window(&self) -> Window {
        Window {
            from: self.now,
            to: self.now.plus_ms(14 * Instant::DAY),
        }
    }
}

fn lines(events: &[Occurrence]) -> Vec<String> {
    use storytime_core::events::occurrence::Span;
    let line = |event: &Occurrence| match event.span {
        Span::Timed { start, .. } => (start.to_string(), event.title.clone()),
        Span::AllDay { first, .. } => (first.to_string(), event.title.clone()),
    };
    let mut lines: Vec<_> = events.iter().map(line).collect();
    lines.sort();
    let lines = lines.into_iter();
    lines
        .map(|(start, title)| format!("{title} {start}"))
        .collect()
}
