//! Addresses as they may be shown.

use url::Url;

/// An address without anything that may be a secret. Private calendar addresses carry theirs in the
/// user info (`user:password@`), in the query (`?key=`) or in the path (`/private-…/basic.ics`).
#[must_use]
pub fn redacted(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let port = url.port().map(|port| format!(":{port}"));
    let hidden = if url.path().len() > 1 || url.query().is_some() {
        "/…"
    } else {
        "/"
    };
    format!(
        "{}://{host}{}{hidden}",
        url.scheme(),
        port.unwrap_or_default()
    )
}
