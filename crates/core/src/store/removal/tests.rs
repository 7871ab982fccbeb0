use super::super::examples::{fill, owned_tables, rows_of, store};
use super::*;

fn new() -> NewProfile {
    NewProfile {
        name: None,
        timezone: "UTC".into(),
    }
}

const NOW: Instant = Instant::from_ms(1_000);

#[tokio::test]
async fn no_table_keeps_a_row_of_whom_everything_was_removed_and_others_keep_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let ada = store.create_profile(&new(), NOW).await.unwrap();
    fill(&store, ada.as_str()).await;
    sqlx::query("INSERT INTO users (id, created_at, updated_at) VALUES ('ben', 1, 1)")
        .execute(&store.write)
        .await
        .unwrap();
    fill(&store, "ben").await;

    let others = store.remove_all_of(&ada, Some(&new()), None, NOW).await;

    assert_eq!(others.unwrap(), Others::Some);
    for table in owned_tables(&store).await {
        let native = i64::from(table == "notification_channels");
        assert_eq!(
            rows_of(&store, &table, ada.as_str()).await,
            native,
            "{table}"
        );
        assert_eq!(rows_of(&store, &table, "ben").await, 1, "{table}");
    }
    let anew = store.local_profile().await.unwrap().unwrap();
    assert_eq!((anew.id, anew.name), (ada, None));
}

#[tokio::test]
async fn another_profile_is_gone_altogether_and_the_last_one_takes_the_apps_settings_along() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let ada = store.create_profile(&new(), NOW).await.unwrap();
    let notice = crate::store::settings::Setting::StoreNotice;
    store.set_app_setting(notice, "a notice").await.unwrap();

    let others = store.remove_all_of(&ada, None, None, NOW).await.unwrap();

    assert_eq!(others, Others::None);
    assert!(store.local_profile().await.unwrap().is_none());
    assert_eq!(store.app_setting(notice).await.unwrap(), None);
}

#[tokio::test]
async fn what_was_removed_is_not_in_the_file_any_longer() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let ada = store.create_profile(&new(), NOW).await.unwrap();
    fill(&store, ada.as_str()).await;
    let is_there = || {
        let files = std::fs::read_dir(folder.path()).unwrap().flatten();
        let mut texts = files.filter_map(|file| std::fs::read(file.path()).ok());
        let canary = format!("of {ada}");
        texts.any(|text| {
            text.windows(canary.len())
                .any(|part| part == canary.as_bytes())
        })
    };
    assert!(is_there());

    store.remove_all_of(&ada, None, None, NOW).await.unwrap();
    store.forget_what_was_removed().await.unwrap();

    assert!(!is_there());
}
