//! The real window, driven through WebKitWebDriver.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::app::{App, program};
use super::desk::{Desk, PATIENCE};

/// A WebDriver with one session: a window of its own on the app's data folder.
pub struct Window {
    pub client: Client,
    driver: Child,
}

impl Window {
    /// Opens the window of a running app.
    pub async fn open(desk: &Desk, app: &App<'_>) -> Self {
        Self::open_with(desk, app, "Adwaita").await
    }

    /// Opens it on a desktop of this GTK theme, whose name says whether it is dark.
    pub async fn open_with(desk: &Desk, app: &App<'_>, gtk_theme: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let driver = desk
            .command("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("GTK_THEME", gtk_theme)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver does not start: `cargo xtask setup` installs it");
        let capabilities = json!({"webkitgtk:browserOptions": {
            "binary": program(),
            "args": ["--window", "--data-dir", app.data],
        }});
        let address = format!("http://127.0.0.1:{port}");
        let begun = std::time::Instant::now();
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(capabilities.as_object().unwrap().clone());
            match builder.connect(&address).await {
                Ok(client) => break client,
                Err(error) => assert!(begun.elapsed() < PATIENCE, "no WebDriver session: {error}"),
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        };
        Self { client, driver }
    }

    /// Waits until the page says this somewhere.
    pub async fn says(&self, text: &str) {
        let begun = std::time::Instant::now();
        loop {
            let page = self.text().await;
            if page.contains(text) {
                return;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "the window does not say «{text}» but: {page}"
            );
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }

    /// Presses the button that says this.
    pub async fn press(&self, text: &str) {
        let path = format!(
            "//button[contains(translate(., 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', \
             'abcdefghijklmnopqrstuvwxyz'), '{text}')]"
        );
        let button = self.client.find(Locator::XPath(&path)).await.unwrap();
        button.click().await.unwrap();
    }

    /// Types into the field with this id.
    pub async fn fill(&self, id: &str, text: &str) {
        let field = self.client.find(Locator::Id(id)).await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Goes to a page by its address.
    pub async fn go(&self, page: &str) {
        let script = format!("location.hash = '#{page}'");
        self.client.execute(&script, Vec::new()).await.unwrap();
    }

    /// Saves what can be seen of the page under this name.
    pub async fn picture(&self, name: &str) {
        let folder = std::env::var_os("STORYTIME_SCREENSHOTS")
            .map_or_else(|| PathBuf::from("target/screenshots"), PathBuf::from);
        std::fs::create_dir_all(&folder).unwrap();
        let picture = self.client.screenshot().await.unwrap();
        std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
    }

    /// Everything that the page says.
    pub async fn text(&self) -> String {
        let script = "return document.body ? document.body.innerText : ''";
        let text = self.client.execute(script, Vec::new()).await.unwrap();
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Closes the window.
    pub async fn close(mut self) {
        let _ = self.client.close().await;
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
