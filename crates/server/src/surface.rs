//! What to call a session in the list of them: which browser or program it is.

use axum::http::{HeaderMap, header};

use crate::access::Access;

/// The longest name, in characters.
const LONGEST: usize = 60;
/// What browsers call themselves, the more special ones first: most of them name Chrome and Safari
/// as well.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 5] = [
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// A name for the session of who sends these headers.
pub(crate) fn surface(access: &Access, headers: &HeaderMap) -> String {
    if matches!(access, Access::Owner(_)) {
        return "The window".to_owned();
    }
    let agent = headers.get(header::USER_AGENT);
    name(
        agent
            .and_then(|agent| agent.to_str().ok())
            .unwrap_or_default(),
    )
}

fn name(agent: &str) -> String {
    let known = |table: &[(&str, &'static str)]| {
        let found = table.iter().find(|(mark, _)| agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, _) => program(agent),
    }
}

/// `curl` of `curl/8.5.0`.
fn program(agent: &str) -> String {
    let first = agent.split(['/', ' ']).next().unwrap_or_default();
    let name: String = first.chars().take(LONGEST).collect();
    if name.is_empty() {
        "A program".to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_told_by_its_own_name() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like \
                    Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
        assert_eq!(name(firefox), "Firefox on Linux");
        assert_eq!(name(edge), "Edge on Windows");
    }

    #[test]
    fn a_program_is_told_by_what_it_calls_itself() {
        assert_eq!(name("curl/8.5.0"), "curl");
        assert_eq!(name(""), "A program");
        assert_eq!(name(&"x".repeat(500)).len(), LONGEST);
    }
}
