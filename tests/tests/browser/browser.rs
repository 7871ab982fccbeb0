//! A browser with one tab, and what a person does in it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::process::Child;

use super::chromedriver::{self, Extension};
use crate::support::serving::Serving;

/// How long anything in the page may take before a test gives up on it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Keys as WebDriver writes them (17.4.2, "Keyboard Actions").
pub const TAB: &str = "\u{E004}";
/// The Enter key.
pub const ENTER: &str = "\u{E007}";
/// The Escape key.
pub const ESCAPE: &str = "\u{E00C}";
/// Held until the end of the keys that it stands in.
pub const ALT: &str = "\u{E00A}";

/// Whether a story is open in its three styles.
pub const THREE_WAYS: &str = "return !!document.querySelector('dialog[open] .telling')";

/// More presses of the Tab key than any page has places for.
const MOST_TABS: usize = 80;

/// A browser with one tab.
pub struct Browser {
    client: Client,
    _driver: Child,
}

/// The texts of all stories on the page.
const STORIES: &str = "return Array.from(document.querySelectorAll('.story__text'), \
    text => text.textContent).join('\\n')";

impl Browser {
    /// Opens `address`.
    pub async fn at(address: &str) -> Self {
        let (driver, client) = chromedriver::start().await;
        client.goto(address).await.unwrap();
        Self {
            client,
            _driver: driver,
        }
    }

    /// Opens the address that `serving` printed.
    pub async fn signed_in(serving: &Serving) -> Self {
        let address = format!("{}/#code={}", serving.address, serving.code);
        let browser = Self::at(&address).await;
        // Another page, asked for now, would take the code's place before it is read.
        let is_read = "return !location.hash.startsWith('#code=')";
        browser.until(is_read).await;
        browser
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
                "the page does not say «{text}» but: {page}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the page tells the story that the API has for the next event; that event.
    pub async fn tells_the_next_story(&self, serving: &Serving) -> Value {
        let begun = Instant::now();
        loop {
            let (_, status) = serving.call(Method::GET, "/api/status", Value::Null).await;
            let event = &status["nextEvent"];
            // A story's first letter is drawn apart, which costs its rendered text a space behind
            // a word of one letter: its own text counts.
            let page = self.run(STORIES).await;
            if told(event).is_some_and(|story| page.contains(story)) {
                return event.clone();
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "{event} is not told by the page: {page}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Everything that the page says.
    pub async fn text(&self) -> String {
        self.run("return document.body ? document.body.innerText : ''")
            .await
    }

    /// What a script returns, as text.
    pub async fn run(&self, script: &str) -> String {
        let value = self.client.execute(script, Vec::new()).await.unwrap();
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    }

    /// Clicks the button, link or label that says this.
    pub async fn press(&self, text: &str) {
        let path = format!(
            "//*[self::button or self::a or self::label][contains(normalize-space(.), '{text}')]"
        );
        let element = self.element(Locator::XPath(&path)).await;
        // At the top of the page it would lie under the bar, where nobody can press it.
        let there = serde_json::to_value(&element).unwrap();
        let to_middle = "arguments[0].scrollIntoView({block: 'center'})";
        self.client.execute(to_middle, vec![there]).await.unwrap();
        element.click().await.unwrap();
    }

    /// Types into the field with this id, and sends what it belongs to.
    pub async fn enter(&self, id: &str, text: &str) {
        let field = self.element(Locator::Id(id)).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
        field.send_keys("\n").await.unwrap();
    }

    /// Types into the field with this id.
    pub async fn fill(&self, id: &str, text: &str) {
        let field = self.element(Locator::Id(id)).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Types into the field that this CSS selector finds.
    pub async fn write(&self, selector: &str, text: &str) {
        let field = self.element(Locator::Css(selector)).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Goes on in the tab that the page has opened.
    pub async fn follow_new_tab(&self) {
        let here = self.client.window().await.unwrap();
        let begun = Instant::now();
        loop {
            let tabs = self.client.windows().await.unwrap();
            if let Some(new) = tabs.into_iter().find(|tab| *tab != here) {
                return self.client.switch_to_window(new).await.unwrap();
            }
            assert!(begun.elapsed() < PATIENCE, "no tab was opened");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Closes this tab and goes on in the one before.
    pub async fn close_tab(&self) {
        self.client.close_window().await.unwrap();
        let before = self.client.windows().await.unwrap().remove(0);
        self.client.switch_to_window(before).await.unwrap();
    }

    /// Goes to a section of the settings by its address, and waits until it is there.
    pub async fn go_to_section(&self, section: &str) {
        self.run(&format!("location.hash = '#{section}'")).await;
        self.until(&format!("return !!document.getElementById('{section}')"))
            .await;
    }

    /// Types keys to whatever has the focus.
    pub async fn keys(&self, keys: &str) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    }

    /// Presses Tab until the focus is on what says this.
    pub async fn tab_to(&self, text: &str) {
        for _ in 0..MOST_TABS {
            self.keys(TAB).await;
            let focused = self.run("return document.activeElement.textContent").await;
            if focused.trim().starts_with(text) {
                return;
            }
        }
        panic!("no Tab leads to «{text}» in: {}", self.text().await);
    }

    /// Goes to a page by its address, and waits until its heading has the focus or it is there.
    pub async fn go(&self, page: &str) {
        self.run(&format!("location.hash = '#{page}'")).await;
        let there = format!(
            "const link = document.querySelector('.header__link[aria-current]'); \
             return link && link.getAttribute('href') === '#{page}' \
             && !document.querySelector('.loading, .skeleton')"
        );
        self.until(&there).await;
    }

    /// Waits until this script returns true.
    pub async fn until(&self, script: &str) {
        let begun = Instant::now();
        while self.run(script).await != "true" {
            assert!(
                begun.elapsed() < PATIENCE,
                "never true: {script}; the page: {}",
                self.text().await
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// What axe-core has to say against the page (WCAG A and AA, and its best practices).
    pub async fn violations(&self) -> Value {
        let script = std::env::var_os("STORYTIME_AXE")
            .expect("STORYTIME_AXE names no axe-core: `cargo xtask test` sets it");
        let axe = std::fs::read_to_string(script).unwrap();
        self.client
            .execute(&format!("if (!window.axe) {{ {axe} }}"), Vec::new())
            .await
            .unwrap();
        let run = "const done = arguments[arguments.length - 1]; \
                   axe.run(document).then(found => done(found.violations), why => done(String(why)))";
        self.client.execute_async(run, Vec::new()).await.unwrap()
    }

    /// The texts of all elements that this CSS selector finds.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        self.element(Locator::Css(selector)).await;
        let mut texts = Vec::new();
        for element in self.client.find_all(Locator::Css(selector)).await.unwrap() {
            texts.push(element.text().await.unwrap());
        }
        texts
    }

    async fn element(&self, locator: Locator<'_>) -> Element {
        let wait = self.client.wait().at_most(PATIENCE);
        wait.for_element(locator)
            .await
            .unwrap_or_else(|error| panic!("{locator:?}: {error}"))
    }

    /// Shows the page as a person with this colour scheme and window sees it.
    pub async fn appear(&self, scheme: &str, width: u32, height: u32) {
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features}))
            .await;
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", size)
            .await;
    }

    /// Presents media features as this person's system has them.
    pub async fn prefers(&self, features: &[(&str, &str)]) {
        let features: Vec<_> = features
            .iter()
            .map(|(name, value)| json!({"name": name, "value": value}))
            .collect();
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features}))
            .await;
    }

    /// Has the page hear this answer from now on when it asks for `path`.
    pub async fn hears(&self, path: &str, answer: &Value) {
        let script = format!(
            "const real = window.fetch; \
             window.fetch = (path, how) => path === '{path}' && how.method === 'GET' \
                 ? Promise.resolve(new Response(JSON.stringify({answer}))) \
                 : real.call(window, path, how)"
        );
        self.run(&script).await;
    }

    /// Lets no file of this pattern through to the page any more.
    pub async fn blocks(&self, pattern: &str) {
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Network.setBlockedURLs", json!({"urls": [pattern]}))
            .await;
    }

    /// Lets the page read and write the clipboard.
    pub async fn allows_the_clipboard(&self) {
        let granted = json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]});
        self.devtools("Browser.grantPermissions", granted).await;
    }

    /// Opens an address anew.
    pub async fn visit(&self, address: &str) {
        self.client.goto("about:blank").await.unwrap();
        self.client.goto(address).await.unwrap();
    }

    async fn devtools(&self, command: &str, params: Value) {
        self.client
            .issue_cmd(Extension::devtools(command, &params))
            .await
            .unwrap();
    }

    /// Warnings and errors on the console since it was asked last; broken rules of the page's
    /// content security policy are among them.
    pub async fn complaints(&self) -> Vec<String> {
        let console = self.client.issue_cmd(Extension::console()).await.unwrap();
        let entries = console.as_array().unwrap().iter();
        entries
            .filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING")
            .map(|entry| entry["message"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Saves what can be seen of the page under this name.
    pub async fn picture(&self, name: &str) {
        let ready = "document.fonts.ready.then(() => arguments[0](true))";
        self.client.execute_async(ready, Vec::new()).await.unwrap();
        let folder = std::env::var_os("STORYTIME_SCREENSHOTS")
            .map_or_else(|| PathBuf::from("target/screenshots"), PathBuf::from);
        std::fs::create_dir_all(&folder).unwrap();
        let picture = self.client.screenshot().await.unwrap();
        std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
    }

    /// Closes it.
    pub async fn close(self) {
        self.client.close().await.unwrap();
    }
}

/// An event's story as the page tells it: its emoji stands beside it.
fn told(event: &Value) -> Option<&str> {
    let story = &event["storyline"];
    let text = story["storyText"].as_str()?;
    let emoji = story["emoji"].as_str().unwrap_or_default();
    Some(text.strip_prefix(emoji).unwrap_or(text).trim())
}
