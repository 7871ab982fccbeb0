//! The place that a browser comes back to: who is let in, and until when.

use storytime_types::calendars::CalendarProvider;
use storytime_types::sign_in::SignInStage;

use super::{begin, browse, outcome, scene};
use crate::support::channel::within_patience;

const GOOGLE: CalendarProvider = CalendarProvider::Google;

/// The landing's own address, without anything brought.
fn place(auth_url: &str) -> String {
    let url = reqwest::Url::parse(auth_url).unwrap();
    let mut pairs = url.query_pairs();
    pairs
        .find(|(name, _)| name == "redirect_uri")
        .unwrap()
        .1
        .into_owned()
}

/// Nobody listens there any more.
async fn is_closed(place: &str) {
    let address = place.strip_prefix("http://").unwrap().to_owned();
    let refused = async {
        while tokio::net::TcpStream::connect(&address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    within_patience(refused, "the landing to close").await;
}

#[tokio::test]
async fn what_others_bring_neither_connects_nor_ends_the_sign_in() {
    let (fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();
    let place = place(&begun.auth_url);

    for foreign in [
        "/",
        "/?code=browser-c0de-0",
        "/?state=another&code=browser-c0de-0",
        "/?error=access_denied",
    ] {
        let (status, page) = browse(&format!("{place}{foreign}")).await;
        assert_eq!(status, 400, "{foreign}");
        assert!(page.contains("begin again"), "{page}");
    }

    let waiting = app.api.sign_in_status(&begun.state).await.unwrap();
    assert_eq!(waiting.stage, SignInStage::Waiting);
    let (status, _) = browse(fake.agree(&begun.auth_url).as_str()).await;
    assert_eq!(status, 200);
    assert_eq!(
        outcome(&app, &begun.state).await.stage,
        SignInStage::Connected
    );
}

#[tokio::test]
async fn a_second_browser_finds_nobody_and_the_account_stays() {
    let (fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();
    let back = fake.agree(&begun.auth_url);

    browse(back.as_str()).await;

    is_closed(&place(&begun.auth_url)).await;
    assert_eq!(
        outcome(&app, &begun.state).await.stage,
        SignInStage::Connected
    );
    assert_eq!(fake.count("authorization_code"), 1);
}

#[tokio::test]
async fn a_person_who_says_no_is_told_so_and_the_landing_closes() {
    let (_fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();
    let place = place(&begun.auth_url);
    let no = format!("{place}/?state={}&error=access_denied", begun.state);

    let (status, page) = browse(&no).await;

    assert_eq!(status, 400);
    assert!(page.contains("You did not allow it"), "{page}");
    let ended = outcome(&app, &begun.state).await;
    assert_eq!(ended.stage, SignInStage::Failed);
    is_closed(&place).await;
}

#[tokio::test]
async fn a_providers_error_is_shown_as_text_only() {
    let (_fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();
    let place = place(&begun.auth_url);
    let foul = format!(
        "{place}/?state={}&error=%3Cscript%3Ealert(1)%3C/script%3E",
        begun.state
    );
    let (_, page) = browse(&foul).await;
    assert!(!page.contains("alert"), "{page}");
}

#[tokio::test]
async fn a_sign_in_that_is_given_up_closes_its_landing() {
    let (fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();
    fake.agree(&begun.auth_url);

    app.api.cancel_sign_in(&begun.state).await.unwrap();

    is_closed(&place(&begun.auth_url)).await;
    let ended = app.api.sign_in_status(&begun.state).await.unwrap();
    assert_eq!(ended.error.unwrap(), "The sign-in was given up.");
    assert!(
        super::finish(&app, &begun.state, "browser-c0de-0")
            .await
            .is_err()
    );
    assert!(app.api.cancel_sign_in(&begun.state).await.is_err());
}

#[tokio::test]
async fn nobody_is_waited_for_after_ten_minutes() {
    let (_fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();

    app.clock.advance_ms(10 * 60_000);

    is_closed(&place(&begun.auth_url)).await;
    let ended = outcome(&app, &begun.state).await;
    assert!(ended.error.unwrap().contains("within 10 minutes"));
}

#[tokio::test]
async fn a_second_try_takes_the_place_of_the_first() {
    let (fake, app) = scene().await;
    let first = begin(&app, GOOGLE).await.unwrap();
    let second = begin(&app, GOOGLE).await.unwrap();

    is_closed(&place(&first.auth_url)).await;
    assert!(
        super::finish(&app, &first.state, "browser-c0de-0")
            .await
            .is_err()
    );
    let (status, _) = browse(fake.agree(&second.auth_url).as_str()).await;
    assert_eq!(status, 200);
    outcome(&app, &second.state).await;
}

#[tokio::test]
async fn the_end_of_the_app_closes_every_landing() {
    let (_fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();
    app.stop().await;
    is_closed(&place(&begun.auth_url)).await;
}
