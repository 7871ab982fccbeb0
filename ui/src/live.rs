//! What changed lately: pages ask again for what they show of it, and nothing polls.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use storytime_types::changes::Change;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::backend::{self, News};

/// A sync tells of many changes in a row; they are answered together.
const GATHERED_FOR_MS: u32 = 120;

/// Whether news arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The stream was not open yet.
    Opening,
    /// News arrives.
    Up,
    /// The stream broke and is tried again by itself.
    Down,
}

/// How often each thing changed; a resource that depends on one is loaded again when it moves on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revisions {
    events: u32,
    stories: u32,
    ledger: u32,
    sync: u32,
    settings: u32,
    /// How the stream fares.
    pub link: Link,
}

impl Default for Revisions {
    fn default() -> Self {
        Self {
            events: 0,
            stories: 0,
            ledger: 0,
            sync: 0,
            settings: 0,
            link: Link::Opening,
        }
    }
}

impl Revisions {
    /// Moves on with any of `changes`.
    pub fn of(&self, changes: &[Change]) -> u32 {
        changes.iter().map(|change| self.one(*change)).sum()
    }

    /// Moves on with everything.
    pub fn of_anything(&self) -> u32 {
        self.of(&Change::OF_EVERYTHING)
    }

    fn one(&self, change: Change) -> u32 {
        match change {
            Change::Events => self.events,
            Change::Stories => self.stories,
            Change::Ledger => self.ledger,
            Change::Sync | Change::Looked => self.sync,
            Change::Settings => self.settings,
        }
    }

    fn changed(&mut self, change: Change) {
        let revision = match change {
            Change::Events => &mut self.events,
            Change::Stories => &mut self.stories,
            Change::Ledger => &mut self.ledger,
            Change::Sync | Change::Looked => &mut self.sync,
            Change::Settings => &mut self.settings,
        };
        *revision = revision.wrapping_add(1);
    }

    fn after(mut self, news: News) -> Self {
        match news {
            News::Changed(change) => self.changed(change),
            News::Disconnected => self.link = Link::Down,
            News::Connected => {
                if self.link == Link::Down {
                    Change::OF_EVERYTHING
                        .iter()
                        .for_each(|change| self.changed(*change));
                }
                self.link = Link::Up;
            }
        }
        self
    }
}

impl Reducible for Revisions {
    type Action = Vec<News>;

    fn reduce(self: Rc<Self>, news: Self::Action) -> Rc<Self> {
        Rc::new(news.into_iter().fold(*self, Self::after))
    }
}

/// What every page can ask for: what changed, and a way to say that something just did.
#[derive(Clone, PartialEq)]
pub struct Live {
    /// What changed so far.
    pub revisions: Revisions,
    /// Says at once what a call of this window changed, without waiting for the stream.
    pub announce: Callback<&'static [Change]>,
    /// Loads everything again.
    pub refresh: Callback<()>,
}

/// Follows the stream of changes for as long as the app is shown.
#[hook]
pub fn use_live() -> Live {
    let revisions = use_reducer(Revisions::default);
    let dispatcher = revisions.dispatcher();
    let gathering = dispatcher.clone();
    use_effect_with((), move |()| {
        let gathered = Gathered::default();
        spawn_local(backend::watch(move |news| {
            let dispatcher = gathering.clone();
            gathered.add(news, move |all| dispatcher.dispatch(all));
        }));
    });
    let announce = use_callback(
        dispatcher.clone(),
        |changes: &'static [Change], dispatcher| {
            dispatcher.dispatch(changes.iter().copied().map(News::Changed).collect());
        },
    );
    let refresh = use_callback(dispatcher, |(), dispatcher| {
        dispatcher.dispatch(Change::OF_EVERYTHING.map(News::Changed).into());
    });
    Live {
        revisions: *revisions,
        announce,
        refresh,
    }
}

/// News that waits to be told together.
#[derive(Clone, Default)]
struct Gathered(Rc<RefCell<Vec<News>>>);

impl Gathered {
    fn add(&self, news: News, tell: impl FnOnce(Vec<News>) + 'static) {
        let mut waiting = self.0.borrow_mut();
        waiting.push(news);
        if waiting.len() == 1 {
            let gathered = self.0.clone();
            Timeout::new(GATHERED_FOR_MS, move || tell(gathered.take())).forget();
        }
    }
}

/// What the nearest [`Live`] provider offers.
///
/// Outside of one nothing ever changes, which only a test of a single component sees.
#[hook]
pub fn use_changes() -> Live {
    use_context::<Live>().unwrap_or_else(|| Live {
        revisions: Revisions::default(),
        announce: Callback::noop(),
        refresh: Callback::noop(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_moves_only_what_depends_on_it() {
        let before = Revisions::default();
        let after = before.after(News::Changed(Change::Stories));
        assert_ne!(
            after.of(&[Change::Events, Change::Stories]),
            before.of(&[Change::Events, Change::Stories])
        );
        assert_eq!(after.of(&[Change::Ledger]), before.of(&[Change::Ledger]));
    }

    #[test]
    fn everything_is_loaded_again_after_the_stream_was_down_but_not_when_it_first_opens() {
        let first = Revisions::default().after(News::Connected);
        assert_eq!(first.of_anything(), Revisions::default().of_anything());
        let again = first.after(News::Disconnected).after(News::Connected);
        for change in Change::OF_EVERYTHING {
            assert_ne!(again.of(&[change]), first.of(&[change]));
        }
        assert_eq!(again.link, Link::Up);
    }
}
