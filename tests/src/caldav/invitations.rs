//! Whose answer to an invitation counts: an account knows who signs in there.

use rstest::rstest;
use storytime_types::choices::Quiet;

use super::NOW;
use crate::support::app::App;
use crate::support::calendar::{EventText, event};
use crate::support::dav_fake::DavFake;

fn declined_by(address: &str) -> EventText {
    event("Review", "2026-11-22T09:00:00Z")
        .with("ORGANIZER:mailto:bob@example.org")
        .with(&format!("ATTENDEE;PARTSTAT=DECLINED:mailto:{address}"))
}

/// What the review is quiet for, and whether it is planned, in an account with this user name.
async fn review(server: &DavFake, username: &str) -> (Option<Quiet>, bool) {
    let app = App::start(NOW).await;
    let mut account = server.account();
    account.username = username.to_owned();
    app.api.connect_caldav(account).await.unwrap();
    app.settled().await;
    let events = app.events("2026-11-22", "2026-11-23").await;
    (events[0].quiet, !app.ledger_lines().await.is_empty())
}

#[rstest]
#[case("ann@example.org", "ann@example.org")]
#[case("Ann@Example.org", "ann@example.org")]
#[case("ann", "ann@work.example.org")]
#[case("ann", "ann@second.example.org")]
#[tokio::test]
async fn what_whoever_signs_in_has_declined_does_not_remind(
    #[case] username: &str,
    #[case] declined: &str,
) {
    let server = DavFake::start().await;
    server.knows_person_as(&[
        "/principals/ann/",
        "mailto:Ann@Work.example.org",
        "mailto:ann@second.example.org",
    ]);
    server.put("review", declined_by(declined));

    assert_eq!(
        review(&server, username).await,
        (Some(Quiet::Declined), false)
    );
}

#[rstest]
#[case("ann@example.org")]
#[case("bob")]
#[tokio::test]
async fn what_somebody_else_has_declined_reminds(#[case] username: &str) {
    let server = DavFake::start().await;
    server.knows_person_as(&["/principals/carol/"]);
    server.put("review", declined_by("carol@example.org"));

    assert_eq!(review(&server, username).await, (None, true));
}

#[tokio::test]
async fn an_account_that_is_connected_again_learns_whose_it_is() {
    let server = DavFake::start().await;
    server.put("review", declined_by("ann@work.example.org"));
    let app = App::start(NOW).await;
    app.api.connect_caldav(server.account()).await.unwrap();
    app.settled().await;
    assert_eq!(app.ledger_lines().await, ["Review PENDING"]);

    server.knows_person_as(&["mailto:ann@work.example.org"]);
    app.api.connect_caldav(server.account()).await.unwrap();
    app.poll().await;

    assert_eq!(app.ledger_lines().await, ["Review CANCELLED"]);
}
