//! Calendars that cannot be connected.

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::browser::Browser;
use crate::support::account::PASSWORD;
use crate::support::dav_server::{DavServer, Program};
use crate::support::serving::Serving;

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn an_address_that_does_not_exist_is_explained_in_one_sentence_and_not_kept() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let browser = Browser::signed_in(&serving).await;
    // A port that was free a moment ago: nothing answers there.
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();

    browser
        .enter("source-address", &format!("http://{free}/calendar.ics"))
        .await;
    let said = browser.texts("#source-address-problem").await;
    assert_one_sentence(&said, "127.0.0.1");

    browser.enter("source-path", "/nowhere/work.ics").await;
    let said = browser.texts("#source-path-problem").await;
    assert_one_sentence(&said, "/nowhere/work.ics");

    let (_, calendars) = serving
        .call(Method::GET, "/api/calendars", Value::Null)
        .await;
    assert_eq!(calendars, json!([]));
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn an_account_takes_its_new_password_on_its_card_and_a_long_name_leaves_the_switch_whole() {
    let server = DavServer::start(Program::Radicale).await;
    server.make_calendar("work").await;
    server
        .rename_calendar("work", &"Very long ".repeat(30))
        .await;
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let call = |method, path, body| serving.call(method, path, body);
    let passphrase = json!({"passphrase": PASSWORD});
    call(Method::PUT, "/api/vault/passphrase", passphrase).await;
    let account = serde_json::to_value(server.account()).unwrap();
    let (status, _) = call(Method::POST, "/api/calendars/connect/caldav", account).await;
    assert_eq!(status, 201);
    server.change_password("other");
    call(Method::POST, "/api/sync/manual", json!({})).await;

    let browser = Browser::signed_in(&serving).await;
    browser.go("calendars").await;
    browser.says("A CalDAV account: http://127.0.0.1").await;
    browser.says("Needs you to connect it again").await;
    for width in [1200, 420] {
        browser.appear("light", width, 800).await;
        let sizes = "const it = document.querySelector('.shelf__calendar [role=switch]'); \
                     const rem = parseFloat(getComputedStyle(document.documentElement).fontSize); \
                     return `${Math.round(4 * it.offsetWidth / rem) / 4} \
                     ${document.documentElement.scrollWidth <= innerWidth}`";
        assert_eq!(browser.run(sizes).await, "2.75 true");
    }
    let (_, calendars) = call(Method::GET, "/api/calendars", Value::Null).await;
    let field = format!("password-{}", calendars[0]["id"].as_str().unwrap());
    browser.enter(&field, "wr0ng").await;
    browser
        .until("return !!document.querySelector('form.source .problem')")
        .await;
    browser.enter(&field, "other").await;

    browser.says("Up to date").await;
    let is_gone = format!("return !document.getElementById('{field}')");
    browser.until(&is_gone).await;
    browser.close().await;
}

/// One text that names what is wrong, and is a sentence for people.
fn assert_one_sentence(said: &[String], names: &str) {
    let [sentence] = said else {
        panic!("not one sentence: {said:?}");
    };
    assert!(sentence.contains(names), "{sentence}");
    assert!(
        sentence.ends_with(['.', '?']) && sentence.lines().count() == 1,
        "{sentence}"
    );
    for jargon in ["Error", "os error", "reqwest", "None", "{"] {
        assert!(!sentence.contains(jargon), "{sentence}");
    }
}

/// The Calendars page of an app that was never connected to anything.
async fn calendars_page(serving: &Serving) -> Browser {
    let browser = Browser::signed_in(serving).await;
    browser.says("Once upon a calendar").await;
    browser.go("calendars").await;
    browser
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn an_app_without_a_client_id_says_where_one_is_made_and_takes_it() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    open_vault(&serving).await;
    // Nobody is to be sent to the real one from here.
    let own = "[google]\nauth_url = \"http://127.0.0.1:9/authorize\"\n";
    std::fs::write(data.join("providers.toml"), own).unwrap();
    let browser = calendars_page(&serving).await;

    browser.press("Connect Microsoft").await;
    browser.says("entra.microsoft.com").await;
    browser.says("http://localhost").await;
    browser.press("Connect Google").await;
    browser.says("console.cloud.google.com").await;
    browser
        .says(data.join("providers.toml").to_str().unwrap())
        .await;
    let links = browser.run(
        "return Array.from(document.querySelectorAll('.how-to a'), link => link.href).join(' ')",
    );
    let links = links.await;
    assert!(links.contains("https://entra.microsoft.com/"), "{links}");
    assert!(
        links.contains("https://console.cloud.google.com/apis/credentials"),
        "{links}"
    );
    browser.picture("browser-client-ids").await;
    assert_eq!(browser.violations().await, json!([]));

    // Nothing was typed yet.
    browser.enter("google-client-id", " ").await;
    browser.says("Paste the client id").await;
    browser.fill("google-client-secret", "hush").await;
    browser.enter("google-client-id", "mine.apps.example").await;

    browser.says("Waiting for your browser").await;
    let written = std::fs::read_to_string(data.join("providers.toml")).unwrap();
    assert!(
        written.starts_with(own) && written.contains("client_id = \"mine.apps.example\""),
        "{written}"
    );
    let address = "return document.querySelector('.sign-in__wait a').href";
    let address = browser.run(address).await;
    assert!(address.contains("client_id=mine.apps.example"), "{address}");

    browser.press("Cancel").await;
    browser.says("The sign-in was given up.").await;
    browser.press("All right").await;
    browser
        .until("return !document.querySelector('.sign-in__wait, .sign-in .problem')")
        .await;
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn what_keeps_a_sign_in_from_beginning_is_said_beside_its_button() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let serving = Serving::start(home.path(), &data).await;
    std::fs::write(
        data.join("providers.toml"),
        "[google]\nclient_id = \"an-id\"\n",
    )
    .unwrap();
    let browser = calendars_page(&serving).await;

    // There is no keyring, and no passphrase was chosen.
    browser.press("Connect Google").await;
    let said = browser.texts(".sign-in .problem").await;
    assert!(said.len() == 1 && said[0].contains("Settings"), "{said:?}");

    std::fs::write(data.join("providers.toml"), "[google]\nclient_id = \n").unwrap();
    browser.press("Connect Google").await;
    browser.says("cannot be understood in line 2").await;
    browser.close().await;
}

/// Gives a machine without a keyring a place for tokens.
async fn open_vault(serving: &Serving) {
    let passphrase = json!({"passphrase": "several words are easy"});
    let kept = serving.call(Method::PUT, "/api/vault/passphrase", passphrase);
    assert_eq!(kept.await.0, 200);
}
