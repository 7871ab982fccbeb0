//! A password, set in the settings, and what it takes to come back in.

use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;

use super::browser::Browser;
use super::settings::kept;
use crate::support::account::{PASSWORD, login};
use crate::support::channel::within_patience;
use crate::support::serving::Serving;

const EMAIL: &str = "ada@example.org";
const OTHER: &str = "countess@example.org";

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn a_password_locks_the_pages_and_opens_them_again() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Once upon a calendar").await;

    browser.go_to_section("settings/lock").await;
    browser.fill("lock-email", EMAIL).await;
    browser.enter("lock-password", "short").await;
    browser.says("must be 8 to 128 characters long").await;
    browser.enter("lock-password", PASSWORD).await;
    browser.says("You sign in as ada@example.org").await;
    browser
        .run("document.getElementById('settings/lock').scrollIntoView()")
        .await;
    browser.picture("browser-lock").await;
    assert_eq!(login(&serving, EMAIL).await.0, 200);

    browser.fill("address-email", OTHER).await;
    browser.enter("address-current", "not the one").await;
    browser.says("The password so far is wrong").await;
    browser.enter("address-current", PASSWORD).await;
    browser.says("You sign in as countess@example.org").await;
    browser.picture("browser-address").await;
    assert_eq!(login(&serving, OTHER).await.0, 200);
    browser.fill("address-email", EMAIL).await;
    browser.enter("address-current", PASSWORD).await;
    browser.says("You sign in as ada@example.org").await;

    browser.press("Lock now").await;
    browser.says("This storybook is locked").await;
    browser.picture("browser-sign-in").await;
    browser.fill("sign-in-email", EMAIL).await;
    browser.enter("sign-in-password", "not the one").await;
    browser
        .says("The e-mail address or the password is wrong")
        .await;
    browser.enter("sign-in-password", PASSWORD).await;
    browser.says("You sign in as ada@example.org").await;
    let complaints = browser.complaints().await;
    // Chromium notes each answer that refuses.
    let ours = complaints
        .iter()
        .filter(|one| !one.contains("status of 401") && !one.contains("status of 422"));
    assert_eq!(ours.count(), 0, "{complaints:?}");
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn who_is_signed_in_is_listed_and_can_be_signed_out() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Once upon a calendar").await;

    browser.go_to_section("settings/lock").await;
    browser.says("serve.token").await;
    browser.says("this one").await;
    browser.press("Revoke").await;
    // Another one takes its place in the file: whoever can read that may come in.
    let revoked = async {
        while serving
            .call(Method::GET, "/api/auth/me", Value::Null)
            .await
            .0
            != 401
        {
            tokio::task::yield_now().await;
        }
    };
    within_patience(revoked, "the token to be good no longer").await;

    browser.press("Sign out everywhere").await;
    browser.says("every token for a script is void").await;
    browser.picture("browser-sign-out-everywhere").await;
    browser.press("Stay signed in").await;
    let back = "return document.activeElement.textContent === 'Sign out everywhere'";
    browser.until(back).await;
    browser.press("Sign out everywhere").await;
    browser.press("Sign everybody out").await;
    browser.says("This storybook is locked").await;
    browser.says("storytime serve").await;
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn what_the_person_tells_of_themselves_is_kept() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let browser = Browser::signed_in(&serving).await;
    browser.says("Once upon a calendar").await;

    browser.go_to_section("settings/you").await;
    browser.enter("person-age", "12").await;
    browser.says("The age must be between 13 and 120").await;
    browser.enter("person-age", "36").await;
    browser.enter("person-name", "Ada").await;
    kept(&serving, |me| me["age"] == 36 && me["name"] == "Ada").await;
    browser.says("Saved").await;
    browser.picture("browser-you").await;
    browser.close().await;
}
