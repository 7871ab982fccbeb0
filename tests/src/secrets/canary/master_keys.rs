//! The keys themselves: what the keyring holds is nowhere else.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::TryStreamExt as _;
use storytime_types::vault::{ChoosePassphrase, UnlockVault};

use super::search::Search;
use crate::secrets::addresses::{NOW, at, server};
use crate::support::app::App;

/// The bits of every key in the keyring.
fn keys(app: &App) -> Vec<(String, Vec<u8>)> {
    let kept = app.keyring.kept();
    let ring = kept.iter().flat_map(|text| {
        let keys = text.expose().strip_prefix("storytime1:").unwrap();
        keys.split(',')
            .map(|key| STANDARD.decode(key).unwrap())
            .collect::<Vec<_>>()
    });
    ring.map(|bits| ("a master key".to_owned(), bits)).collect()
}

fn search(folder: &Path, search: &Search) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(self::search(&path, search));
        } else if !search.found_in(&std::fs::read(&path).unwrap()).is_empty() {
            found.push(path.display().to_string());
        }
    }
    found
}

#[tokio::test]
async fn no_master_key_is_in_any_file_or_export() {
    let server = server().await;
    let app = App::start(NOW).await;
    let url = format!("{}/private-c4n4ry/basic.ics", server.uri());
    app.api.connect_ics(at(url)).await.unwrap();
    app.api.back_up().await.unwrap();
    app.api
        .change_vault_key(UnlockVault::default())
        .await
        .unwrap();
    let all = keys(&app);
    assert_eq!(all.len(), 2);
    let planted = STANDARD.encode(&all[0].1);
    let all = Search::new(all);
    let exported: Vec<_> = app.api.export().await.unwrap().try_collect().await.unwrap();
    assert!(all.found_in(&exported.concat()).is_empty());

    // From the keyring into the file, where they are sealed.
    let passphrase = ChoosePassphrase {
        passphrase: "correct horse battery".into(),
    };
    app.api.choose_passphrase(passphrase).await.unwrap();

    let data = app.folder.path().join("data");
    assert!(data.join("vault.key").exists());
    assert_eq!(search(&data, &all), Vec::<String>::new());
    std::fs::write(data.join("planted"), planted).unwrap();
    assert_eq!(
        search(&data, &all).len(),
        1,
        "the search finds one that is there"
    );
}
