//! Signing in at a real OpenID provider with a browser, as a person does: from the button in the
//! window to the calendars, and what becomes of the tokens then.

use reqwest::{Method, Url};
use rstest::rstest;
use serde_json::{Value, json};
use storytime_core::clock::{Clock as _, SystemClock};
use storytime_types::Instant;
use tempfile::TempDir;

use super::browser::Browser;
use super::morning;
use super::openid::{CLIENT_SECRET, OpenIdProvider};
use crate::support::provider_fake::{ACCOUNT, ProviderFake};
use crate::support::serving::Serving;

/// Tokens that nobody has to renew in a test, in seconds.
const AN_HOUR: u32 = 3600;
/// Tokens that are renewed whenever they are needed: five minutes must be left of each.
const FOUR_MINUTES: u32 = 240;

/// The provider with the calendars, the app, and the window on its Calendars page.
struct Scene {
    provider: OpenIdProvider,
    calendars: ProviderFake,
    serving: Serving,
    browser: Browser,
    home: TempDir,
}

impl Scene {
    async fn start(token_seconds: u32) -> Self {
        Self::with_secret(token_seconds, CLIENT_SECRET).await
    }

    /// One where the app has been told this secret.
    async fn with_secret(token_seconds: u32, client_secret: &str) -> Self {
        let home = TempDir::new().unwrap();
        let data = home.path().join("data");
        let calendars = ProviderFake::start().await;
        let provider = OpenIdProvider::start(token_seconds).await;
        provider.stand_in(&data, &calendars, client_secret);
        let serving = Serving::start(home.path(), &data).await;
        // Half an hour from now is today.
        let zone = json!({"timezone": morning::zone()});
        let chosen = serving.call(Method::PUT, "/api/user/profile", zone);
        assert_eq!(chosen.await.0, 200);
        let passphrase = json!({"passphrase": "several words are easy"});
        let kept = serving.call(Method::PUT, "/api/vault/passphrase", passphrase);
        assert_eq!(kept.await.0, 200);
        let browser = Browser::signed_in(&serving).await;
        browser.says("Once upon a calendar").await;
        browser.go("calendars").await;
        let scene = Self {
            provider,
            calendars,
            serving,
            browser,
            home,
        };
        scene.meeting("Standup");
        scene
    }

    /// The account's only event is this one, in half an hour.
    fn meeting(&self, title: &str) {
        let at = |minutes: i64| {
            let start = SystemClock.now().plus_ms(minutes * Instant::MINUTE);
            format!("{}Z", &start.to_string()[..19])
        };
        self.calendars.event(title, &at(30), &at(60));
    }

    /// Presses this button; the provider's sign-in page is there.
    async fn leave_by(&self, button: &str) {
        self.browser.press(button).await;
        self.browser.says("Waiting for your browser").await;
        self.browser.follow_new_tab().await;
        self.browser.says("Sign-in").await;
    }

    /// Says who one is.
    async fn sign_in(&self) {
        self.browser.write("input[name=login]", ACCOUNT).await;
        self.browser.write("input[name=password]", "anything").await;
        self.browser.press("Sign-in").await;
        self.browser.says("Authorize").await;
    }

    /// Signs in, agrees, and comes back.
    async fn agree(&self) {
        self.sign_in().await;
        self.consent().await;
    }

    /// Agrees and comes back.
    async fn consent(&self) {
        self.browser.says("Authorize").await;
        self.browser.press("Continue").await;
        self.browser.says("You are signed in").await;
        self.browser.says("You can close this page").await;
        self.browser.close_tab().await;
    }

    /// Connects the account, all the way.
    async fn connect(&self, button: &str) {
        self.leave_by(button).await;
        self.agree().await;
        self.browser.says("Up to date").await;
    }

    /// The integrations as the API lists them.
    async fn integrations(&self) -> Value {
        let listed = self
            .serving
            .call(Method::GET, "/api/calendars", Value::Null);
        listed.await.1
    }

    /// Whether the access token that was shown last opens anything still.
    fn is_let_in(&self) -> bool {
        let scopes = self
            .provider
            .introspection()
            .scopes(&self.calendars.shown());
        !scopes.is_empty()
    }

    async fn end(self) {
        self.browser.close().await;
        self.serving.stop().await;
        drop(self.home);
    }
}

#[rstest]
#[case("google", "Connect Google", "auth/calendar.events.readonly")]
#[case("microsoft", "Connect Microsoft", "Calendars.Read")]
#[tokio::test]
#[ignore = "needs a browser and an OpenID provider: `cargo xtask test` runs it"]
async fn a_person_signs_in_and_sees_their_calendars(
    #[case] name: &str,
    #[case] button: &str,
    #[case] scope: &str,
) {
    let mut scene = Scene::start(AN_HOUR).await;

    scene.leave_by(button).await;
    scene.sign_in().await;
    scene.browser.says(scope).await;
    // Those of the provider's own pages.
    scene.browser.complaints().await;
    scene.browser.press("Continue").await;

    scene.browser.says("You are signed in").await;
    let shown = format!("reads the calendars of {ACCOUNT}");
    scene.browser.says(&shown).await;
    scene.browser.says("You can close this page").await;
    scene
        .browser
        .picture(&format!("browser-signed-in-{name}"))
        .await;
    assert_eq!(scene.browser.complaints().await, [""; 0]);
    scene.browser.close_tab().await;
    scene.browser.says("It is connected").await;
    scene.browser.says(ACCOUNT).await;
    scene.browser.says("Up to date").await;
    scene
        .provider
        .does("gave tokens for authorization_code")
        .await;
    assert!(scene.is_let_in());
    scene.browser.go("today").await;
    scene.browser.says("Standup").await;
    scene.end().await;
}

#[tokio::test]
#[ignore = "needs a browser and an OpenID provider: `cargo xtask test` runs it"]
async fn tokens_that_end_soon_are_renewed_with_a_refresh_token_that_is_good_once() {
    let mut scene = Scene::start(FOUR_MINUTES).await;
    scene.connect("Connect Google").await;

    for title in ["Retro", "Planning", "Review"] {
        let before = scene.calendars.shown();
        scene.meeting(title);
        scene.serving.sync().await;
        scene.provider.does("used a refresh token up").await;
        scene.provider.does("gave tokens for refresh_token").await;
        assert_ne!(scene.calendars.shown(), before);
        assert!(scene.is_let_in());
    }

    assert_eq!(scene.integrations().await[0]["status"], "ACTIVE");
    scene.browser.go("today").await;
    scene.browser.says("Review").await;
    scene.end().await;
}

#[tokio::test]
#[ignore = "needs a browser and an OpenID provider: `cargo xtask test` runs it"]
async fn an_account_that_is_removed_is_given_back_to_the_provider() {
    let mut scene = Scene::start(AN_HOUR).await;
    scene.connect("Connect Google").await;
    assert!(scene.is_let_in());

    scene.browser.press("Remove").await;
    scene.browser.press("Remove it").await;

    scene.provider.does("took an account away").await;
    assert!(!scene.is_let_in());
    scene.browser.says("The shelf is still empty").await;
    assert_eq!(scene.integrations().await, json!([]));
    scene.end().await;
}

#[tokio::test]
#[ignore = "needs a browser and an OpenID provider: `cargo xtask test` runs it"]
async fn a_person_who_thinks_better_of_it_is_told_so_and_nothing_is_connected() {
    let scene = Scene::start(AN_HOUR).await;
    scene.leave_by("Connect Google").await;

    scene.browser.press("Cancel").await;

    scene.browser.says("You are not signed in").await;
    scene.browser.says("You did not allow it").await;
    scene.browser.picture("browser-not-signed-in").await;
    scene.browser.close_tab().await;
    scene
        .browser
        .says("You did not allow it, so nothing was connected.")
        .await;
    assert_eq!(scene.integrations().await, json!([]));
    scene.end().await;
}

#[tokio::test]
#[ignore = "needs a browser and an OpenID provider: `cargo xtask test` runs it"]
async fn an_account_that_was_ended_there_wants_to_be_connected_again_and_is() {
    let mut scene = Scene::start(FOUR_MINUTES).await;
    scene.connect("Connect Google").await;
    let first = scene.integrations().await[0]["id"].clone();

    scene.provider.person("leaves").await;
    scene.serving.sync().await;
    scene
        .browser
        .says("Google no longer accepts this sign-in")
        .await;
    scene.browser.says("Needs you to connect it again").await;
    scene.browser.picture("browser-expired").await;
    scene.provider.person("returns").await;
    scene.browser.press("Connect it again").await;
    scene.browser.says("Waiting for your browser").await;
    let address = "return document.querySelector('.sign-in__wait a').href";
    let address = scene.browser.run(address).await;
    assert!(
        address.contains("login_hint=ann%40example.org"),
        "{address}"
    );
    scene.browser.follow_new_tab().await;
    // Who is signed in at the provider still is only asked to agree.
    scene.consent().await;

    scene.browser.says("Up to date").await;
    let again = scene.integrations().await;
    assert_eq!(again.as_array().unwrap().len(), 1);
    assert_eq!(
        (&again[0]["id"], &again[0]["status"]),
        (&first, &json!("ACTIVE"))
    );
    scene.end().await;
}

#[tokio::test]
#[ignore = "needs a browser and an OpenID provider: `cargo xtask test` runs it"]
async fn a_client_secret_that_is_wrong_is_named_as_that() {
    let mut scene = Scene::with_secret(AN_HOUR, "of-somebody-else").await;
    scene.leave_by("Connect Google").await;
    scene.sign_in().await;
    scene.browser.press("Continue").await;

    scene.browser.says("You are not signed in").await;
    let told = "does not accept the client id or its secret";
    scene.browser.says(told).await;
    scene
        .provider
        .does("refused: invalid secret provided")
        .await;
    scene.browser.close_tab().await;
    scene.browser.says(told).await;
    assert_eq!(scene.integrations().await, json!([]));
    scene.end().await;
}

/// Who has the code and not the verifier gets nothing for it: here the provider is told of another
/// one than the app has.
#[rstest]
#[case(
    Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
    "did not take the answer of this sign-in"
)]
#[case(None, "Google did not sign you in (invalid_request)")]
#[tokio::test]
#[ignore = "needs a browser and an OpenID provider: `cargo xtask test` runs it"]
async fn the_provider_insists_on_the_verifier(#[case] challenge: Option<&str>, #[case] told: &str) {
    let mut scene = Scene::start(AN_HOUR).await;
    let asked = scene
        .serving
        .call(Method::POST, "/api/calendars/connect/google", json!({}));
    let (_, begun) = asked.await;
    let mut address = Url::parse(begun["authUrl"].as_str().unwrap()).unwrap();
    let said: Vec<_> = address.query_pairs().into_owned().collect();
    address
        .query_pairs_mut()
        .clear()
        .extend_pairs(said.iter().filter_map(|(name, value)| match name.as_str() {
            "code_challenge" => Some((name.as_str(), challenge?)),
            "code_challenge_method" => Some((name.as_str(), challenge.and(Some(value.as_str()))?)),
            _ => Some((name.as_str(), value.as_str())),
        }));

    scene.browser.visit(address.as_str()).await;
    if challenge.is_some() {
        scene.sign_in().await;
        scene.browser.press("Continue").await;
        scene
            .provider
            .does("refused: PKCE verification failed")
            .await;
    }

    scene.browser.says("You are not signed in").await;
    scene.browser.says(told).await;
    assert_eq!(scene.integrations().await, json!([]));
    scene.end().await;
}
