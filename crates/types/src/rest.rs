//! The API's own settings: how often it may be called, and whether the app listens on 127.0.0.1.

use serde::{Deserialize, Serialize};

use crate::ApiError;

/// `GET /api/settings/limits`: how many calls are taken on 127.0.0.1, in any stretch of the time
/// named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Limits {
    /// Wrong passwords of an account in 15 minutes; and new accounts that nobody inside asked for.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub logins: u32,
    /// Syncs asked for in 5 minutes, by a token.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub syncs: u32,
    /// Stories written anew and keys tried in an hour, by a token.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub ai: u32,
    /// All other calls in a minute, by a token.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub calls: u32,
}

impl Limits {
    /// The most that any of them can be.
    pub const MOST: u32 = 1_000_000;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            logins: 10,
            syncs: 3,
            ai: 50,
            calls: 600,
        }
    }
}

/// `PUT /api/settings/limits`: any subset; what is absent stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct LimitsChange {
    /// Wrong passwords of an account in 15 minutes, 1 to 1,000,000.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub logins: Option<u32>,
    /// Syncs asked for in 5 minutes, 1 to 1,000,000.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub syncs: Option<u32>,
    /// Stories written anew in an hour, 1 to 1,000,000.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub ai: Option<u32>,
    /// All other calls in a minute, 1 to 1,000,000.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub calls: Option<u32>,
}

impl LimitsChange {
    /// The limits with this change.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names each field out of range.
    pub fn of(self, limits: Limits) -> Result<Limits, ApiError> {
        let asked = [
            ("logins", self.logins),
            ("syncs", self.syncs),
            ("ai", self.ai),
            ("calls", self.calls),
        ];
        let wrong: Vec<_> = asked
            .into_iter()
            .filter(|(_, asked)| asked.is_some_and(|it| !(1..=Limits::MOST).contains(&it)))
            .map(|(name, _)| (name, "must be between 1 and 1,000,000".to_owned()))
            .collect();
        if !wrong.is_empty() {
            return Err(ApiError::invalid(wrong));
        }
        Ok(Limits {
            logins: self.logins.unwrap_or(limits.logins),
            syncs: self.syncs.unwrap_or(limits.syncs),
            ai: self.ai.unwrap_or(limits.ai),
            calls: self.calls.unwrap_or(limits.calls),
        })
    }
}

/// `GET /api/settings/local-api`: whether scripts and browsers are let in on 127.0.0.1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LocalApi {
    /// Whether it is switched on.
    pub on: bool,
    /// The port that it is to listen on.
    pub port: u16,
    /// Where it listens, like `http://127.0.0.1:7714`; absent while it does not.
    pub address: Option<String>,
    /// Why it does not listen though it is switched on, and what to do, in one sentence.
    pub problem: Option<String>,
    /// Whether it can be switched: `storytime serve` always offers it.
    pub can_switch: bool,
}

/// `PUT /api/settings/local-api`: any subset; what is absent stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct LocalApiChange {
    /// On or off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<bool>,
    /// 1,024 to 65,535.
    #[cfg_attr(feature = "openapi", schema(minimum = 1_024, maximum = 65_535))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u32>,
}

/// `GET, PUT /api/settings/registration`: whether anybody who reaches 127.0.0.1 may make a profile.
/// Where they may not, one is made by who is signed in as this computer's own profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationChoice {
    /// Whether they may.
    pub open: bool,
}

/// What is kept of it: the person's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LocalApiChoice {
    /// Whether it is switched on.
    pub on: bool,
    /// The port.
    pub port: u16,
}

impl Default for LocalApiChoice {
    fn default() -> Self {
        Self {
            on: false,
            port: 7714,
        }
    }
}

impl LocalApiChange {
    /// The choice with this change.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` when the port is none that a person's program may take.
    pub fn of(self, choice: LocalApiChoice) -> Result<LocalApiChoice, ApiError> {
        let port = match self.port {
            None => choice.port,
            Some(asked) => u16::try_from(asked)
                .ok()
                .filter(|port| *port >= 1_024)
                .ok_or_else(|| {
                    ApiError::invalid([("port", "must be between 1024 and 65535".to_owned())])
                })?,
        };
        Ok(LocalApiChoice {
            on: self.on.unwrap_or(choice.on),
            port,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_between_one_and_a_million_and_the_others_stay() {
        let change = |calls| LimitsChange {
            calls: Some(calls),
            ..LimitsChange::default()
        };
        for calls in [1, Limits::MOST] {
            let limits = change(calls).of(Limits::default()).unwrap();
            assert_eq!((limits.calls, limits.logins), (calls, 10));
        }
        for calls in [0, Limits::MOST + 1] {
            let error = change(calls).of(Limits::default()).unwrap_err();
            assert!(error.details["fields"]["calls"].is_string(), "{calls}");
        }
    }

    #[test]
    fn a_port_is_one_that_a_persons_program_may_take() {
        let change = |port| LocalApiChange {
            port: Some(port),
            ..LocalApiChange::default()
        };
        for port in [1_024, 65_535] {
            let choice = change(port).of(LocalApiChoice::default()).unwrap();
            assert_eq!(u32::from(choice.port), port);
        }
        for port in [0, 80, 1_023, 65_536, u32::MAX] {
            assert!(change(port).of(LocalApiChoice::default()).is_err());
        }
    }
}
