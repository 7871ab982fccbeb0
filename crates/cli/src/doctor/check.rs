//! One thing that was looked at.

use serde::Serialize;

use crate::output::one_line;

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// As it should be.
    Ok,
    /// Something is absent that one can do without.
    Note,
    /// Something does not work.
    Problem,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which.
    pub name: String,
    /// How it stands.
    pub state: State,
    /// What was found, and what to do.
    pub message: String,
}

impl Check {
    pub fn ok(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(name, State::Ok, message)
    }

    pub fn note(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(name, State::Note, message)
    }

    pub fn problem(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(name, State::Problem, message)
    }

    fn new(name: impl Into<String>, state: State, message: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            state,
            message: message.into(),
        }
    }

    /// For people.
    pub fn line(&self) -> String {
        let state = match self.state {
            State::Ok => "ok",
            State::Note => "note",
            State::Problem => "PROBLEM",
        };
        format!(
            "{state:<8} {}: {}\n",
            one_line(&self.name),
            one_line(&self.message)
        )
    }
}
