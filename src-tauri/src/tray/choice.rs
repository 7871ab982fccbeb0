//! Everything in the tray's menu that can be clicked, and what it means.

use storytime_types::profile::Theme;
use storytime_types::status::Pause;

use super::Command;
use super::menu::{Entry, PROBLEMS_SHOWN};
use storytime_types::{Page, Place};

/// Something that was clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The window, on the page where it was left.
    Open,
    /// The window on a page.
    Show(Page),
    /// The window where a problem can be mended: the one at this place in the list.
    Mend(usize),
    /// The next event's meeting.
    Join,
    /// Look at the calendars.
    SyncNow,
    /// Hold reminders for an hour.
    PauseHour,
    /// Hold them until midnight.
    PauseUntilTomorrow,
    /// Let them go again.
    Resume,
    /// Hide titles, or no longer if they are hidden.
    PresentMode,
    /// The style of the stories.
    Theme(Theme),
    /// End the app.
    Quit,
}

impl Choice {
    /// Its name in menu events.
    pub fn id(self) -> String {
        match self {
            Self::Open => "open".into(),
            Self::Show(page) => format!("show-{}", page.fragment()),
            Self::Mend(problem) => format!("mend-{problem}"),
            Self::Join => "join".into(),
            Self::SyncNow => "sync-now".into(),
            Self::PauseHour => "pause-hour".into(),
            Self::PauseUntilTomorrow => "pause-until-tomorrow".into(),
            Self::Resume => "resume".into(),
            Self::PresentMode => "present-mode".into(),
            Self::Theme(theme) => format!("theme-{}", theme.as_str()),
            Self::Quit => "quit".into(),
        }
    }

    /// The reverse of [`Self::id`].
    pub fn from_id(id: &str) -> Option<Self> {
        Self::all().find(|choice| choice.id() == id)
    }

    /// What clicking it means.
    pub fn command(self) -> Command {
        match self {
            Self::Open => Command::Open(None),
            Self::Show(page) => Command::Open(Some(Place::Page(page))),
            Self::Mend(problem) => Command::Mend(problem),
            Self::Join => Command::Join,
            Self::SyncNow => Command::SyncNow,
            Self::PauseHour => Command::Pause(Pause::Hour),
            Self::PauseUntilTomorrow => Command::Pause(Pause::UntilTomorrow),
            Self::Resume => Command::Pause(Pause::Resume),
            Self::PresentMode => Command::SwitchPresentMode,
            Self::Theme(theme) => Command::Theme(theme),
            Self::Quit => Command::Quit,
        }
    }

    fn all() -> impl Iterator<Item = Self> {
        [
            Self::Open,
            Self::Join,
            Self::SyncNow,
            Self::PauseHour,
            Self::PauseUntilTomorrow,
            Self::Resume,
            Self::PresentMode,
            Self::Quit,
        ]
        .into_iter()
        .chain(Page::ALL.map(Self::Show))
        .chain((0..PROBLEMS_SHOWN).map(Self::Mend))
        .chain(Theme::ALL.map(Self::Theme))
    }
}

/// The themes to choose from, the present one marked.
pub fn themes(chosen: Theme) -> Vec<Entry> {
    Theme::ALL
        .into_iter()
        .map(|theme| Entry::Check(Choice::Theme(theme), name(theme).into(), theme == chosen))
        .collect()
}

fn name(theme: Theme) -> &'static str {
    match theme {
        Theme::Fantasy => "Fantasy",
        Theme::Genz => "Gen Z",
        Theme::Meme => "Meme",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_found_again_by_its_id() {
        for choice in Choice::all() {
            assert_eq!(Choice::from_id(&choice.id()), Some(choice));
        }
        assert_eq!(Choice::from_id("show-nothing"), None);
    }
}
