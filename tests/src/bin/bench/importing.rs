//! A calendar's way into the store: through the engine, as when a person connects a file, with the
//! plan and the stories that follow from it.

use std::path::PathBuf;

use storytime_core::api::EventQuery;
use storytime_core::events::{Window, Zone, read};
use storytime_types::Instant;
use storytime_types::calendars::ConnectIcs;
use storytime_types::profile::ProfileChange;
use tempfile::TempDir;

use crate::calendar;
use crate::failure::Failure;
use crate::report::{Report, Row, Unit, median};
use crate::still_engine::{StillEngine, now};

/// The median of so many runs counts: each writes to the disk.
const RUNS: usize = 7;
/// The engine keeps so many days.
const KEPT_MS: i64 = 14 * Instant::DAY;
/// The design's figures, in milliseconds.
const IMPORT_WITHIN: f64 = 200.0;
const UNCHANGED_WITHIN: f64 = 20.0;

/// Adds the rows of a first import and of the syncs after it.
pub async fn measure(report: &mut Report) -> Result<(), Failure> {
    let window = window();
    let expected = read(calendar::big().as_bytes())?
        .instances(window, &Zone::utc())
        .0
        .len();
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        runs.push(Run::measure(window, expected).await?);
    }
    let row = |what: &str, figure: fn(&Run) -> f64| {
        Row::new(
            what,
            Unit::Milliseconds,
            median(runs.iter().map(figure).collect()),
        )
    };
    let first = format!(
        "import {} events, {expected} instances kept",
        calendar::EVENTS
    );
    report.add([
        row(&first, |run| run.first_ms).at_most(IMPORT_WITHIN),
        row("the sync after it, which writes the other stories", |run| {
            run.stories_ms
        }),
        row("sync, nothing changed", |run| run.unchanged_ms).at_most(UNCHANGED_WITHIN),
        row("sync, the same text written again", |run| run.same_text_ms),
        row("sync, one series changed", |run| run.one_change_ms),
    ]);
    report.note(format!(
        "Imports and syncs: the median of {RUNS} runs, each in a new data folder."
    ));
    Ok(())
}

fn window() -> Window {
    let from = now();
    Window {
        from,
        to: from.plus_ms(KEPT_MS),
    }
}

/// What one data folder took, from its first import on.
struct Run {
    first_ms: f64,
    stories_ms: f64,
    unchanged_ms: f64,
    same_text_ms: f64,
    one_change_ms: f64,
}

impl Run {
    async fn measure(window: Window, expected: usize) -> Result<Self, Failure> {
        let bench = Bench::start(window).await?;
        let first_ms = bench.engine.timed(bench.connect()).await?;
        Failure::unless_equal("instances kept", expected, bench.titles().await?.len())?;
        // The import wrote the nearest stories only.
        let stories_ms = bench.sync().await?;
        let unchanged_ms = bench.sync().await?;
        bench.write(&calendar::big())?;
        let same_text_ms = bench.sync().await?;
        bench.write(&calendar::with_one_change())?;
        let one_change_ms = bench.sync().await?;
        let titles = bench.titles().await?;
        let changed = titles
            .iter()
            .filter(|title| *title == calendar::CHANGED_TITLE);
        Failure::unless_equal(
            "instances changed",
            calendar::CHANGED_IN_14_DAYS,
            changed.count(),
        )?;
        bench.engine.stop().await;
        Ok(Self {
            first_ms,
            stories_ms,
            unchanged_ms,
            same_text_ms,
            one_change_ms,
        })
    }
}

/// An engine on a data folder of its own, and a large calendar beside it.
struct Bench {
    folder: TempDir,
    window: Window,
    engine: StillEngine,
}

impl Bench {
    async fn start(window: Window) -> Result<Self, Failure> {
        let folder = tempfile::tempdir().map_err(Failure::file("a temporary folder"))?;
        let engine = StillEngine::start(folder.path()).await?;
        let in_utc = ProfileChange {
            timezone: Some("UTC".to_owned()),
            ..ProfileChange::default()
        };
        engine.api.change_profile(in_utc).await?;
        let bench = Self {
            folder,
            window,
            engine,
        };
        bench.write(&calendar::big())?;
        Ok(bench)
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("big.ics")
    }

    fn write(&self, text: &str) -> Result<(), Failure> {
        std::fs::write(self.file(), text).map_err(Failure::file(self.file()))
    }

    async fn connect(&self) -> Result<(), Failure> {
        let path = Some(self.file().to_string_lossy().into_owned());
        let asked = ConnectIcs { path, url: None };
        self.engine.api.connect_ics(asked).await?;
        Ok(())
    }

    /// What a sync takes, in milliseconds.
    async fn sync(&self) -> Result<f64, Failure> {
        self.engine.timed(self.engine.sync()).await
    }

    /// The title of every instance that is kept.
    async fn titles(&self) -> Result<Vec<String>, Failure> {
        let Window { from, to } = self.window;
        let query = EventQuery {
            from: Some(from.to_string()),
            to: Some(to.to_string()),
            limit: None,
        };
        let events = self.engine.api.events(query).await?;
        Ok(events.into_iter().map(|event| event.title).collect())
    }
}
