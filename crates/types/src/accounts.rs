//! Accounts: registering, signing in, passwords, sessions.

use serde::{Deserialize, Serialize};

use crate::fields::{WrongField, wrong_among};
use crate::person::{Gender, check_age, check_name};
use crate::profile::Profile;
use crate::secret::{self, Secret};
use crate::{ApiError, Instant, LocalMoment, SessionId, email};

/// The shortest and the longest password, in characters.
pub const PASSWORD_LENGTHS: std::ops::RangeInclusive<usize> = 8..=128;

/// Checks the e-mail address of an account, as [`email::kept_form`] leaves it.
///
/// # Errors
/// What it must be.
pub fn check_email(kept: &str) -> Result<(), String> {
    if kept.chars().count() > email::LONGEST {
        return Err(format!("must be at most {} characters", email::LONGEST));
    }
    if !email::is_reachable(kept) {
        return Err("must be an e-mail address like robin@example.org".to_owned());
    }
    Ok(())
}

/// Checks a password that is about to be set.
///
/// # Errors
/// What it must be.
pub fn check_password(password: &str) -> Result<(), String> {
    if !PASSWORD_LENGTHS.contains(&password.chars().count()) {
        let (least, most) = PASSWORD_LENGTHS.into_inner();
        return Err(format!("must be {least} to {most} characters long"));
    }
    if password.trim().is_empty() {
        return Err("must have more in it than spaces".to_owned());
    }
    Ok(())
}

/// `POST /api/auth/register`. The first one gives the local profile an account, later ones make
/// profiles of their own.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Registration {
    /// Kept in lower case; one account each. Where it is missing that is told with all else that is
    /// wrong.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub email: String,
    /// 8 to 128 characters.
    #[serde(default = "nothing", serialize_with = "secret::sent")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = true))]
    pub password: Secret<String>,
    /// At most 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// 13 to 120.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<i64>,
    /// How the stories speak of the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// An IANA name; `core` checks it against its catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
}

impl Registration {
    /// Each field that cannot be accepted, and what it must be; for whoever checks more fields.
    #[must_use]
    pub fn wrong_fields(&self) -> Vec<WrongField> {
        wrong_among([
            ("email", check_email(&email::kept_form(&self.email))),
            ("password", check_password(self.password.expose())),
            ("name", self.name.as_deref().map_or(Ok(()), check_name)),
            ("age", self.age.map_or(Ok(()), check_age)),
        ])
    }
}

/// `POST /api/auth/login`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Login {
    /// Of the account; none signs in to the local profile that has a password and no address.
    #[serde(default)]
    pub email: Option<String>,
    /// As it was set.
    #[serde(serialize_with = "secret::sent")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub password: Secret<String>,
}

/// What registering and signing in answer.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// Who is signed in.
    pub user: Profile,
    /// For `Authorization: Bearer`, until it is signed out or 30 days pass without use.
    #[serde(serialize_with = "secret::sent")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub token: Secret<String>,
}

/// `PUT /api/auth/password`: the first one turns on the lock.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPassword {
    /// The one so far, where there is one.
    #[serde(default, serialize_with = "sent_if_any")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub current: Option<Secret<String>>,
    /// 8 to 128 characters.
    #[serde(serialize_with = "secret::sent")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub new: Secret<String>,
}

impl NewPassword {
    /// Each field that cannot be accepted, and what it must be.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names the field.
    pub fn validate(&self) -> Result<(), ApiError> {
        check_password(self.new.expose()).map_err(|why| ApiError::invalid([("new", why)]))
    }
}

/// `PUT /api/auth/email`: another address to sign in with.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEmail {
    /// Kept in lower case; one account each.
    pub email: String,
    /// The profile's password, where there is one.
    #[serde(default, serialize_with = "sent_if_any")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub current: Option<Secret<String>>,
}

impl NewEmail {
    /// The address as it is kept.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names the field.
    pub fn checked(&self) -> Result<String, ApiError> {
        let kept = email::kept_form(&self.email);
        check_email(&kept).map_err(|why| ApiError::invalid([("email", why)]))?;
        Ok(kept)
    }
}

/// `DELETE /api/auth/password`: takes the lock off.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemovePassword {
    /// The one so far.
    #[serde(serialize_with = "secret::sent")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub current: Secret<String>,
}

fn nothing() -> Secret<String> {
    Secret::new(String::new())
}

fn sent_if_any<S: serde::Serializer>(
    secret: &Option<Secret<String>>,
    output: S,
) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(Secret::expose).serialize(output)
}

/// `GET /api/auth/lock`: what a sign-in page has to know before anybody is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Lock {
    /// Whether the local profile has a password.
    pub is_set: bool,
    /// The local profile's name; told to the window alone.
    pub name: Option<String>,
    /// The local profile's address; told to the window alone.
    pub email: Option<String>,
}

/// What kind of session it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum SessionKind {
    /// A person signed in, in the window or a browser.
    SignIn,
    /// A token that a person made for a script and gave a name.
    Token,
    /// What `storytime serve` writes into `serve.token`, for who can read the data folder.
    Serve,
}

impl SessionKind {
    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "SIGNIN",
            Self::Token => "TOKEN",
            Self::Serve => "SERVE",
        }
    }

    /// The reverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::SignIn, Self::Token, Self::Serve]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// One of `GET /api/auth/sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// To end it by.
    pub id: SessionId,
    /// Which browser it is, or what the person called the token.
    pub name: String,
    /// A person or a script.
    pub kind: SessionKind,
    /// Whether it is the one that asks.
    pub is_this: bool,
    /// When it began.
    pub created_at: Instant,
    /// The same on the profile's clock.
    pub created_local: LocalMoment,
    /// When it was last used, to the minute.
    pub last_used_at: Instant,
    /// The same on the profile's clock.
    pub last_used_local: LocalMoment,
    /// When it ends, unless it is used before.
    pub expires_at: Instant,
}

/// `POST /api/auth/tokens`: a token for a script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct NewToken {
    /// What the person calls it: 1 to 100 characters.
    pub name: String,
}

impl NewToken {
    /// Checks the name.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names the field.
    pub fn validate(&self) -> Result<(), ApiError> {
        let given = match self.name.trim().is_empty() {
            true => Err("give the token a name, like backup script".to_owned()),
            false => check_name(&self.name),
        };
        given.map_err(|why| ApiError::invalid([("name", why)]))
    }
}

/// A token that was just made: it is shown this once.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeToken {
    /// For `Authorization: Bearer`.
    #[serde(serialize_with = "secret::sent")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub token: Secret<String>,
    /// As it stands in the list.
    pub session: Session,
}

/// What signs one browser in, once: `#code=…` of the address that `storytime serve` prints.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Code {
    /// The code.
    #[serde(serialize_with = "secret::sent")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub code: Secret<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registration(email: &str, password: &str) -> Registration {
        Registration {
            email: email.to_owned(),
            password: Secret::from(password),
            name: None,
            age: None,
            gender: None,
            timezone: None,
        }
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let asked = Registration {
            name: Some("n".repeat(101)),
            age: Some(12),
            ..registration("nobody", "short")
        };
        let fields: Vec<_> = asked.wrong_fields().into_iter().map(|(f, _)| f).collect();
        assert_eq!(fields, ["email", "password", "name", "age"]);
    }

    #[test]
    fn the_limits_themselves_are_allowed() {
        for (length, age, name) in [(8, 13, 0), (128, 120, 100)] {
            let asked = Registration {
                name: Some("ñ".repeat(name)),
                age: Some(age),
                ..registration(" Ada@Example.org ", &"ß".repeat(length))
            };
            assert_eq!(asked.wrong_fields(), []);
        }
    }

    #[test]
    fn one_beyond_a_limit_is_refused() {
        for length in [0, 7, 129] {
            assert!(check_password(&"ß".repeat(length)).is_err(), "{length}");
        }
    }

    #[test]
    fn a_password_is_more_than_spaces() {
        for blank in [" ".repeat(8), "\u{a0}\t ".repeat(4)] {
            let why = check_password(&blank).unwrap_err();
            assert!(why.contains("spaces"), "{why}");
        }
        assert_eq!(check_password("a       "), Ok(()));
    }

    #[test]
    fn a_password_does_not_show_when_a_request_is_printed() {
        let printed = format!("{:?}", registration("ada@example.org", "open sesame"));
        assert!(!printed.contains("sesame"), "{printed}");
    }

    #[test]
    fn what_stands_in_the_database_is_what_stands_in_json() {
        for kind in [SessionKind::SignIn, SessionKind::Token, SessionKind::Serve] {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(SessionKind::parse(kind.as_str()), Some(kind));
        }
    }
}
