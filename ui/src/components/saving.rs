//! A choice that is saved as soon as it is made.

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
    changed: Callback<&'static [Change]>,
}

impl Action {
    /// Makes the call; once it worked, everything that shows `changes` is loaded again.
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
        let (state, changed) = (self.state.clone(), self.changed.clone());
        state.set(Progress::Busy);
        spawn_local(async move {
            let answer = match body {
                Ok(body) => send(method, &path, body).await,
                Err(error) => Err(error),
            };
            match answer {
                Ok(_) => {
                    state.set(Progress::Done);
                    changed.emit(changes);
                }
                Err(error) => state.set(Progress::Failed(errors::sentence(&error))),
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

/// A call to begin later.
#[hook]
pub fn use_action() -> Action {
    let state = use_state(Progress::default);
    let changed = use_changes().announce;
    Action {
        progress: (*state).clone(),
        state,
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
