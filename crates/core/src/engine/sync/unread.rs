//! What a sync could not read: told to the person in words for days, and to the log without a name
//! in it.

use storytime_types::calendars::Integration;
use storytime_types::problems::ProblemKind;
use storytime_types::{IntegrationId, UserId};

use crate::engine::import::ImportError;
use crate::engine::{SecretError, Shared};
use crate::store::StoreError;
use crate::store::problems::NewProblem;

/// An integration that could not be read, or not all of it.
pub(super) struct Unread {
    integration: IntegrationId,
    why: String,
    ends: Ends,
}

/// What has to happen before it can be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    /// The source answers again.
    ByItself,
    /// The person does something about this one.
    ByHand,
    /// The vault opens, for all at once.
    WithTheVault,
}

impl Unread {
    /// Of this integration, for this reason. The log is told here.
    pub(super) fn new(integration: &IntegrationId, error: &ImportError) -> Self {
        let (why, ends) = match error {
            ImportError::Secret(SecretError::Vault(shut)) if shut.state().is_some() => {
                (shut.sentence(), Ends::WithTheVault)
            }
            error if error.wants_reconnecting() => (error.to_string(), Ends::ByHand),
            error => (error.to_string(), Ends::ByItself),
        };
        let reason = error.without_names();
        tracing::warn!(
            integration = integration.as_str(),
            reason,
            "a calendar could not be read"
        );
        Self {
            integration: integration.clone(),
            why,
            ends,
        }
    }

    fn problem(self, name: Option<&str>) -> NewProblem {
        let text = match (self.ends, name) {
            (Ends::WithTheVault, _) | (_, None) => self.why,
            (_, Some(name)) => format!("{name}: {}", self.why),
        };
        NewProblem {
            kind: match self.ends {
                Ends::WithTheVault => ProblemKind::Secrets,
                Ends::ByItself | Ends::ByHand => ProblemKind::Sync,
            },
            text: ended(text),
            advice: match self.ends {
                Ends::ByItself => "StoryTime tries again by itself every few minutes.",
                Ends::ByHand | Ends::WithTheVault => "",
            },
        }
    }
}

/// The problems that these are, each with the name of its integration; what is the same for several
/// is told once.
pub(super) async fn problems(
    shared: &Shared,
    user: &UserId,
    unread: Vec<Unread>,
) -> Result<Vec<NewProblem>, StoreError> {
    let known = match unread.is_empty() {
        true => Vec::new(),
        false => shared.store.integrations(user, shared.now()).await?,
    };
    let mut problems = Vec::new();
    for one in unread {
        let found = known.iter().find(|known| known.id == one.integration);
        let problem = one.problem(found.map(Integration::called).as_deref());
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    Ok(problems)
}

/// Their sentences in one text; none where there are none.
pub(super) fn in_one(problems: &[NewProblem]) -> Option<String> {
    let texts: Vec<_> = problems.iter().map(|problem| &*problem.text).collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

fn ended(text: String) -> String {
    match text.ends_with('.') {
        true => text,
        false => format!("{text}."),
    }
}
