//! Under which client the app signs in: `providers.toml`, else the environment, else the build.

use oauth2::basic::BasicClient;
use oauth2::{AuthType, AuthUrl, ClientId, ClientSecret, EndpointNotSet, EndpointSet, TokenUrl};
use storytime_types::Secret;
use url::{Host, Url};

use super::Authority;
use crate::providers::{Providers, ProvidersError, SignInChoice};

/// How the app is known to an authority, and where that is.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Whose.
    pub authority: Authority,
    pub(super) client_id: String,
    pub(super) client_secret: Option<Secret<String>>,
    pub(super) auth_url: Url,
    pub(super) token_url: Url,
    pub(super) revoke_url: Option<Url>,
    /// Where the calendars are; ends in `/`.
    pub api: Url,
}

/// Why the app cannot sign in anywhere.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    /// Nobody has given it a client id.
    #[error("there is no client id to sign in at {} with: make one there, it costs nothing", authority.name())]
    NoClient {
        /// Where.
        authority: Authority,
    },
    /// An address in `providers.toml` is none that secrets may be sent to.
    #[error(
        "{key} of {} in providers.toml must begin with https://, or lead to this computer",
        authority.name()
    )]
    Address {
        /// Whose.
        authority: Authority,
        /// Which.
        key: &'static str,
    },
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] ProvidersError),
}

/// A client id with its secret.
type Client = (String, Option<Secret<String>>);

impl Registration {
    /// As `providers.toml` and the environment have it.
    ///
    /// # Errors
    /// When there is no client id, or an address is none that secrets may be sent to.
    pub fn of(authority: Authority, chosen: &Providers) -> Result<Self, RegistrationError> {
        Self::with(authority, chosen, |name| std::env::var(name).ok())
    }

    fn with(
        authority: Authority,
        chosen: &Providers,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, RegistrationError> {
        let chosen = match authority {
            Authority::Google => &chosen.google,
            Authority::Microsoft => &chosen.microsoft,
        };
        let client = in_file(chosen)
            .or_else(|| in_environment(authority, environment))
            .or_else(|| in_build(authority));
        let (client_id, client_secret) = client.ok_or(RegistrationError::NoClient { authority })?;
        let usual = authority.endpoints();
        let at = |key, chosen: &str, usual| address(authority, key, chosen, Some(usual));
        Ok(Self {
            authority,
            client_id,
            client_secret,
            auth_url: at("auth_url", &chosen.auth_url, usual.auth)?,
            token_url: at("token_url", &chosen.token_url, usual.token)?,
            revoke_url: match (chosen.revoke_url.trim(), usual.revoke) {
                ("", None) => None,
                (chosen, usual) => Some(address(authority, "revoke_url", chosen, usual)?),
            },
            api: with_slash(at("api_url", &chosen.api_url, usual.api)?),
        })
    }

    pub(super) fn client(
        &self,
    ) -> BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet> {
        let mut client = BasicClient::new(ClientId::new(self.client_id.clone()))
            .set_auth_uri(AuthUrl::from_url(self.auth_url.clone()))
            .set_token_uri(TokenUrl::from_url(self.token_url.clone()))
            .set_auth_type(AuthType::RequestBody);
        if let Some(secret) = &self.client_secret {
            client = client.set_client_secret(ClientSecret::new(secret.expose().clone()));
        }
        client
    }
}

/// A client's id and its secret come from the same place.
fn client(id: &str, secret: Option<&str>) -> Option<Client> {
    let secret = secret.map(str::trim).filter(|secret| !secret.is_empty());
    let id = Some(id.trim()).filter(|id| !id.is_empty())?;
    Some((id.to_owned(), secret.map(Secret::from)))
}

fn in_file(chosen: &SignInChoice) -> Option<Client> {
    client(&chosen.client_id, Some(chosen.client_secret.expose()))
}

fn in_environment(
    authority: Authority,
    environment: impl Fn(&str) -> Option<String>,
) -> Option<Client> {
    let [id, secret] = match authority {
        Authority::Google => [
            "STORYTIME_GOOGLE_CLIENT_ID",
            "STORYTIME_GOOGLE_CLIENT_SECRET",
        ],
        Authority::Microsoft => [
            "STORYTIME_MICROSOFT_CLIENT_ID",
            "STORYTIME_MICROSOFT_CLIENT_SECRET",
        ],
    };
    client(&environment(id)?, environment(secret).as_deref())
}

/// As whoever built the app set it.
fn in_build(authority: Authority) -> Option<Client> {
    let (id, secret) = match authority {
        Authority::Google => (
            option_env!("STORYTIME_GOOGLE_CLIENT_ID"),
            option_env!("STORYTIME_GOOGLE_CLIENT_SECRET"),
        ),
        Authority::Microsoft => (
            option_env!("STORYTIME_MICROSOFT_CLIENT_ID"),
            option_env!("STORYTIME_MICROSOFT_CLIENT_SECRET"),
        ),
    };
    client(id?, secret)
}

/// The chosen address, else the usual one. Secrets go there, so it is encrypted unless it is on this
/// computer.
fn address(
    authority: Authority,
    key: &'static str,
    chosen: &str,
    usual: Option<&str>,
) -> Result<Url, RegistrationError> {
    let refused = || RegistrationError::Address { authority, key };
    let text = match chosen.trim() {
        "" => usual.ok_or_else(refused)?,
        chosen => chosen,
    };
    let url = Url::parse(text).map_err(|_| refused())?;
    let is_safe = match url.scheme() {
        "https" => url.has_host(),
        "http" => is_this_computer(&url),
        _ => false,
    };
    is_safe.then_some(url).ok_or_else(refused)
}

fn is_this_computer(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// So that what is joined to it comes below it.
fn with_slash(mut url: Url) -> Url {
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(client_id: &str, secret: &str) -> Providers {
        Providers {
            google: SignInChoice {
                client_id: client_id.into(),
                client_secret: secret.into(),
                ..SignInChoice::default()
            },
            ..Providers::default()
        }
    }

    fn google(
        chosen: &Providers,
        environment: &[(&str, &str)],
    ) -> Result<Registration, RegistrationError> {
        Registration::with(Authority::Google, chosen, |name| {
            let found = environment.iter().find(|(one, _)| *one == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_file_counts_before_the_environment_and_each_brings_its_own_secret() {
        let environment = [
            ("STORYTIME_GOOGLE_CLIENT_ID", "of-environment"),
            ("STORYTIME_GOOGLE_CLIENT_SECRET", "its-secret"),
        ];
        let found = google(&chosen("of-file", ""), &environment).unwrap();
        assert_eq!(found.client_id, "of-file");
        assert!(found.client_secret.is_none());
        let found = google(&Providers::default(), &environment).unwrap();
        assert_eq!(found.client_id, "of-environment");
        assert_eq!(found.client_secret.unwrap().expose(), "its-secret");
    }

    #[test]
    fn what_is_left_empty_stands_as_the_provider_has_it() {
        let found = google(&chosen(" id ", " secret "), &[]).unwrap();
        assert_eq!(found.client_id, "id");
        assert_eq!(
            found.token_url.as_str(),
            "https://oauth2.googleapis.com/token"
        );
        assert_eq!(
            found.api.as_str(),
            "https://www.googleapis.com/calendar/v3/"
        );
        assert!(found.revoke_url.is_some());
    }

    #[test]
    fn without_a_client_id_the_app_says_so() {
        if option_env!("STORYTIME_GOOGLE_CLIENT_ID").is_none() {
            let error = google(&chosen("  ", "secret"), &[]).unwrap_err();
            assert!(
                matches!(error, RegistrationError::NoClient { .. }),
                "{error}"
            );
        }
    }

    #[test]
    fn secrets_are_sent_encrypted_or_to_this_computer_only() {
        let asked = |token_url: &str| {
            let mut chosen = chosen("id", "");
            chosen.google.token_url = token_url.into();
            google(&chosen, &[]).map(|found| found.token_url.to_string())
        };
        for fine in [
            "https://gateway.example/token",
            "http://127.0.0.1:9/t",
            "http://[::1]:9/t",
        ] {
            assert_eq!(asked(fine).unwrap(), fine);
        }
        for wrong in [
            "http://gateway.example/token",
            "http://192.168.1.2/t",
            "ftp://x/",
            "token",
        ] {
            let error = asked(wrong).unwrap_err().to_string();
            assert!(
                error.starts_with("token_url of Google in providers.toml must"),
                "{error}"
            );
        }
    }
}
