//! Signing in at Google or Microsoft.

use serde::{Deserialize, Serialize};

use crate::calendars::{CalendarProvider, Connected};
use crate::secret::{self, Secret};
use crate::{ApiError, IntegrationId};

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
    /// The integration that is to be connected again: only its own account will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integration_id: Option<IntegrationId>,
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
    /// The file that it is written into.
    pub file: String,
}

/// `PUT /api/calendars/client-ids`: writes down under which name the app signs in at a provider.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WriteClientId {
    /// Where.
    pub provider: CalendarProvider,
    /// The client's id.
    pub client_id: String,
    /// Its secret, where it has one.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(
        default,
        serialize_with = "sent",
        skip_serializing_if = "Option::is_none"
    )]
    pub client_secret: Option<Secret<String>>,
}

/// The most that an id or a secret of a client has, in letters.
const LONGEST_CLIENT_ID: usize = 500;

impl WriteClientId {
    /// Whether it can be one at all.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names the field.
    pub fn validate(&self) -> Result<(), ApiError> {
        let secret = self.client_secret.as_ref();
        let secret = secret.map_or("", |secret| secret.expose().as_str());
        if !matches!(
            self.provider,
            CalendarProvider::Google | CalendarProvider::Microsoft
        ) {
            return Err(wrong("provider", "is GOOGLE or MICROSOFT"));
        }
        if self.client_id.trim().is_empty() {
            return Err(wrong("clientId", "paste the client id"));
        }
        for (field, text) in [
            ("clientId", self.client_id.as_str()),
            ("clientSecret", secret),
        ] {
            let text = text.trim();
            if text.len() > LONGEST_CLIENT_ID || !text.chars().all(|it| it.is_ascii_graphic()) {
                return Err(wrong(
                    field,
                    "is not as the provider shows it: copy it once more",
                ));
            }
        }
        Ok(())
    }
}

fn wrong(field: &str, why: &str) -> ApiError {
    ApiError::invalid([(field, why.to_owned())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_id_is_one_word_as_the_provider_shows_it() {
        let asked = |id: &str, secret: Option<&str>| WriteClientId {
            provider: CalendarProvider::Google,
            client_id: id.into(),
            client_secret: secret.map(Secret::from),
        };
        let field = |asked: WriteClientId| {
            let error = asked.validate().unwrap_err();
            let fields = error.details["fields"].as_object().unwrap().clone();
            fields.keys().next().unwrap().clone()
        };
        asked(" 123.apps.example ", Some("GOCSPX-x"))
            .validate()
            .unwrap();
        asked("123", None).validate().unwrap();
        assert_eq!(field(asked(" ", None)), "clientId");
        assert_eq!(field(asked("two words", None)), "clientId");
        assert_eq!(field(asked("a\n[google]", None)), "clientId");
        assert_eq!(field(asked("123", Some("ä"))), "clientSecret");
        assert_eq!(field(asked(&"1".repeat(501), None)), "clientId");
    }

    #[test]
    fn client_ids_are_those_of_google_and_microsoft() {
        for (provider, is_one) in [
            (CalendarProvider::Google, true),
            (CalendarProvider::Microsoft, true),
            (CalendarProvider::CalDav, false),
            (CalendarProvider::Ics, false),
        ] {
            let asked = WriteClientId {
                provider,
                client_id: "123".into(),
                client_secret: None,
            };
            let refused = asked.validate().err();
            let named = refused.map(|error| error.details["fields"]["provider"].is_string());
            assert_eq!(named, (!is_one).then_some(true), "{provider:?}");
        }
    }

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
