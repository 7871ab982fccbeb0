//! What the tray's menu shows: a pure function of a [`Glance`]. Tauri comes after it.

use storytime_core::stories::guard;
use storytime_types::events::Event;

use super::choice::{self, Choice};
use super::countdown;
use super::glance::Glance;
use storytime_types::Page;
use storytime_types::status::Problem;

/// More problems than this are for the window to list.
pub const PROBLEMS_SHOWN: usize = 3;
/// Longer sentences are cut, so that the menu keeps its width.
const PROBLEM_GRAPHEMES: usize = 90;
/// More events of today than this are for the window to list.
const EVENTS_SHOWN: usize = 7;

/// One line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Something to read.
    Line(String),
    /// Something to click.
    Item(Choice, String),
    /// Like an item that cannot be clicked now.
    Greyed(Choice, String),
    /// Something to click that is on or off.
    Check(Choice, String, bool),
    /// A rule between groups.
    Separator,
    /// Choices behind a title.
    Submenu(String, Vec<Entry>),
}

/// The menu while the engine starts.
pub fn starting() -> Vec<Entry> {
    vec![
        Entry::Line("Starting…".into()),
        Entry::Separator,
        open(),
        Entry::Separator,
        quit(),
    ]
}

/// The menu of a moment: what is wrong or switched on, then what is next and what is left of today,
/// then what can be done.
pub fn of(glance: &Glance) -> Vec<Entry> {
    let mut entries = problems(glance);
    entries.extend(why_titles_are_hidden(glance));
    entries.extend(paused(glance));
    if !entries.is_empty() {
        entries.push(Entry::Separator);
    }
    entries.push(Entry::Line(countdown::line(glance)));
    entries.extend(today(glance));
    entries.extend([
        Entry::Separator,
        open(),
        join(glance),
        Entry::Item(Choice::SyncNow, sync_now(glance)),
        pause_or_resume(glance),
        Entry::Submenu("Story theme".into(), choice::themes(glance.theme)),
        Entry::Check(
            Choice::PresentMode,
            "Present mode (hide titles)".into(),
            glance.status.presenting,
        ),
        Entry::Separator,
        quit(),
    ]);
    entries
}

/// What is wrong in one sentence, if anything is.
pub fn first_problem(glance: &Glance) -> Option<String> {
    let problem = glance.status.problems.first()?;
    Some(problem_line(glance, problem))
}

/// Whether and until when reminders are held.
pub fn paused_words(glance: &Glance) -> Option<String> {
    glance.status.paused_until?;
    let until = glance.status.paused_until_local.as_ref();
    let until = until.map(|until| until.words_in(&glance.status.today_date, glance.status.hours));
    let until = until.map_or_else(String::new, |words| format!(" until {words}"));
    Some(format!("Reminders are paused{until}"))
}

/// Where Join leads.
pub fn join_link(glance: &Glance) -> Option<&str> {
    let next = glance.status.next_event.as_ref()?;
    next.meeting_link.as_deref()
}

fn problems(glance: &Glance) -> Vec<Entry> {
    let shown = glance.status.problems.iter().take(PROBLEMS_SHOWN);
    let mut entries: Vec<_> = shown
        .enumerate()
        .map(|(place, problem)| {
            let text = problem_line(glance, problem);
            Entry::Item(Choice::Mend(place), format!("⚠ {text}"))
        })
        .collect();
    let more = glance.status.problems.len().saturating_sub(PROBLEMS_SHOWN);
    if more > 0 {
        let text = format!("⚠ {more} more in the window");
        entries.push(Entry::Item(Choice::Show(Page::Today), text));
    }
    entries
}

/// A problem may name a calendar or an event, which nobody else should read.
fn problem_line(glance: &Glance, problem: &Problem) -> String {
    if glance.hides_titles() {
        problem.veiled().into()
    } else {
        guard::line_within(&problem.text, PROBLEM_GRAPHEMES)
    }
}

fn why_titles_are_hidden(glance: &Glance) -> Option<Entry> {
    let words = match (glance.status.presenting, glance.is_locked) {
        (true, _) => "Present mode is on: titles are hidden",
        (false, true) => "Locked: open StoryTime to see titles",
        (false, false) => return None,
    };
    Some(Entry::Line(words.into()))
}

fn paused(glance: &Glance) -> Option<Entry> {
    paused_words(glance).map(Entry::Line)
}

fn today(glance: &Glance) -> Vec<Entry> {
    let rest: Vec<&Event> = glance.rest_of_today().collect();
    if rest.is_empty() {
        return Vec::new();
    }
    // One more takes the same room as the line that would count it.
    let named = if rest.len() <= EVENTS_SHOWN + 1 {
        rest.len()
    } else {
        EVENTS_SHOWN
    };
    let show = |text| Entry::Item(Choice::Show(Page::Today), text);
    let mut entries = vec![Entry::Separator, Entry::Line("Today".into())];
    entries.extend(
        rest[..named]
            .iter()
            .map(|event| show(of_today(glance, event))),
    );
    if named < rest.len() {
        entries.push(show(format!("and {} more today…", rest.len() - named)));
    }
    entries
}

/// `14:30–15:00  Standup`; one that runs says so, one of the whole day has no times.
fn of_today(glance: &Glance, event: &Event) -> String {
    let title = glance.title(event);
    let runs = event.starts_at <= glance.status.now;
    let time = |time: &Option<String>| Some(glance.status.hours.write(time.as_deref()?));
    match (time(&event.local.start), time(&event.local.end)) {
        _ if event.is_all_day => format!("All day  {title}"),
        (_, Some(end)) if runs => format!("● now–{end}  {title}"),
        (Some(start), Some(end)) if event.starts_at < event.ends_at => {
            format!("{start}–{end}  {title}")
        }
        (Some(start), _) => format!("{start}  {title}"),
        _ => title,
    }
}

fn open() -> Entry {
    Entry::Item(Choice::Open, "Open StoryTime".into())
}

fn quit() -> Entry {
    Entry::Item(Choice::Quit, "Quit".into())
}

fn join(glance: &Glance) -> Entry {
    let linked = |event: &&Event| event.meeting_link.is_some();
    match glance.status.next_event.as_ref().filter(linked) {
        Some(_) if glance.hides_titles() => Entry::Item(Choice::Join, "Join".into()),
        Some(event) => Entry::Item(Choice::Join, format!("Join {}", glance.title(event))),
        None => Entry::Greyed(Choice::Join, "Join".into()),
    }
}

/// `Sync now (last read 08:04)`.
fn sync_now(glance: &Glance) -> String {
    let status = &glance.status;
    let at = status.last_sync_local.as_ref();
    let at = at.map(|at| at.words_in(&status.today_date, status.hours));
    at.map_or_else(
        || "Sync now".into(),
        |at| format!("Sync now (last read {at})"),
    )
}

fn pause_or_resume(glance: &Glance) -> Entry {
    if glance.status.paused_until.is_some() {
        return Entry::Item(Choice::Resume, "Resume reminders".into());
    }
    let choices = vec![
        Entry::Item(Choice::PauseHour, "For 1 hour".into()),
        Entry::Item(Choice::PauseUntilTomorrow, "Until tomorrow".into()),
    ];
    Entry::Submenu("Pause reminders".into(), choices)
}

#[cfg(test)]
mod tests;
