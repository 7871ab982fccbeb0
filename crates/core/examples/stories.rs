//! Prints `docs/stories.md`: `cargo run -p storytime-core --example stories > docs/stories.md`.
//! Its test fails while the page says anything else than the storyteller.

use std::fmt::Write as _;

use storytime_core::stories::{Facts, plain, template};
use storytime_types::profile::Theme;

fn main() {
    print!("{}", page());
}

fn page() -> String {
    let mut page = String::from(INTRODUCTION);
    for theme in Theme::ALL {
        let _ = writeln!(
            page,
            "\n## {}\n\n| event | story |\n|---|---|",
            theme.as_str()
        );
        let mut recent = Vec::new();
        for (seed, facts) in (1..).zip(events()) {
            let story = template::tell(theme, &facts, seed, &recent).text;
            let _ = writeln!(page, "| {} | {story} |", about(&facts));
            recent.insert(0, story);
        }
    }
    let funeral = event("Funeral of Aunt May", Some(11), "Thursday");
    let quiet = template::tell(Theme::Meme, &funeral, 1, &[]).text;
    let _ = write!(
        page,
        "{QUIET}\n| event | story |\n|---|---|\n| {} | {quiet} |\n",
        about(&funeral)
    );
    page
}

const INTRODUCTION: &str = "\
# Stories

What the template storyteller writes: offline, the same for the same seed, and never with an
opening of the last 20 stories. Local time and place always stand beside a story as plain facts.

This page is printed by `cargo run -p storytime-core --example stories` and checked by its test.
";

const QUIET: &str = "
## The plain tone

Words of illness, loss, law, dismissal or interview in a title are told plainly in every theme.
";

fn events() -> [Facts; 4] {
    [
        Facts {
            location: Some("Room 4".into()),
            attendee_count: 6,
            ..event("Budget Planning Meeting", Some(15), "Tuesday")
        },
        Facts {
            attendee_count: 9,
            recurring: true,
            ..event("Team standup", Some(9), "Monday")
        },
        Facts {
            location: Some("Café Anna".into()),
            ..event("Lunch with Kim", Some(12), "Friday")
        },
        event("Mara’s birthday", None, "Saturday"),
    ]
}

fn event(title: &str, hour: Option<u8>, weekday: &'static str) -> Facts {
    Facts {
        title: title.into(),
        starts: hour.map(|hour| format!("{hour:02}:00")),
        hour,
        weekday,
        location: None,
        attendee_count: 0,
        recurring: false,
    }
}

fn about(facts: &Facts) -> String {
    format!("{}, {}", facts.weekday, plain::text(facts))
}

#[test]
fn the_page_shows_what_the_storyteller_writes() {
    assert_eq!(include_str!("../../../docs/stories.md"), page());
}
