//! Only `ui/src/backend.rs` (and what is under `ui/src/backend/`) talks to the backend.

use super::mentions::Mention;
use super::source::Source;
use super::{Breach, assert_kept, breaches_in, lines_found};

const WAYS_OUT: [&str; 13] = [
    "fetch",
    "fetch_with_str",
    "fetch_with_request",
    "fetch_with_request_and_init",
    "fetch_with_str_and_init",
    "Request",
    "RequestInit",
    "XmlHttpRequest",
    "EventSource",
    "WebSocket",
    "gloo_net",
    "reqwasm",
    "invoke",
];

fn rule(source: &Source) -> Vec<Breach> {
    if source.path == "ui/src/backend.rs" || source.path.starts_with("ui/src/backend/") {
        return Vec::new();
    }
    let leads_out = |path: &&Mention| WAYS_OUT.iter().any(|way| path.has(way));
    let paths = source.found.paths.iter().filter(leads_out);
    let paths = paths.map(|mention| (mention.line, mention.path.as_str()));
    let texts = source
        .found
        .texts
        .iter()
        .filter(|(_, text)| text.contains("__TAURI"));
    let texts = texts.map(|(line, text)| (*line, text.as_str()));
    paths
        .chain(texts)
        .map(|(line, what)| Breach::at(source, line, format!("`{what}`")))
        .collect()
}

#[test]
fn only_the_windows_backend_module_talks_to_the_backend() {
    assert_kept(
        "call ui/src/backend.rs instead",
        &breaches_in("ui/src/", rule),
    );
}

#[test]
fn a_page_that_fetches_by_itself_is_found() {
    let text = "\
async fn load() { gloo_net::http::Request::get(\"/api/events\").send().await; }
fn call(window: &web_sys::Window) { window.fetch_with_str(\"/api/events\"); }
";
    assert_eq!(lines_found("ui/src/pages/today.rs", text, rule), [1, 2]);
    assert!(lines_found("ui/src/backend.rs", text, rule).is_empty());
    assert!(lines_found("ui/src/backend/browser.rs", text, rule).is_empty());
}
