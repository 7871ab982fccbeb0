//! The page: thirty stories, the plain tone, and what was measured.

use std::fmt::Write as _;

use storytime_core::stories::template::Storyteller;
use storytime_core::stories::{Facts, plain, sensitive};
use storytime_types::profile::Theme;

use super::events::kinds;
use super::measures::{STORIES, Told};

/// Which of the kinds are shown in each theme.
const SHOWN: usize = 10;

pub fn page() -> String {
    let mut page = String::from(INTRODUCTION);
    for (nth, theme) in Theme::ALL.into_iter().enumerate() {
        let _ = writeln!(page, "\n## {}\n\n{STORY_HEAD}", theme.as_str());
        let kinds = kinds();
        let lively = kinds
            .iter()
            .cycle()
            .skip(nth * 7)
            .filter(|facts| !sensitive::is_sensitive(&facts.title));
        write_stories(&mut page, theme, lively.take(SHOWN));
    }
    page.push_str(QUIET);
    let kinds = kinds();
    let heavy = kinds
        .iter()
        .filter(|facts| sensitive::is_sensitive(&facts.title));
    write_stories(&mut page, Theme::Meme, heavy);
    page.push_str(MEASURED);
    for theme in Theme::ALL {
        write_table(&mut page, theme);
    }
    page
}

const STORY_HEAD: &str = "| event | story |\n|---|---|";

const INTRODUCTION: &str = "\
# Stories

What the template storyteller writes: offline, and the same for the same event, seed and stories told
before. Local time and place always stand beside a story as plain facts.

A story is an opening, a sentence that names the event, and mostly an ending. Each is drawn from
phrases that are true of the event: its time of day, weekday, place, people, how often it comes, what
stands before and after it, and what its title says it is about.

- No opening (the first four words after the emoji) comes again within 20 stories.
- Among 200 stories no two share more than 60 % of their text: the share is |A ∩ B| / min(|A|, |B|),
  where A and B are the stories' word trigrams after the event's own words (titles, place, people,
  time, weekday) were taken out. Two of 200 stories share one of their parts at most, and no part
  makes up more than 60 % of its story.
- A story has 280 characters and 3 lines at most, carries no link, and names no time, place, day or
  number of people but the event’s.

This page is printed by `cargo run -p storytime-core --example stories` and checked by its tests.
";

const QUIET: &str = "
## The plain tone

Words of illness, loss, law, dismissal or interview in a title are told plainly in every theme.

| event | story |
|---|---|
";

const MEASURED: &str = "
## Measured

Two hundred stories of each kind of event, told one after another with the seeds 0 to 199; the last
row is a calendar of all of them in turn. *Again*: openings that came again within 20 stories. *Most
alike*: the largest share of trigrams that two of the 200 have in common. *Characters*: the shortest,
the middle and the longest story.
";

fn write_stories<'a>(page: &mut String, theme: Theme, events: impl Iterator<Item = &'a Facts>) {
    let mut teller = Storyteller::new(theme, &[]);
    for (seed, facts) in (1..).zip(events) {
        let story = teller.tell(facts, seed).text;
        let _ = writeln!(
            page,
            "| {}, {} | {story} |",
            facts.weekday,
            plain::text(facts)
        );
    }
}

fn write_table(page: &mut String, theme: Theme) {
    let _ = write!(
        page,
        "\n### {}\n\n| {STORIES} stories of | openings | again | most alike | characters | lines | different |\n\
         |---|---|---|---|---|---|---|\n",
        theme.as_str()
    );
    let kinds = kinds();
    for kind in &kinds {
        write_row(
            page,
            &kind.title,
            &Told::of(theme, std::slice::from_ref(kind)),
        );
    }
    write_row(page, "*all of them in turn*", &Told::of(theme, &kinds));
}

fn write_row(page: &mut String, name: &str, told: &Told) {
    let measures = told.measures();
    let [shortest, middle, longest] = measures.lengths;
    let _ = writeln!(
        page,
        "| {name} | {} | {} | {} % | {shortest} · {middle} · {longest} | {} | {} |",
        measures.openings, measures.repeats, measures.overlap, measures.lines, measures.distinct,
    );
}
