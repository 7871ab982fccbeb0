//! Accounts at Google and Microsoft: signing in with a browser, and what becomes of the tokens.

mod connecting;
mod landing;
mod tokens;

use storytime_server::LoopbackLanding;
use storytime_types::ApiError;
use storytime_types::calendars::{CalendarProvider, Connected};
use storytime_types::sign_in::{
    AccountAnswer, ConnectAccount, SignInBegun, SignInStage, SignInStatus,
};

use crate::support::app::App;
use crate::support::channel::within_patience;
use crate::support::provider_fake::ProviderFake;

const NOW: &str = "2026-11-22T08:00:00Z";

/// An app that takes a provider of our own for Google and Microsoft, with a standup at nine.
async fn scene() -> (ProviderFake, App) {
    let provider = ProviderFake::start().await;
    provider.event("Standup", "2026-11-22T09:00:00Z", "2026-11-22T09:30:00Z");
    let app = App::start(NOW).await;
    provider.stand_in(&app.folder.path().join("data"));
    (provider, app)
}

async fn begin(app: &App, provider: CalendarProvider) -> Result<SignInBegun, ApiError> {
    begin_with(app, provider, ConnectAccount::default()).await
}

async fn begin_with(
    app: &App,
    provider: CalendarProvider,
    asked: ConnectAccount,
) -> Result<SignInBegun, ApiError> {
    let answer = app.api.connect_account(provider, asked, &LoopbackLanding);
    match answer.await? {
        AccountAnswer::Begun(begun) => Ok(begun),
        AccountAnswer::Connected(_) => panic!("nobody has signed in yet"),
    }
}

/// Finishes a sign-in by hand.
async fn finish(app: &App, state: &str, code: &str) -> Result<Connected, ApiError> {
    let asked = ConnectAccount {
        code: Some(code.into()),
        state: Some(state.to_owned()),
        ..ConnectAccount::default()
    };
    let site = &LoopbackLanding;
    let google = CalendarProvider::Google;
    match app.api.connect_account(google, asked, site).await? {
        AccountAnswer::Connected(connected) => Ok(connected),
        AccountAnswer::Begun(_) => panic!("this was the end"),
    }
}

/// Signs in as a browser does, and waits until the calendars are read.
async fn sign_in(app: &App, at: &ProviderFake, provider: CalendarProvider) -> SignInStatus {
    let begun = begin(app, provider).await.unwrap();
    let (status, page) = browse(at.agree(&begun.auth_url).as_str()).await;
    assert_eq!(status, 200, "{page}");
    let ended = outcome(app, &begun.state).await;
    app.settled().await;
    ended
}

/// What a browser is shown at an address.
async fn browse(address: &str) -> (u16, String) {
    let client = storytime_core::calendars::client::http_client();
    let asked = client.build().unwrap().get(address).send().await.unwrap();
    (asked.status().as_u16(), asked.text().await.unwrap())
}

/// How a sign-in ends.
async fn outcome(app: &App, state: &str) -> SignInStatus {
    let mut changes = app.api.changes();
    let ended = async {
        loop {
            let status = app.api.sign_in_status(state).await.unwrap();
            if matches!(status.stage, SignInStage::Connected | SignInStage::Failed) {
                return status;
            }
            // A lagging receiver looks again, too.
            let _ = changes.recv().await;
        }
    };
    within_patience(ended, "the sign-in to end").await
}

async fn titles(app: &App) -> Vec<String> {
    let events = app.events("2026-11-22", "2026-11-23").await;
    events.into_iter().map(|event| event.title).collect()
}
