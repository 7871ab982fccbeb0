//! Invitations in calendar files: one's own addresses find one's own answer.

use storytime_types::notifications::NotificationStatus;
use storytime_types::profile::ProfileChange;

use crate::support::app::App;
use crate::support::calendar::{EventText, event};

const DECLINED: &str = "ATTENDEE;PARTSTAT=DECLINED:mailto:Robin@Example.org";

fn invitation() -> EventText {
    event("Offsite", "2026-11-23T12:00:00Z").with(DECLINED)
}

async fn own_addresses(app: &App, addresses: &[&str]) {
    let own = addresses.iter().map(|one| (*one).to_owned()).collect();
    let change = ProfileChange {
        own_addresses: Some(own),
        ..ProfileChange::default()
    };
    app.api.change_profile(change).await.unwrap();
    app.settled().await;
}

#[tokio::test]
async fn an_invitation_declined_by_ones_own_address_does_not_remind() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    own_addresses(&app, &["robin@example.org"]).await;

    app.connect("day.ics", &[invitation()]).await;

    assert_eq!(app.ledger_lines().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_change_of_ones_own_addresses_is_felt_at_once() {
    let app = App::start("2026-11-23T08:00:00Z").await;
    app.connect("day.ics", &[invitation()]).await;
    assert_eq!(app.ledger_lines().await, ["Offsite PENDING"]);

    own_addresses(&app, &["someone@example.org", "robin@example.org"]).await;
    let row = app
        .row_becomes("Offsite", NotificationStatus::Cancelled)
        .await;
    assert_eq!(row.reason.as_deref(), Some("You declined the event."));

    own_addresses(&app, &["someone@example.org"]).await;
    app.row_becomes("Offsite", NotificationStatus::Pending)
        .await;
    app.go_to("2026-11-23T11:45:00Z").await;
    assert_eq!(app.channel.accepted(1).await[0].title, "Offsite");
}
