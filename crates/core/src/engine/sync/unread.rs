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

    fn problem(self, name: &str) -> NewProblem {
        let (text, integration) = match self.ends {
            Ends::WithTheVault => (self.why, None),
            Ends::ByItself | Ends::ByHand => {
                (format!("{name}: {}", self.why), Some(self.integration))
            }
        };
        NewProblem {
            integration,
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
        // What was removed meanwhile is told of no more.
        let Some(found) = known.iter().find(|known| known.id == one.integration) else {
            continue;
        };
        let problem = one.problem(&found.called());
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    Ok(problems)
}

/// That some are still being read, in one sentence with their names; none where there are none.
pub(super) async fn still_read(
    shared: &Shared,
    user: &UserId,
    ids: &[IntegrationId],
) -> Result<Option<String>, StoreError> {
    if ids.is_empty() {
        return Ok(None);
    }
    let known = shared.store.integrations(user, shared.now()).await?;
    let known = known.iter().filter(|known| ids.contains(&known.id));
    let names: Vec<_> = known.map(Integration::called).collect();
    Ok((!names.is_empty()).then(|| going_on(&names)))
}

/// `Work, Home, Team and 2 more are still being read: …`
fn going_on(names: &[String]) -> String {
    const NAMED: usize = 3;
    let named = names.iter().take(NAMED).map(String::as_str);
    let named = named.collect::<Vec<_>>().join(", ");
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let is = if names.len() == 1 { "is" } else { "are" };
    format!("{named}{more} {is} still being read: what is new there shows by itself.")
}

/// Their sentences in one text; none where there are none.
pub(super) fn in_one(problems: &[NewProblem]) -> Option<String> {
    let texts: Vec<_> = problems.iter().map(|problem| &*problem.text).collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

fn ended(text: String) -> String {
    match text.ends_with(['.', '?', '!']) {
        true => text,
        false => format!("{text}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_that_go_on_are_named_and_the_others_counted() {
        let told = |names: &[&str]| {
            let names: Vec<_> = names.iter().map(ToString::to_string).collect();
            going_on(&names)
        };
        let rest = "still being read: what is new there shows by itself.";
        assert_eq!(told(&["Work"]), format!("Work is {rest}"));
        assert_eq!(told(&["Work", "Home"]), format!("Work, Home are {rest}"));
        let five = told(&["A", "B", "C", "D", "E"]);
        assert_eq!(five, format!("A, B, C and 2 more are {rest}"));
    }
}
