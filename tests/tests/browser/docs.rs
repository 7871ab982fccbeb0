//! The page that describes the API.

use tempfile::TempDir;

use super::browser::Browser;
use crate::support::serving::Serving;

#[tokio::test]
#[ignore = "needs a browser: `cargo xtask test` runs it"]
async fn the_description_of_the_api_has_its_logo_and_the_browser_does_not_complain() {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    let browser = Browser::at(&format!("{}/api/docs/", serving.address)).await;

    browser
        .says("What runs, and where it keeps its data.")
        .await;

    let letters = "return getComputedStyle(document.querySelector('.topbar svg g path')).fill";
    assert_eq!(browser.run(letters).await, "rgb(255, 255, 255)");
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    browser.picture("browser-docs").await;
    browser.close().await;
}
