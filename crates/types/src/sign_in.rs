//! Signing in at Google or Microsoft.

use serde::{Deserialize, Serialize};

use crate::calendars::{CalendarProvider, Connected};
use crate::secret::{self, Secret};

/// `POST /api/calendars/connect/google` and `…/microsoft`: nothing to begin with; `code` and `state`
/// to finish by hand what a browser was given.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectAccount {
    /// The code that the browser was sent back with.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(
        default,
        serialize_with = "sent",
        skip_serializing_if = "Option::is_none"
    )]
    pub code: Option<Secret<String>>,
    /// The state that it was sent back with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The address of the account that is meant, where it is known: it is suggested there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login_hint: Option<String>,
}

fn sent<S: serde::Serializer>(code: &Option<Secret<String>>, out: S) -> Result<S::Ok, S::Error> {
    match code {
        Some(code) => secret::sent(code, out),
        None => out.serialize_none(),
    }
}

/// The answer: begun, or connected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum AccountAnswer {
    /// A browser is to be sent to the provider.
    Begun(SignInBegun),
    /// It is connected.
    Connected(Connected),
}

/// A sign-in that waits for a browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignInBegun {
    /// Where the person signs in, within 10 minutes.
    pub auth_url: String,
    /// Tells it apart from others.
    pub state: String,
}

/// `GET /api/calendars/sign-ins/{state}`: how a sign-in fares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignInStatus {
    /// How far it is.
    pub stage: SignInStage,
    /// Who is signed in, from [`SignInStage::Reading`] on.
    pub account: Option<String>,
    /// Why it came to nothing, in one sentence with what to do.
    pub error: Option<String>,
}

impl SignInStatus {
    /// With nothing else to say.
    #[must_use]
    pub fn at(stage: SignInStage) -> Self {
        Self {
            stage,
            account: None,
            error: None,
        }
    }
}

/// How far a sign-in is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum SignInStage {
    /// The browser has not come back yet.
    Waiting,
    /// It has; the calendars are read.
    Reading,
    /// They are there.
    Connected,
    /// It came to nothing.
    Failed,
}

/// `GET /api/calendars/client-ids`: under which name the app signs in at a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClientId {
    /// Where.
    pub provider: CalendarProvider,
    /// Whether it has one.
    pub is_known: bool,
    /// What is wrong with what is written down, in one sentence.
    pub problem: Option<String>,
    /// The file to write one into.
    pub file: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_body_begins_and_the_answers_are_told_apart() {
        let asked: ConnectAccount = serde_json::from_str("{}").unwrap();
        assert!(asked.code.is_none() && asked.state.is_none());
        assert_eq!(serde_json::to_string(&asked).unwrap(), "{}");

        let begun = r#"{"authUrl":"https://a.example/","state":"s"}"#;
        let answer: AccountAnswer = serde_json::from_str(begun).unwrap();
        assert!(matches!(&answer, AccountAnswer::Begun(begun) if begun.state == "s"));
        assert_eq!(serde_json::to_string(&answer).unwrap(), begun);
    }
}
