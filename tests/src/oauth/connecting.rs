//! Connecting accounts with a browser and by hand, and what goes wrong with that.

use rstest::rstest;
use storytime_core::vault::HolderError;
use storytime_types::ErrorCode;
use storytime_types::calendars::{CalendarProvider, IntegrationStatus};
use storytime_types::sign_in::{ConnectAccount, SignInStage, WriteClientId};

use super::{NOW, begin, begin_with, browse, finish, outcome, scene, sign_in, titles};
use crate::accounts::engine::second_profile;
use crate::secrets::addresses::{has, stored};
use crate::support::app::App;
use crate::support::provider_fake::{ACCOUNT, ProviderFake, Tokens};

const GOOGLE: CalendarProvider = CalendarProvider::Google;

#[rstest]
#[case(CalendarProvider::Google)]
#[case(CalendarProvider::Microsoft)]
#[tokio::test]
async fn an_account_is_connected_with_a_browser_and_goes_on_after_a_restart(
    #[case] provider: CalendarProvider,
) {
    let (fake, app) = scene().await;

    let ended = sign_in(&app, &fake, provider).await;

    assert_eq!(ended.stage, SignInStage::Connected, "{ended:?}");
    let account = app.the_account().await;
    assert_eq!(account.provider, provider);
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(account.name, ACCOUNT);
    assert_eq!(titles(&app).await, ["Standup"]);
    for secret in fake.secrets() {
        assert!(!has(&stored(&app), &secret), "{secret}");
    }

    let app = app.restart("2026-11-22T08:10:00Z").await;
    fake.event("Retro", "2026-11-22T10:00:00Z", "2026-11-22T11:00:00Z");
    app.poll().await;
    assert_eq!(titles(&app).await, ["Retro"]);
}

#[tokio::test]
async fn the_browser_is_shown_whose_calendars_are_read() {
    let (fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();

    let (status, page) = browse(fake.agree(&begun.auth_url).as_str()).await;

    assert_eq!(status, 200);
    assert!(
        page.contains(&format!("the calendars of {ACCOUNT} at Google")),
        "{page}"
    );
    outcome(&app, &begun.state).await;
}

#[tokio::test]
async fn a_code_and_its_state_given_by_hand_do_the_same() {
    let (fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();
    fake.agree(&begun.auth_url);

    let connected = finish(&app, &begun.state, "browser-c0de-0").await.unwrap();

    assert_eq!(connected.integration.provider, GOOGLE);
    assert_eq!(connected.integration.calendars_found, 1);
    assert_eq!(titles(&app).await, ["Standup"]);
}

#[tokio::test]
async fn a_state_that_is_wrong_used_up_or_late_connects_nothing() {
    let (fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();
    fake.agree(&begun.auth_url);

    let wrong = finish(&app, "another", "browser-c0de-0").await.unwrap_err();
    assert_eq!(wrong.code, ErrorCode::ValidationError);
    assert!(wrong.details["fields"]["state"].is_string());
    finish(&app, &begun.state, "browser-c0de-0").await.unwrap();
    let replayed = finish(&app, &begun.state, "browser-c0de-0")
        .await
        .unwrap_err();
    assert!(replayed.message.contains("finished already"), "{replayed}");

    let late = begin(&app, GOOGLE).await.unwrap();
    fake.agree(&late.auth_url);
    app.go_to("2026-11-22T08:11:00Z").await;
    let refused = finish(&app, &late.state, "browser-c0de-0")
        .await
        .unwrap_err();
    assert!(refused.message.contains("within 10 minutes"), "{refused}");
    assert_eq!(fake.count("authorization_code"), 1);
}

#[tokio::test]
async fn a_state_of_one_provider_is_no_good_for_the_other() {
    let (_fake, app) = scene().await;
    let begun = begin(&app, CalendarProvider::Microsoft).await.unwrap();
    let refused = finish(&app, &begun.state, "browser-c0de-0")
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::ValidationError);
}

#[rstest]
#[case(
    Tokens::Refused("invalid_grant"),
    "did not take the answer of this sign-in"
)]
#[case(Tokens::Refused("invalid_client"), "providers.toml")]
#[case(Tokens::Fails(500), "cannot answer at the moment (500)")]
#[case(Tokens::WebPage, "does not answer as a sign-in server does")]
#[case(Tokens::FewerScopes, "leave every box ticked")]
#[tokio::test]
async fn a_code_that_comes_to_nothing_is_told_on_the_page_and_in_the_window(
    #[case] tokens: Tokens,
    #[case] told: &str,
) {
    let (fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();
    fake.tokens(tokens);

    let (status, page) = browse(fake.agree(&begun.auth_url).as_str()).await;

    assert_eq!(status, 400);
    assert!(
        page.contains("You are not signed in") && page.contains(told),
        "{page}"
    );
    let ended = outcome(&app, &begun.state).await;
    assert!(ended.error.unwrap().contains(told));
    assert!(app.api.calendars().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_account_that_cannot_be_listed_is_not_kept_but_given_back() {
    let (fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();
    fake.api_fails(true);

    let (status, page) = browse(fake.agree(&begun.auth_url).as_str()).await;

    assert_eq!(status, 400, "{page}");
    assert_eq!(outcome(&app, &begun.state).await.stage, SignInStage::Failed);
    assert!(app.api.calendars().await.unwrap().is_empty());
    for secret in fake.secrets() {
        assert!(!has(&stored(&app), &secret));
    }
    assert_eq!(fake.revoked(), [fake.refresh_token()]);
}

#[tokio::test]
async fn nothing_is_given_back_that_another_account_there_may_live_on() {
    let (fake, app) = scene().await;
    sign_in(&app, &fake, GOOGLE).await;
    let begun = begin(&app, GOOGLE).await.unwrap();
    fake.api_fails(true);

    browse(fake.agree(&begun.auth_url).as_str()).await;

    assert_eq!(outcome(&app, &begun.state).await.stage, SignInStage::Failed);
    assert_eq!(fake.revoked(), [""; 0]);
}

#[rstest]
#[case(CalendarProvider::Google)]
#[case(CalendarProvider::Microsoft)]
#[tokio::test]
async fn an_account_whose_first_reading_fails_is_kept_with_the_reason_and_read_later(
    #[case] provider: CalendarProvider,
) {
    let (fake, app) = scene().await;
    fake.events_fail(true);

    let ended = sign_in(&app, &fake, provider).await;

    assert_eq!(ended.stage, SignInStage::Connected, "{ended:?}");
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Error);
    let told = account.error_message.unwrap();
    assert!(told.contains("it is tried again by itself"), "{told}");
    assert_eq!(fake.revoked(), [""; 0]);

    fake.events_fail(false);
    app.poll().await;
    let account = app.the_account().await;
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(titles(&app).await, ["Standup"]);
    assert_eq!(fake.count("authorization_code"), 1);
}

#[tokio::test]
async fn by_hand_the_answer_says_that_the_first_reading_failed() {
    let (fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();
    fake.agree(&begun.auth_url);
    fake.events_fail(true);

    let connected = finish(&app, &begun.state, "browser-c0de-0").await.unwrap();

    assert_eq!(connected.integration.status, IntegrationStatus::Error);
}

#[tokio::test]
async fn without_a_client_id_the_app_says_where_one_is_written_down() {
    let app = App::start(NOW).await;

    let refused = begin(&app, GOOGLE).await.unwrap_err();

    assert_eq!(refused.code, ErrorCode::ClientIdMissing);
    let known = app.api.client_ids().await.unwrap();
    assert_eq!(known.len(), 2);
    assert!(!known[0].is_known && known[0].problem.is_none());
    assert!(known[0].file.ends_with("providers.toml"));

    let data = app.folder.path().join("data/providers.toml");
    std::fs::write(data, "[google]\nclient_id = ").unwrap();
    let known = app.api.client_ids().await.unwrap();
    assert!(known[0].problem.as_ref().unwrap().contains("in line 2"));
}

#[tokio::test]
async fn a_client_id_that_is_written_down_counts_at_once_and_only_the_owner_writes_it() {
    let app = App::start(NOW).await;
    let client = |id: &str| WriteClientId {
        provider: GOOGLE,
        client_id: id.into(),
        client_secret: Some("hush".into()),
    };

    let known = app.api.write_client_id(client(" an-id ")).await.unwrap();

    assert!(known[0].is_known && !known[1].is_known);
    let begun = begin(&app, GOOGLE).await.unwrap();
    assert!(
        begun.auth_url.contains("client_id=an-id&"),
        "{}",
        begun.auth_url
    );
    let other = second_profile(&app).await;
    let refused = other.write_client_id(client("another")).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Forbidden);
}

#[tokio::test]
async fn a_vault_that_is_shut_is_said_before_the_browser_is_sent_off() {
    let (_fake, app) = scene().await;
    app.keyring.answer_with(Some(HolderError::Locked));
    let refused = begin(&app, GOOGLE).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::VaultLocked);
}

#[tokio::test]
async fn signing_in_again_gives_the_same_account_new_tokens() {
    let (fake, app) = scene().await;
    sign_in(&app, &fake, GOOGLE).await;
    let first = app.the_account().await;
    fake.withdraw(true);
    app.poll().await;
    let expired = app.the_account().await;
    assert_eq!(expired.status, IntegrationStatus::Expired);
    let told = expired.error_message.unwrap();
    assert!(
        told.contains("Google no longer accepts this sign-in"),
        "{told}"
    );
    assert_eq!(titles(&app).await, ["Standup"], "what is known stays");

    let ended = sign_in(&app, &fake, GOOGLE).await;

    assert_eq!(ended.stage, SignInStage::Connected);
    let account = app.the_account().await;
    assert_eq!(account.id, first.id);
    assert_eq!(account.status, IntegrationStatus::Active);
    assert_eq!(account.error_message, None);
}

#[tokio::test]
async fn whoever_signs_in_as_somebody_else_to_connect_an_account_again_is_told_so() {
    let (fake, app) = scene().await;
    sign_in(&app, &fake, GOOGLE).await;
    fake.withdraw(true);
    app.poll().await;
    let card = app.the_account().await;
    let again = || ConnectAccount {
        login_hint: card.username.clone(),
        integration_id: Some(card.id.clone()),
        ..ConnectAccount::default()
    };

    fake.is_account_of("bob@example.org");
    let begun = begin_with(&app, GOOGLE, again()).await.unwrap();
    let (_, page) = browse(fake.agree(&begun.auth_url).as_str()).await;
    let ended = outcome(&app, &begun.state).await;

    assert_eq!(ended.stage, SignInStage::Failed);
    let told = ended.error.unwrap();
    for named in ["bob@example.org", "ann@example.org"] {
        assert!(
            told.contains(named) && page.contains(named),
            "{told}\n{page}"
        );
    }
    let only = app.the_account().await;
    assert_eq!(
        (only.id, only.status),
        (card.id.clone(), IntegrationStatus::Expired)
    );

    fake.is_account_of("ann@example.org");
    let begun = begin_with(&app, GOOGLE, again()).await.unwrap();
    browse(fake.agree(&begun.auth_url).as_str()).await;
    let ended = outcome(&app, &begun.state).await;
    assert_eq!(ended.stage, SignInStage::Connected);
    assert_eq!(app.the_account().await.status, IntegrationStatus::Active);
}

#[tokio::test]
async fn another_profile_cannot_finish_watch_or_cancel_a_sign_in() {
    let (fake, app) = scene().await;
    let begun = begin(&app, GOOGLE).await.unwrap();
    fake.agree(&begun.auth_url);
    let other = second_profile(&app).await;

    let asked = ConnectAccount {
        code: Some("browser-c0de-0".into()),
        state: Some(begun.state.clone()),
        ..ConnectAccount::default()
    };
    let site = &storytime_server::LoopbackLanding;
    assert!(other.connect_account(GOOGLE, asked, site).await.is_err());
    assert!(other.sign_in_status(&begun.state).await.is_err());
    assert!(other.cancel_sign_in(&begun.state).await.is_err());
    finish(&app, &begun.state, "browser-c0de-0").await.unwrap();
}

#[tokio::test]
async fn two_providers_are_two_accounts() {
    let (fake, app): (ProviderFake, App) = scene().await;
    sign_in(&app, &fake, GOOGLE).await;
    // The token of one is none of the other's here: the last one counts.
    sign_in(&app, &fake, CalendarProvider::Microsoft).await;
    assert_eq!(app.api.calendars().await.unwrap().len(), 2);
}
