//! The real window, driven through WebKitWebDriver.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::app::{App, program};
use super::desk::{Desk, PATIENCE};

/// How long the driver may take for any one thing. It has been seen to wait for ever, and a test that
/// says for what is of more use than one that is killed.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Whether nothing on the page moves but what moves for ever, and its letters are there.
const AT_REST: &str = "return document.fonts.status === 'loaded' \
    && document.getAnimations().every(it => it.playState !== 'running' \
       || it.effect.getComputedTiming().iterations === Infinity)";

/// A WebDriver with one session: a window of its own on the app's data folder.
pub struct Window {
    client: Client,
    driver: Child,
}

impl Window {
    /// Opens the window of a running app.
    pub async fn open(desk: &Desk, app: &App<'_>) -> Self {
        Self::open_with(desk, app, "Adwaita").await
    }

    /// Opens it on a desktop of this GTK theme, whose name says whether it is dark.
    pub async fn open_with(desk: &Desk, app: &App<'_>, gtk_theme: &str) -> Self {
        let port = free_port();
        let mut driver = driver(desk, port);
        driver
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("GTK_THEME", gtk_theme);
        let options = json!({
            "binary": program(),
            "args": ["--window", "--data-dir", app.data],
        });
        Self::driven_by(driver, port, json!({ "webkitgtk:browserOptions": options })).await
    }

    /// Drives the window that the tray has just opened at this address.
    pub async fn of_tray(desk: &Desk, address: &str) -> Self {
        let port = free_port();
        let mut driver = driver(desk, port);
        driver.arg(format!("--target={address}"));
        Self::driven_by(driver, port, json!({})).await
    }

    async fn driven_by(mut driver: Command, port: u16, mut capabilities: Value) -> Self {
        let driver = driver
            .spawn()
            .expect("WebKitWebDriver does not start: `cargo xtask setup` installs it");
        // Going from page to page within the window loads nothing, so nothing is to be waited for.
        capabilities["pageLoadStrategy"] = "none".into();
        let address = format!("http://127.0.0.1:{port}");
        let begun = Instant::now();
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(capabilities.as_object().unwrap().clone());
            let connecting = answered("begin a session", builder.connect(&address));
            match connecting.await {
                Ok(client) => break client,
                Err(error) => assert!(begun.elapsed() < PATIENCE, "no WebDriver session: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        Self { client, driver }
    }

    /// Waits until the page says this somewhere.
    pub async fn says(&self, text: &str) {
        let begun = Instant::now();
        loop {
            let page = self.text().await;
            if page.contains(text) {
                return;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "the window does not say «{text}» but: {page}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until the page does not say this any more.
    pub async fn says_no_more(&self, text: &str) {
        let text = Value::from(text);
        self.until(&format!("return !document.body.innerText.includes({text})"))
            .await;
    }

    /// Presses the button that says this, once it is there.
    pub async fn press(&self, text: &str) {
        let path = format!(
            "//button[contains(translate(., 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', \
             'abcdefghijklmnopqrstuvwxyz'), '{text}')]"
        );
        let begun = Instant::now();
        let found = loop {
            match answered(text, self.client.find(Locator::XPath(&path))).await {
                Ok(found) => break found,
                Err(error) => assert!(begun.elapsed() < PATIENCE, "no button «{text}»: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        // The driver scrolls it to the upper edge, where the page's header lies over it.
        let to_the_middle = "arguments[0].scrollIntoView({block: 'center'})";
        let button = vec![serde_json::to_value(&found).unwrap()];
        let scrolled = self.client.execute(to_the_middle, button);
        answered(text, scrolled).await.unwrap();
        self.stands_still(&found, text).await;
        answered(text, found.click()).await.unwrap();
    }

    /// Waits until an element stays where it is for some frames: what is still being loaded above it
    /// pushes it out from under the pointer.
    async fn stands_still(&self, found: &Element, text: &str) {
        let moves = "const [it, done] = arguments, top = () => it.getBoundingClientRect().top, \
                     before = top(); setTimeout(() => done(top() !== before), 60);";
        let begun = Instant::now();
        loop {
            let button = vec![serde_json::to_value(found).unwrap()];
            let moved = self.client.execute_async(moves, button);
            if answered(text, moved).await.unwrap() == Value::Bool(false) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "«{text}» does not stand still");
        }
    }

    /// Types into the field with this id.
    pub async fn fill(&self, id: &str, text: &str) {
        let field = self.client.find(Locator::Id(id)).await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Types into the field with this id, in place of what is in it.
    pub async fn refill(&self, id: &str, text: &str) {
        let field = self.client.find(Locator::Id(id)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Goes to a page by its address.
    pub async fn go(&self, page: &str) {
        // Once the script has ended: WebKit's driver waits for a navigation that a script begins.
        self.run(&format!(
            "setTimeout(() => {{ location.hash = '#{page}' }}, 0)"
        ))
        .await;
        let shown = format!(
            "const link = document.querySelector('.header__link[aria-current]'); \
             return !!link && link.getAttribute('href') === '#{page}'"
        );
        self.until(&shown).await;
    }

    /// Gives the window this size.
    pub async fn size(&self, width: u32, height: u32) {
        let asked = self.client.set_window_size(width, height);
        answered("change its size", asked).await.unwrap();
    }

    /// Waits until this script returns true.
    pub async fn until(&self, script: &str) {
        let begun = Instant::now();
        while self.run(script).await != Value::Bool(true) {
            assert!(begun.elapsed() < PATIENCE, "never true: {script}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until nothing on the page moves.
    pub async fn rest(&self) {
        self.until(AT_REST).await;
    }

    /// Everything that the page says.
    pub async fn text(&self) -> String {
        let script = "return document.body ? document.body.innerText : ''";
        let text = self.run(script).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    async fn run(&self, script: &str) -> Value {
        let run = self.client.execute(script, Vec::new());
        answered(script, run).await.unwrap()
    }

    /// Closes the window.
    pub async fn close(self) {
        let _ = tokio::time::timeout(ANSWER_WITHIN, self.client.clone().close()).await;
        self.let_go();
    }

    /// Drives the window no longer and leaves it open.
    pub fn let_go(mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A port of 127.0.0.1 on which nobody listens.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn driver(desk: &Desk, port: u16) -> Command {
    let mut driver = desk.command("WebKitWebDriver");
    driver
        .arg(format!("--port={port}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    driver
}

/// What a conversation with the driver runs on.
pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// What the driver answers, which it has to do in time.
async fn answered<T>(asked: &str, answer: impl Future<Output = T>) -> T {
    tokio::time::timeout(ANSWER_WITHIN, answer)
        .await
        .unwrap_or_else(|_| panic!("the driver does not answer to: {asked}"))
}
