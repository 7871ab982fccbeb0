//! Accounts at Google: a fake that speaks the wire format, followed by what reads it.

mod ending;
mod engine;
mod following;
mod gone;
mod listing;
mod reading;
mod trouble;

use storytime_core::calendars::caldav::Look;
use storytime_core::calendars::found::Wanted;
use storytime_core::calendars::source::{FoundCalendar, SourceAddress};
use storytime_core::calendars::{BodyCache, CalendarSource, FetchError, Fetched, Validators};
use storytime_core::events::meeting_link::OwnPatterns;
use storytime_core::events::occurrence::{Occurrence, Span};
use storytime_core::events::{Window, Zone, google};
use storytime_types::{CalendarId, Instant};
use tempfile::TempDir;

use crate::support::calendar::at;
use crate::support::google_fake::GoogleFake;

const NOW: &str = "2026-11-22T08:00:00Z";

/// Whoever follows the account's own calendar, as the engine does.
struct Follower {
    fake: GoogleFake,
    now: Instant,
    source: CalendarSource,
    cache: BodyCache,
    known: Option<Validators>,
    occurrences: Vec<Occurrence>,
    warnings: Vec<String>,
    _folder: TempDir,
}

/// What a look came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looked {
    Unchanged,
    Read,
}

impl Follower {
    fn of(fake: GoogleFake) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            fake,
            now: at(NOW),
            source: CalendarSource::new(),
            cache: BodyCache::new(folder.path()),
            known: None,
            occurrences: Vec::new(),
            warnings: Vec::new(),
            _folder: folder,
        }
    }

    /// One that has looked once already.
    async fn with(events: impl IntoIterator<Item = serde_json::Value>) -> Self {
        let fake = GoogleFake::start().await;
        events.into_iter().for_each(|event| fake.put(event));
        let mut follower = Self::of(fake);
        follower.look().await.unwrap();
        follower.fake.asked();
        follower
    }

    async fn calendars(&self) -> Result<Vec<FoundCalendar>, FetchError> {
        let account = SourceAddress::Google(self.fake.bearer());
        Ok(self.source.list(&account).await?.calendars)
    }

    /// A look at the first calendar, as every few minutes.
    async fn look(&mut self) -> Result<Looked, FetchError> {
        self.look_closely(Look::Quick).await
    }

    async fn look_closely(&mut self, look: Look) -> Result<Looked, FetchError> {
        let calendar = self.calendars().await?.remove(0);
        self.fake.asked();
        let id = CalendarId("a".into());
        let window = Window {
            from: self.now,
            to: self.now.plus_ms(14 * Instant::DAY),
        };
        let wanted = Wanted {
            known: self.known.as_ref(),
            last: self.cache.last_of(&id),
            look,
            from: window.from,
            to: window.to,
        };
        let looked = match self.source.fetch(&calendar.location, wanted).await? {
            Fetched::Unchanged => Looked::Unchanged,
            Fetched::Body { bytes, validators } => {
                self.cache.keep(&id, bytes).await.unwrap();
                self.known = Some(validators);
                Looked::Read
            }
        };
        let bytes = self.cache.find(&id).await.unwrap().unwrap();
        let read = google::read(&bytes, window, &Zone::utc(), &OwnPatterns::default()).unwrap();
        self.occurrences = read.occurrences;
        self.warnings = read.warnings.into_iter().map(|one| one.cause).collect();
        Ok(looked)
    }

    /// What is known, as `title start`, in order of time.
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<_> = self.occurrences.iter().map(line).collect();
        lines.sort();
        lines.into_iter().map(|(_, line)| line).collect()
    }
}

fn line(one: &Occurrence) -> (String, String) {
    let start = match &one.span {
        Span::Timed { start, .. } => start.to_string()[..16].to_owned(),
        Span::AllDay { first, .. } => first.to_string(),
    };
    (
        start.clone(),
        format!("{} {}", one.title, &start[5..].replace('T', " ")),
    )
}
