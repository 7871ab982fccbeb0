//! Guessing, ten thousand times each: throttled, never right, and it takes no memory.

use futures_util::StreamExt as _;
use futures_util::stream;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::account::{PASSWORD, login, register, register_owner};
use crate::support::process::resident_kib;
use crate::support::serving::Serving;

const GUESSES: usize = 10_000;
/// What the process may have grown by afterwards: far less than a kilobyte a guess.
const MOST_KIB: u64 = 6 * 1024;

/// How often each status was answered to these requests.
async fn statuses(at_once: usize, requests: impl Iterator<Item = RequestBuilder>) -> [usize; 2] {
    let answers = stream::iter(requests).map(|request| async {
        let answer = request.send().await.unwrap();
        answer.status().as_u16()
    });
    let all: Vec<u16> = answers.buffer_unordered(at_once).collect().await;
    let count = |status| all.iter().filter(|one| **one == status).count();
    let (refused, throttled) = (count(401), count(429));
    assert_eq!(
        refused + throttled,
        all.len(),
        "something else was answered"
    );
    [refused, throttled]
}

#[tokio::test]
async fn ten_thousand_guesses_at_tokens_and_passwords_are_throttled_and_leave_the_memory_flat() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    register_owner(&serving, "ada@example.org").await;
    assert_eq!(login(&serving, "ada@example.org").await.0, 200);
    let token = |number: usize| {
        let request = serving.request(Method::GET, "/api/auth/me");
        request.bearer_auth(format!("guess-{number}"))
    };
    let password = |number: usize| {
        let email = format!("ada{}@example.org", number % 3_000);
        let body = json!({"email": email, "password": format!("guess {number}")});
        serving.request(Method::POST, "/api/auth/login").json(&body)
    };
    // So that what every call needs once is there.
    statuses(150, (0..1_000).map(token)).await;
    let before = resident_kib(serving.process_id());
    assert!(before > 0);

    let [_, throttled] = statuses(16, (0..GUESSES).map(token)).await;
    assert!(throttled > GUESSES * 3 / 4, "{throttled}");
    // Each takes a fifth of a second to be refused.
    let [refused, _] = statuses(150, (0..GUESSES).map(password)).await;
    assert!(refused <= 50, "{refused} passwords were compared");

    let grown = resident_kib(serving.process_id()).saturating_sub(before);
    assert!(grown < MOST_KIB, "{grown} KiB more");
    let (status, _) = serving.call(Method::GET, "/api/auth/me", json!(null)).await;
    assert_eq!(status, 200, "who has a token comes in");
    let (status, answer) = login(&serving, "ada@example.org").await;
    assert_eq!(status, 200, "who has the password comes in: {answer}");
}

#[tokio::test]
async fn what_other_programs_try_in_vain_keeps_nobody_out() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    register_owner(&serving, "ada@example.org").await;
    register(&serving, "grace@example.org").await;
    let post = |path: &str, body: Value| serving.request(Method::POST, path).json(&body);
    let wrong = json!({"email": "grace@example.org", "password": "not the one"});
    let taken = json!({"email": "ada@example.org", "password": PASSWORD});
    let in_vain = [
        ("/api/auth/login", wrong, [401, 429]),
        ("/api/auth/login", json!({"email": 7}), [422, 422]),
        ("/api/auth/register", json!({"email": "x"}), [422, 422]),
        ("/api/auth/register", taken, [409, 409]),
        ("/api/auth/code", json!({"code": "guess"}), [401, 401]),
    ];
    for (path, body, expected) in in_vain {
        for _ in 0..20 {
            let status = post(path, body.clone()).send().await.unwrap().status();
            assert!(expected.contains(&status.as_u16()), "{path}: {status}");
        }
    }

    assert_eq!(login(&serving, "ada@example.org").await.0, 200);
    assert_eq!(register(&serving, "eve@example.org").await.0, 201);
    assert_eq!(login(&serving, "grace@example.org").await.0, 429);
}
