//! Addresses whose server misbehaves. What a redirect from the internet into the private network
//! does is tried where the internet can be stood in for: `crates/core/src/calendars/ics/http/tests.rs`.

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::files::{MOST_MEMORY, is_clear, titles};
use super::inputs::{GOOD, daily};
use super::servers::{MANNERS, Manner, Server};
use crate::support::process::peak_memory_mb;
use crate::support::serving::Serving;

#[rstest]
#[case(Manner::Hangs)]
#[case(Manner::FallsSilent)]
#[case(Manner::RedirectsToAFile)]
#[case(Manner::RedirectsInCircles)]
#[case(Manner::Answers500)]
#[case(Manner::AnswersAPage)]
#[case(Manner::WantsASignIn)]
#[case(Manner::Endless)]
#[case(Manner::BreaksOff)]
#[case(Manner::NoHttp)]
#[tokio::test]
async fn a_server_that_misbehaves_is_named_and_hurts_nobody(#[case] manner: Manner) {
    let (_, _, sentence) = MANNERS.iter().find(|known| known.1 == manner).unwrap();
    let home = TempDir::new().unwrap();
    let other = home.path().join("other.ics");
    std::fs::write(&other, daily("Tea")).unwrap();
    let server = Server::start().await.unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let (status, answer) = connect(&serving, &server).await;
    assert_eq!(status, 201, "{answer}");
    serving.connect(&other).await;

    server.behave(manner);
    std::fs::write(&other, daily("Coffee")).unwrap();
    serving.sync().await;

    let titles = titles(&serving).await;
    assert!(titles.iter().any(|title| title == GOOD), "{titles:?}");
    assert!(titles.iter().any(|title| title == "Coffee"), "{titles:?}");
    let (_, calendars) = serving
        .call(Method::GET, "/api/calendars", Value::Null)
        .await;
    let said = calendars[0]["errorMessage"].as_str().unwrap();
    assert!(said.contains(sentence), "{said}");
    assert!(
        !said.contains("team.ics"),
        "an address may be a secret: {said}"
    );
    is_clear(said);
    let memory = peak_memory_mb(serving.process_id());
    assert!(memory < MOST_MEMORY, "{memory} MB");
}

#[tokio::test]
async fn a_server_that_misbehaves_from_the_beginning_is_refused_and_nothing_is_kept() {
    let home = TempDir::new().unwrap();
    let server = Server::start().await.unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    server.behave(Manner::AnswersAPage);

    let (status, answer) = connect(&serving, &server).await;

    assert_eq!(
        (status, &answer["error"]["code"]),
        (502, &json!("SOURCE_FAILED"))
    );
    server.behave(Manner::Answers500);
    let (_, answer) = connect(&serving, &server).await;
    let said = answer["error"]["message"].as_str().unwrap();
    assert!(
        said.ends_with("(500): try again in a few minutes"),
        "{said}"
    );
    let (_, calendars) = serving
        .call(Method::GET, "/api/calendars", Value::Null)
        .await;
    assert_eq!(calendars, json!([]));
}

async fn connect(serving: &Serving, server: &Server) -> (u16, Value) {
    let body = json!({"url": server.address});
    serving
        .call(Method::POST, "/api/calendars/connect/ics", body)
        .await
}
