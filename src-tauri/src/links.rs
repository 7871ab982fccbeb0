//! Opening a link in the person's own browser.

use url::Url;

/// Why a link was not opened.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Anything but a web address could start a program.
    #[error("only http and https links are opened")]
    NotWeb,
    /// The system has nothing to open it with.
    #[error("no browser opened the link: {0}")]
    NoBrowser(#[from] tauri_plugin_opener::Error),
}

/// Opens a web address; links come from calendars, so nothing else is ever opened.
pub fn open(link: &str) -> Result<(), LinkError> {
    let link = web_address(link).ok_or(LinkError::NotWeb)?;
    tauri_plugin_opener::open_url(link.as_str(), None::<&str>).map_err(LinkError::from)
}

fn web_address(link: &str) -> Option<Url> {
    Url::parse(link)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_opened() {
        for link in [
            "https://meet.example/abc",
            "http://10.0.0.1/x",
            "HTTPS://EXAMPLE.COM",
        ] {
            assert!(web_address(link).is_some(), "{link}");
        }
        for link in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "mailto:a@b.c",
            "-h",
            "",
            "zoommtg:1",
        ] {
            assert!(web_address(link).is_none(), "{link}");
        }
    }
}
