//! A choice that is saved as soon as it is made.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use serde::Serialize;
use storytime_types::ApiError;
use storytime_types::changes::Change;
use storytime_types::profile::ProfileChange;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::icon::{Shape, icon};
use super::notice::problem;
use crate::backend::{Body, Method, send};
use crate::live::use_changes;
use crate::wording::errors;

/// How a call that the person began fares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was begun.
    #[default]
    Idle,
    /// It is under way.
    Busy,
    /// It worked.
    Done,
    /// It did not, for the reason in this sentence.
    Failed(String),
}

impl Progress {
    /// Whether it is under way.
    pub fn is_busy(&self) -> bool {
        *self == Self::Busy
    }

    /// Why it failed.
    pub fn failure(&self) -> Option<&str> {
        match self {
            Self::Failed(why) => Some(why),
            _ => None,
        }
    }
}

/// A call in the person's name: makes it, and tells the other components what it changed.
#[derive(Clone, PartialEq)]
pub struct Action {
    /// How the latest one fares.
    pub progress: Progress,
    state: UseStateHandle<Progress>,
    line: Line,
    changed: Callback<&'static [Change]>,
}

/// The calls of one action. They are made one after the other: two that are on their way at once may
/// arrive in either order, and the older choice would be the one that stays.
#[derive(Clone, Default)]
struct Line(Rc<Waiting>);

#[derive(Default)]
struct Waiting {
    calls: RefCell<VecDeque<Begun>>,
    is_served: Cell<bool>,
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Line {
    /// Whether nobody serves the line yet.
    fn join(&self, begun: Begun) -> bool {
        self.0.calls.borrow_mut().push_back(begun);
        !self.0.is_served.replace(true)
    }

    /// The next call; with the last one nobody serves the line any more.
    fn next(&self) -> Option<Begun> {
        let next = self.0.calls.borrow_mut().pop_front();
        self.0.is_served.set(next.is_some());
        next
    }

    fn is_empty(&self) -> bool {
        self.0.calls.borrow().is_empty()
    }
}

struct Begun {
    method: Method,
    path: String,
    body: Result<Body, ApiError>,
    changes: &'static [Change],
}

impl Begun {
    async fn make(self) -> Result<&'static [Change], ApiError> {
        send(self.method, &self.path, self.body?).await?;
        Ok(self.changes)
    }
}

impl Action {
    /// Makes the call, behind those begun before; once it worked, everything that shows `changes` is
    /// loaded again.
    pub fn start(
        &self,
        method: Method,
        path: impl Into<String>,
        body: impl Serialize,
        changes: &'static [Change],
    ) {
        self.begin(method, path.into(), Body::of(body), changes);
    }

    /// The part of [`start`](Self::start) that is the same for every body, so that it is compiled
    /// once.
    pub fn begin(
        &self,
        method: Method,
        path: String,
        body: Result<Body, ApiError>,
        changes: &'static [Change],
    ) {
        let (state, changed, line) = (self.state.clone(), self.changed.clone(), self.line.clone());
        state.set(Progress::Busy);
        let begun = Begun {
            method,
            path,
            body,
            changes,
        };
        if !line.join(begun) {
            return;
        }
        spawn_local(async move {
            while let Some(begun) = line.next() {
                let made = begun.make().await;
                if line.is_empty() {
                    state.set(progress(&made));
                }
                if let Ok(changes) = made {
                    changed.emit(changes);
                }
            }
        });
    }

    /// Saves a choice of the profile.
    pub fn save(&self, change: ProfileChange) {
        self.start(
            Method::Put,
            "/api/user/profile",
            change,
            &[Change::Settings, Change::Stories],
        );
    }

    /// Shows why nothing was begun.
    pub fn refuse(&self, why: String) {
        self.state.set(Progress::Failed(why));
    }

    /// Back to the beginning.
    pub fn reset(&self) {
        self.state.set(Progress::Idle);
    }
}

fn progress<T>(made: &Result<T, ApiError>) -> Progress {
    match made {
        Ok(_) => Progress::Done,
        Err(error) => Progress::Failed(errors::sentence(error)),
    }
}

/// A call to begin later.
#[hook]
pub fn use_action() -> Action {
    let state = use_state(Progress::default);
    let changed = use_changes().announce;
    let line = use_memo((), |()| Line::default());
    Action {
        progress: (*state).clone(),
        state,
        line: (*line).clone(),
        changed,
    }
}

/// The reason why a call failed, if it did.
pub fn failed(progress: &Progress) -> Html {
    progress
        .failure()
        .map_or_else(Html::default, |why| problem(why, None))
}

/// A quiet "Saved", or the reason why not. With an `id` a field can point to it by
/// `aria-describedby`.
pub fn saved_note(progress: &Progress, id: Option<&str>) -> Html {
    if let Some(why) = progress.failure() {
        return problem(why, id);
    }
    html! {
        <p class="saved" role="status" id={id.map(str::to_owned)}>
            if *progress == Progress::Done { <span class="saved__words">{ icon(Shape::Tick) }{ "Saved" }</span> }
        </p>
    }
}
