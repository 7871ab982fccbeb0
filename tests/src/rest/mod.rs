//! Every call of the API over HTTP, as a script makes it: well and badly, with the description
//! that the API gives of itself beside it.

mod accounts;
mod calendars;
mod conversation;
mod data;
mod events;
mod notifications;
mod outside;
mod settings;
mod shape;
mod sign_ins;
mod status;
mod vault;
mod wording;

use tempfile::TempDir;

use conversation::Conversation;

#[tokio::test]
async fn every_call_that_is_described_is_answered_well_and_refused_well() {
    let home = TempDir::new().unwrap();
    let mut talk = Conversation::begin(home.path()).await;

    settings::calls(&mut talk).await;
    status::calls(&mut talk).await;
    calendars::calls(&mut talk, home.path()).await;
    events::calls(&mut talk).await;
    notifications::calls(&mut talk).await;
    vault::calls(&mut talk).await;
    calendars::accounts(&mut talk).await;
    sign_ins::calls(&mut talk).await;
    data::calls(&mut talk).await;
    // Because it sets a password and signs out everywhere.
    accounts::calls(&mut talk).await;
    // Last, because nothing is left.
    data::removal(&mut talk).await;

    talk.covers_the_description();
}
