//! `storytime profile reset-password`: the way out for who owns the data folder.

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::account::{PASSWORD, as_person, login, register};
use crate::support::command::{run, text};
use crate::support::serving::{Serving, answer};

/// `storytime profile reset-password`, with these further arguments.
fn reset(home: &TempDir, more: &[&str]) -> (i32, String) {
    let data = home.path().join("data");
    let asked = [
        "profile",
        "reset-password",
        "--data-dir",
        data.to_str().unwrap(),
    ];
    let done = run(home.path(), &[&asked[..], more].concat());
    let said = [done.stdout, done.stderr].concat();
    (done.status.code().unwrap(), text(&said).to_owned())
}

/// Signs in with what an address ends with.
async fn by_code(serving: &Serving, code: &str) -> (u16, Value) {
    let request = serving.request(Method::POST, "/api/auth/code");
    let body = json!({"code": code});
    answer(request.json(&body).send().await.unwrap()).await
}

#[tokio::test]
async fn beside_a_running_engine_the_lock_comes_off_and_everybody_is_signed_out() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    let (_, ada) = register(&serving, "ada@example.org").await;
    let token = ada["token"].as_str().unwrap();

    let before = std::fs::read_to_string(data.join("serve.token")).unwrap();

    let (code, said) = reset(&home, &[]);

    assert_eq!(code, 0, "{said}");
    let (status, _) = as_person(&serving, token, Method::GET, "/api/auth/me", Value::Null).await;
    assert_eq!(status, 401);
    assert_eq!(login(&serving, "ada@example.org").await.0, 401);
    assert!(said.contains("storytime address --data-dir"), "{said}");
    let folder = data.to_str().unwrap();
    let printed = run(home.path(), &["address", "--data-dir", folder]);
    let (opened, failed) = (text(&printed.stdout), text(&printed.stderr));
    let way_in = opened.trim().rsplit_once("/#code=");
    let (_, way_in) = way_in.unwrap_or_else(|| panic!("{opened}{failed}"));
    let (status, signed_in) = by_code(&serving, way_in).await;
    assert_eq!(status, 200, "{signed_in}");
    let good = std::fs::read_to_string(data.join("serve.token")).unwrap();
    assert_ne!(good, before);
    let (status, me) = as_person(&serving, &good, Method::GET, "/api/auth/me", Value::Null).await;
    assert_eq!(status, 200, "{me}");
    let (code, said) = reset(&home, &[]);
    assert_eq!(code, 1);
    assert!(said.contains("no password"), "{said}");
}

#[tokio::test]
async fn another_profile_gets_a_new_password_that_is_printed_once() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    register(&serving, "ada@example.org").await;
    register(&serving, "grace@example.org").await;

    let (code, said) = reset(&home, &["--email", "Grace@Example.org"]);

    assert_eq!(code, 0, "{said}");
    let first = said.lines().next().unwrap();
    let password = first.rsplit(' ').next().unwrap();
    assert_ne!(password, PASSWORD);
    let body = json!({"email": "grace@example.org", "password": password});
    let request = serving.request(Method::POST, "/api/auth/login").json(&body);
    assert_eq!(request.send().await.unwrap().status(), 200);
    assert_eq!(login(&serving, "grace@example.org").await.0, 401);
    assert_eq!(login(&serving, "ada@example.org").await.0, 200);
}

#[tokio::test]
async fn an_unknown_address_and_an_empty_folder_are_told_in_one_sentence() {
    let home = TempDir::new().unwrap();
    let (code, said) = reset(&home, &[]);
    assert_eq!((code, said.lines().count()), (1, 1), "{said}");
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let (code, said) = reset(&home, &["--email", "nobody@example.org"]);
    assert_eq!((code, said.lines().count()), (1, 1), "{said}");
    assert!(
        said.contains("nobody") || said.contains("no profile"),
        "{said}"
    );
    serving.stop().await;
}
