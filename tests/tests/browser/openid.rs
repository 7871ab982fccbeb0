//! A real OpenID provider, npm's oidc-provider, that stands for Google and for Microsoft: it has the
//! sign-in pages, demands PKCE, and gives tokens out, anew and back. The calendars that its tokens
//! open are the fake's, which asks the provider about each.

use std::path::Path;
use std::process::Stdio;

use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::support::channel::within_patience;
use crate::support::introspection::Introspection;
use crate::support::provider_fake::ProviderFake;
use crate::support::sign_in_file::{self, SignInAt};

const SCRIPT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/browser/openid-provider.mjs"
);

/// What the app is registered as there.
const GOOGLE_ID: &str = "storytime-at-google";
const MICROSOFT_ID: &str = "storytime-at-microsoft";
/// Of an app on a desktop: none, whatever it is called.
pub const CLIENT_SECRET: &str = "shared-with-everybody";

/// Who keeps the calendars.
const CALENDARS_ID: &str = "calendars";
const CALENDARS_SECRET: &str = "between-servers";

/// What may be asked for: of Google's, and of Microsoft's.
const SCOPES: [&str; 4] = [
    "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
    "https://www.googleapis.com/auth/calendar.events.readonly",
    "https://graph.microsoft.com/Calendars.Read",
    "https://graph.microsoft.com/User.Read",
];

/// The provider; it ends when it is dropped.
pub struct OpenIdProvider {
    address: String,
    lines: Lines<BufReader<ChildStdout>>,
    told: ChildStdin,
    _child: Child,
}

impl OpenIdProvider {
    /// Starts it on a port of its own; its access tokens last so many seconds.
    pub async fn start(token_seconds: u32) -> Self {
        let library = std::env::var_os("STORYTIME_OPENID_PROVIDER")
            .expect("STORYTIME_OPENID_PROVIDER names no provider: `cargo xtask test` sets it");
        let portrait = json!({
            "google": {"id": GOOGLE_ID, "secret": CLIENT_SECRET},
            "microsoft": {"id": MICROSOFT_ID},
            "calendars": {"id": CALENDARS_ID, "secret": CALENDARS_SECRET},
            "scopes": SCOPES,
            "tokenSeconds": token_seconds,
        });
        let mut child = Command::new("node")
            .arg(SCRIPT)
            .arg(library)
            .arg(portrait.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // It warns that it is set up for tests.
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("node does not start: `cargo xtask setup` installs it");
        let mut provider = Self {
            address: String::new(),
            lines: BufReader::new(child.stdout.take().unwrap()).lines(),
            told: child.stdin.take().unwrap(),
            _child: child,
        };
        while provider.address.is_empty() {
            let line = provider.line("the provider to listen").await;
            let address = line.strip_prefix("listening on ");
            provider.address = address.unwrap_or_default().to_owned();
        }
        provider
    }

    /// Makes an app with this data folder take it for Google and Microsoft, with the calendars of
    /// the fake; `client_secret` is what the app believes to be its own at Google.
    pub fn stand_in(&self, data_dir: &Path, calendars: &ProviderFake, client_secret: &str) {
        calendars.believes(self.introspection());
        let at = |path: &str| format!("{}/{path}", self.address);
        let (auth_url, token_url) = (at("auth"), at("token"));
        let (google, microsoft) = (calendars.api_url("google"), calendars.api_url("microsoft"));
        let anywhere = SignInAt {
            auth_url: &auth_url,
            token_url: &token_url,
            ..SignInAt::default()
        };
        let google = sign_in_file::text(SignInAt {
            section: "google",
            client_id: GOOGLE_ID,
            client_secret,
            revoke_url: &at("token/revocation"),
            api_url: &google,
            ..anywhere
        });
        let microsoft = sign_in_file::text(SignInAt {
            section: "microsoft",
            client_id: MICROSOFT_ID,
            api_url: &microsoft,
            ..anywhere
        });
        std::fs::create_dir_all(data_dir).unwrap();
        sign_in_file::write(data_dir, &[google, microsoft]);
    }

    /// Where it is asked whether a token is good.
    pub fn introspection(&self) -> Introspection {
        Introspection {
            address: format!("{}/token/introspection", self.address),
            client_id: CALENDARS_ID.into(),
            client_secret: CALENDARS_SECRET.into(),
        }
    }

    /// Waits until it did this.
    pub async fn does(&mut self, what: &str) {
        while self.line(what).await != what {}
    }

    /// Ends the account of somebody, or takes them in again: `leaves` or `returns`.
    pub async fn person(&mut self, does: &str) {
        self.told.write_all(does.as_bytes()).await.unwrap();
        self.told.write_all(b"\n").await.unwrap();
        self.does(&format!("the person {does}")).await;
    }

    async fn line(&mut self, waited_for: &str) -> String {
        let line = within_patience(self.lines.next_line(), waited_for).await;
        let line = line.unwrap().expect("the provider ended");
        assert!(!line.starts_with("broke down"), "{line}");
        line
    }
}
