//! Against a token endpoint that answers as the providers do.

use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::*;
use crate::calendars::{FetchError, NextTry};
use crate::providers::{Providers, SignInChoice};
use storytime_types::{Instant, Secret};
use url::form_urlencoded;

const REDIRECT: &str = "http://127.0.0.1:40123";

fn now() -> Instant {
    Instant::from_ms(1_800_000_000_000)
}

async fn registration(server: &MockServer, authority: Authority) -> Registration {
    let chosen = |secret: &str| SignInChoice {
        client_id: "an-id".into(),
        client_secret: secret.into(),
        auth_url: format!("{}/authorize", server.uri()),
        token_url: format!("{}/token", server.uri()),
        revoke_url: format!("{}/revoke", server.uri()),
        ..SignInChoice::default()
    };
    let providers = Providers {
        google: chosen("shared with everybody"),
        microsoft: chosen(""),
    };
    Registration::of(authority, &providers).unwrap()
}

/// A server whose token endpoint answers with this.
async fn answering(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    let mock = Mock::given(method("POST")).and(path("/token"));
    mock.respond_with(answer).mount(&server).await;
    server
}

fn granted() -> Value {
    json!({
        "access_token": "an access token", "token_type": "Bearer", "expires_in": 3599,
        "refresh_token": "a refresh token",
        "scope": "https://www.googleapis.com/auth/calendar.events.readonly \
                  https://www.googleapis.com/auth/calendar.calendarlist.readonly",
    })
}

fn without(key: &str) -> Value {
    let mut answer = granted();
    answer.as_object_mut().unwrap().remove(key);
    answer
}

fn answered() -> Answered {
    Answered {
        code: "a code".into(),
        verifier: "a verifier of at least forty-three letters, as is wanted".into(),
        redirect: REDIRECT.into(),
    }
}

async fn exchanged(answer: ResponseTemplate) -> Result<Tokens, OAuthError> {
    let server = answering(answer).await;
    let registration = registration(&server, Authority::Google).await;
    OAuth::default()
        .exchange(&registration, answered(), now())
        .await
}

async fn refreshed(answer: ResponseTemplate) -> Result<Tokens, OAuthError> {
    let server = answering(answer).await;
    let registration = registration(&server, Authority::Google).await;
    let token = Secret::from("a refresh token");
    OAuth::default().refresh(&registration, &token, now()).await
}

fn form(request: &Request) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = form_urlencoded::parse(&request.body).into_owned().collect();
    pairs.sort();
    pairs
}

fn refusal(status: u16, code: &str) -> ResponseTemplate {
    let body = json!({"error": code, "error_description": "Token has been expired or revoked."});
    ResponseTemplate::new(status).set_body_json(body)
}

#[tokio::test]
async fn the_browser_is_sent_with_a_challenge_and_asks_for_the_least() {
    let server = MockServer::start().await;
    let google = registration(&server, Authority::Google).await;
    let begun = sign_in::begin(&google, REDIRECT, Some("ann@example.org")).unwrap();

    let asked: std::collections::HashMap<_, _> = begun.url.query_pairs().into_owned().collect();
    let says = |name: &str| asked.get(name).map(String::as_str);
    assert_eq!(says("response_type"), Some("code"));
    assert_eq!(says("client_id"), Some("an-id"));
    assert_eq!(says("redirect_uri"), Some(REDIRECT));
    assert_eq!(says("state"), Some(begun.state.as_str()));
    assert_eq!(says("code_challenge_method"), Some("S256"));
    assert_eq!(says("access_type"), Some("offline"));
    assert_eq!(says("prompt"), Some("consent"));
    assert_eq!(says("login_hint"), Some("ann@example.org"));
    assert!(says("scope").unwrap().ends_with("calendar.events.readonly"));
    assert!(begun.state.len() >= 22, "{}", begun.state.len());
    assert!(begun.verifier.expose().len() >= 43);
    assert!(
        !begun
            .url
            .as_str()
            .contains(begun.verifier.expose().as_str())
    );
    assert!(!begun.url.as_str().contains("client_secret"));

    let microsoft = registration(&server, Authority::Microsoft).await;
    let begun = sign_in::begin(&microsoft, "http://localhost:1", None).unwrap();
    assert!(begun.url.query().unwrap().contains("offline_access"));
}

#[tokio::test]
async fn a_code_becomes_tokens_and_the_verifier_goes_with_it() {
    let server = answering(ResponseTemplate::new(200).set_body_json(granted())).await;
    let google = registration(&server, Authority::Google).await;

    let tokens = OAuth::default().exchange(&google, answered(), now()).await;

    let tokens = tokens.unwrap();
    assert_eq!(tokens.access.expose(), "an access token");
    assert_eq!(tokens.refresh.unwrap().expose(), "a refresh token");
    assert_eq!(tokens.expires_at, now().plus_ms(3_599_000));
    let sent = form(&server.received_requests().await.unwrap()[0]);
    let names: Vec<_> = sent.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "client_id",
            "client_secret",
            "code",
            "code_verifier",
            "grant_type",
            "redirect_uri"
        ]
    );
    assert!(sent.contains(&("redirect_uri".into(), REDIRECT.into())));
}

#[tokio::test]
async fn a_public_client_sends_no_secret() {
    let mut answer = granted();
    answer["scope"] = "Calendars.Read User.Read".into();
    let server = answering(ResponseTemplate::new(200).set_body_json(answer)).await;
    let microsoft = registration(&server, Authority::Microsoft).await;

    let oauth = OAuth::default();
    let tokens = oauth.exchange(&microsoft, answered(), now()).await;

    assert!(tokens.is_ok(), "{tokens:?}");
    let sent = form(&server.received_requests().await.unwrap()[0]);
    assert!(sent.iter().all(|(name, _)| name != "client_secret"));
    assert!(sent.contains(&("client_id".into(), "an-id".into())));
}

#[tokio::test]
async fn fewer_scopes_than_asked_for_are_no_access() {
    let mut answer = granted();
    answer["scope"] = "https://www.googleapis.com/auth/calendar.events.readonly".into();
    let error = exchanged(ResponseTemplate::new(200).set_body_json(answer)).await;
    let error = error.unwrap_err();
    assert!(matches!(error, OAuthError::MissingScopes { .. }), "{error}");
    assert!(
        error
            .sentence(NextTry::Yours)
            .ends_with("leave every box ticked")
    );

    let all = ResponseTemplate::new(200).set_body_json(without("scope"));
    assert!(
        exchanged(all).await.is_ok(),
        "what is not said is what was asked for"
    );
}

#[tokio::test]
async fn a_code_without_a_refresh_token_is_no_lasting_access() {
    let answer = ResponseTemplate::new(200).set_body_json(without("refresh_token"));
    let error = exchanged(answer).await.unwrap_err();
    assert!(matches!(error, OAuthError::NotLasting { .. }), "{error}");
}

#[tokio::test]
async fn a_renewed_token_comes_with_another_refresh_token_or_without() {
    let rotated = ResponseTemplate::new(200).set_body_json(granted());
    assert!(refreshed(rotated).await.unwrap().refresh.is_some());
    let kept = ResponseTemplate::new(200).set_body_json(without("refresh_token"));
    assert!(refreshed(kept).await.unwrap().refresh.is_none());
}

#[tokio::test]
async fn only_invalid_grant_and_its_kin_end_a_sign_in() {
    for code in ["invalid_grant", "interaction_required", "consent_required"] {
        let error = refreshed(refusal(400, code)).await.unwrap_err();
        assert!(error.wants_signing_in(), "{code}: {error}");
        assert!(!error.is_transient(), "{code}");
    }
    let error = refreshed(refusal(401, "invalid_client")).await.unwrap_err();
    assert!(!error.wants_signing_in(), "{error}");
    assert!(error.sentence(NextTry::Ours).contains("providers.toml"));
    for passing in [
        refusal(400, "temporarily_unavailable"),
        ResponseTemplate::new(503).set_body_string("<html>later</html>"),
        ResponseTemplate::new(500),
        ResponseTemplate::new(200).set_body_raw("<html>sign in</html>", "text/html"),
        ResponseTemplate::new(200).set_body_raw("{\"access_token\":\"hush", "application/json"),
        ResponseTemplate::new(400),
    ] {
        let error = refreshed(passing).await.unwrap_err();
        assert!(error.is_transient(), "{error}");
        assert!(!error.wants_signing_in(), "{error}");
        assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
    }
}

#[tokio::test]
async fn a_code_that_is_refused_is_no_sign_in_that_ended() {
    let error = exchanged(refusal(400, "invalid_grant")).await.unwrap_err();
    assert!(matches!(error, OAuthError::CodeRefused { .. }), "{error}");
}

#[tokio::test]
async fn secrets_follow_no_redirect_and_an_endless_answer_is_cut_off() {
    let elsewhere = ResponseTemplate::new(307).insert_header("location", "/elsewhere");
    let error = refreshed(elsewhere).await.unwrap_err();
    let refused = matches!(
        &error,
        OAuthError::Fetch(FetchError::RedirectRefused { .. })
    );
    assert!(refused, "{error}");
    let long = ResponseTemplate::new(200).set_body_string(" ".repeat(300_000));
    let error = refreshed(long).await.unwrap_err();
    let too_large = matches!(&error, OAuthError::Fetch(FetchError::TooLarge { .. }));
    assert!(too_large, "{error}");
}

#[tokio::test]
async fn a_providers_words_are_cut_to_one_line() {
    let words = "AADSTS700016: Application was not found.\r\nTrace ID: 1234";
    let body = json!({"error": "invalid_request", "error_description": words});
    let error = refreshed(ResponseTemplate::new(400).set_body_json(body)).await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "Google gave no token (invalid_request: AADSTS700016: Application was not found.)"
    );
}

#[tokio::test]
async fn a_token_is_given_back_where_there_is_a_place_for_it() {
    let server = MockServer::start().await;
    Mock::given(path("/revoke"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let google = registration(&server, Authority::Google).await;
    let token = Secret::from("a refresh token");

    OAuth::default().revoke(&google, &token).await.unwrap();

    let asked = server.received_requests().await.unwrap();
    let told = form(&asked[0]);
    let names: Vec<_> = told.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["client_id", "client_secret", "token"]);
    assert_eq!(told[2].1, "a refresh token");
}
