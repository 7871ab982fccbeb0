//! Tokens: renewed in time, taken away, given back.

use storytime_types::calendars::{CalendarProvider, IntegrationStatus};
use storytime_types::problems::ProblemKind;
use storytime_types::removal::{RemoveEverything, RemoveIntegration, Removed};

use super::{scene, sign_in, titles};
use crate::secrets::addresses::{has, stored};
use crate::support::app::App;
use crate::support::provider_fake::{ProviderFake, Tokens};

const RENEWAL: &str = "refresh_token";

async fn connected() -> (ProviderFake, App) {
    let (fake, app) = scene().await;
    sign_in(&app, &fake, CalendarProvider::Google).await;
    (fake, app)
}

#[tokio::test]
async fn a_token_is_renewed_when_less_than_five_minutes_are_left() {
    let (fake, app) = connected().await;
    app.go_to("2026-11-22T08:54:00Z").await;
    app.poll().await;
    assert_eq!(fake.count(RENEWAL), 1, "at 08:59, with a minute left");

    app.poll().await;
    assert_eq!(fake.count(RENEWAL), 1, "the new one is good for an hour");
    assert_eq!(app.the_account().await.status, IntegrationStatus::Active);
}

#[tokio::test]
async fn a_refresh_token_that_is_good_once_is_replaced_each_time() {
    let (fake, app) = connected().await;
    fake.rotates();
    for hour in 9..13 {
        app.go_to(&format!("2026-11-22T{hour:02}:58:00Z")).await;
        app.poll().await;
    }
    assert!(fake.count(RENEWAL) >= 4);
    assert_eq!(app.the_account().await.status, IntegrationStatus::Active);
    for secret in fake.secrets() {
        assert!(!has(&stored(&app), &secret), "{secret}");
    }

    let app = app.restart("2026-11-22T15:00:00Z").await;
    app.poll().await;
    assert_eq!(app.the_account().await.status, IntegrationStatus::Active);
}

#[tokio::test]
async fn an_access_token_that_is_refused_is_renewed_once_and_nobody_notices() {
    let (fake, app) = connected().await;
    fake.withdraw(false);
    fake.event("Retro", "2026-11-22T10:00:00Z", "2026-11-22T11:00:00Z");

    app.poll().await;

    assert_eq!(fake.count(RENEWAL), 1);
    assert_eq!(titles(&app).await, ["Retro"]);
    let account = app.the_account().await;
    assert_eq!(
        (account.status, account.error_message),
        (IntegrationStatus::Active, None)
    );
}

#[tokio::test]
async fn two_calendars_that_want_a_new_token_at_once_are_given_the_same_one() {
    let (fake, app) = scene().await;
    fake.another_calendar("team@group.calendar.google.com");
    fake.rotates();
    sign_in(&app, &fake, CalendarProvider::Google).await;
    fake.event("Retro", "2026-11-22T10:00:00Z", "2026-11-22T11:00:00Z");
    let known_before = fake.secrets().len();

    fake.ends_after_the_list();
    app.poll().await;

    assert_eq!(fake.count(RENEWAL), 1);
    assert_eq!(fake.secrets().len(), known_before + 2, "one pair of tokens");
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(account.calendars.len(), 2);
    for calendar in &account.calendars {
        assert_eq!(calendar.error_message, None, "{}", calendar.name);
        assert!(calendar.is_active, "{}", calendar.name);
    }
}

#[tokio::test]
async fn a_token_endpoint_in_trouble_is_an_error_that_heals_by_itself() {
    for trouble in [
        Tokens::Fails(500),
        Tokens::WebPage,
        Tokens::Refused("temporarily_unavailable"),
    ] {
        let (fake, app) = connected().await;
        fake.withdraw(false);
        fake.tokens(trouble.clone());

        app.poll().await;
        let account = app.the_account().await;
        assert_eq!(account.status, IntegrationStatus::Error, "{trouble:?}");
        assert_eq!(titles(&app).await, ["Standup"], "what is known stays");

        fake.tokens(Tokens::Given);
        app.poll().await;
        let account = app.the_account().await;
        assert_eq!(
            (account.status, account.error_message),
            (IntegrationStatus::Active, None)
        );
    }
}

#[tokio::test]
async fn a_token_endpoint_that_asks_for_an_hour_gets_it() {
    let (fake, app) = connected().await;
    fake.withdraw(false);
    fake.tokens(Tokens::Throttles(3600));

    for _ in 0..11 {
        app.poll().await;
    }

    assert_eq!(fake.count(RENEWAL), 1);
    let account = app.the_account().await;
    assert!(account.error_message.unwrap().contains("asked too often"));
    assert_eq!(titles(&app).await, ["Standup"], "what is known stays");
}

#[tokio::test]
async fn trouble_does_not_count_while_the_token_lasts() {
    let (fake, app) = connected().await;
    fake.tokens(Tokens::Fails(500));
    app.go_to("2026-11-22T08:51:00Z").await;
    app.poll().await;
    assert_eq!(fake.count(RENEWAL), 1, "at 08:56, with four minutes left");
    assert_eq!(app.the_account().await.status, IntegrationStatus::Active);
}

#[tokio::test]
async fn a_client_that_is_refused_is_an_error_and_no_expired_sign_in() {
    let (fake, app) = connected().await;
    fake.withdraw(false);
    fake.tokens(Tokens::Refused("invalid_client"));
    app.poll().await;
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Error);
    assert!(account.error_message.unwrap().contains("providers.toml"));
}

#[tokio::test]
async fn a_disconnected_account_gives_its_token_back_and_leaves_nothing_behind() {
    let (fake, app) = connected().await;
    let token = fake.refresh_token();

    let removed = disconnect(&app).await;

    assert_eq!(fake.revoked(), [token]);
    assert_eq!(removed, Removed::default());
    assert!(app.api.calendars().await.unwrap().is_empty());
    assert!(titles(&app).await.is_empty());
}

async fn disconnect(app: &App) -> Removed {
    let (api, id) = (&app.api, app.the_account().await.id);
    let asked = RemoveIntegration::default();
    api.disconnect(id, asked).await.unwrap()
}

#[tokio::test]
async fn an_access_that_nobody_confirms_to_be_withdrawn_is_told_with_what_to_do() {
    for (status, word) in [(500, ""), (503, ""), (400, "invalid_client")] {
        let (fake, app) = connected().await;
        fake.revocations(status, word);

        let removed = disconnect(&app).await;

        let [notice] = &removed.notices[..] else {
            panic!("{removed:?}")
        };
        assert!(notice.starts_with("Google did not confirm"), "{notice}");
        assert!(notice.ends_with("at myaccount.google.com/permissions."));
        assert!(app.api.calendars().await.unwrap().is_empty());
        for secret in fake.secrets() {
            assert!(!has(&stored(&app), &secret));
        }
        app.poll().await;
        let problems = app.api.problems().await.unwrap();
        let kept = problems.iter().find(|one| one.kind == ProblemKind::Access);
        let kept = kept.unwrap();
        assert!(kept.text == *notice && !kept.mended, "{kept:?}");
    }
}

#[tokio::test]
async fn an_access_that_is_withdrawn_already_is_no_news() {
    let (fake, app) = connected().await;
    fake.revocations(400, "invalid_token");
    assert_eq!(disconnect(&app).await, Removed::default());
}

#[tokio::test]
async fn a_provider_that_cannot_be_reached_confirms_nothing() {
    let (fake, app) = connected().await;
    let data = app.folder.path().join("data");
    fake.stand_in_without_revocation(&data);
    let removed = disconnect(&app).await;
    assert_eq!(removed.notices.len(), 1, "{removed:?}");
}

#[tokio::test]
async fn removing_everything_gives_every_token_back() {
    let (fake, app) = connected().await;
    let token = fake.refresh_token();
    app.api
        .remove_everything(RemoveEverything::default())
        .await
        .unwrap();
    assert_eq!(fake.revoked(), [token]);
}
