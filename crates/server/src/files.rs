//! The window's files, embedded from `ui/dist` (read from there in debug builds).

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest as _, Sha256};

use crate::envelope::nothing_here;

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
struct Dist;

const INDEX: &str = "index.html";

/// One file of the window.
pub(crate) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { INDEX } else { path };
    let reads = method == Method::GET || method == Method::HEAD;
    match Dist::get(path).filter(|_| reads) {
        Some(file) => answer(path, file, &headers),
        None => nothing_here().into_response(),
    }
}

fn answer(path: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", STANDARD.encode(file.metadata.sha256_hash()));
    let known = asked.get(header::IF_NONE_MATCH);
    let policy = (path == INDEX).then(|| content_security_policy(&file.data));
    let mut response = if known.is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(file.data.into_owned()));
        set(&mut response, header::CONTENT_TYPE, content_type(path));
        response
    };
    // With "not modified" too: a browser puts its headers in the place of those it has kept (RFC
    // 9111, 3.2), and a page under the policy of an answer without files stays empty.
    if let Some(policy) = policy {
        set(&mut response, header::CONTENT_SECURITY_POLICY, &policy);
    }
    set(&mut response, header::ETAG, &tag);
    // A name with a hash in it never means anything else; all others are asked for again.
    let keep = if has_hash(path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    set(&mut response, header::CACHE_CONTROL, keep);
    response
}

fn set(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("json" | "webmanifest") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Trunk names files `name-HASH.ext` or `name-HASH_bg.wasm`, with 8 to 16 hexadecimal digits.
fn has_hash(path: &str) -> bool {
    path.split(['-', '.', '_']).skip(1).any(|part| {
        (8..=16).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// What the window may do (CSP, level 3): its own files and calls, and the inline script that Trunk
/// puts into its page, known by its hash.
fn content_security_policy(html: &[u8]) -> String {
    let html = String::from_utf8_lossy(html);
    let mut scripts = String::from("'self' 'wasm-unsafe-eval'");
    for script in inline_scripts(&html) {
        scripts.push_str(&format!(
            " 'sha256-{}'",
            STANDARD.encode(Sha256::digest(script))
        ));
    }
    format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    )
}

/// The text of every script that stands in the page itself.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some((_, from_tag)) = rest.split_once("<script") {
        let Some((attributes, from_text)) = from_tag.split_once('>') else {
            break;
        };
        let Some((text, after)) = from_text.split_once("</script>") else {
            break;
        };
        if !attributes.contains("src=") {
            scripts.push(text);
        }
        rest = after;
    }
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inline_script_is_allowed_by_its_hash_and_no_other_is() {
        let html = "<script type=\"module\">alert('Hello, world.');</script>\
                    <script src=\"/a.js\"></script>";
        let policy = content_security_policy(html.as_bytes());
        // The example of MDN's page on script-src.
        let expected = "script-src 'self' 'wasm-unsafe-eval' \
                        'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=';";
        assert!(policy.contains(expected), "{policy}");
        assert!(!policy.contains("unsafe-inline"));
        assert_eq!(policy.matches("sha256-").count(), 1);
    }

    #[test]
    fn a_page_that_breaks_off_is_no_trouble() {
        for html in ["", "<script", "<script>", "<script>x", "</script><script"] {
            assert!(inline_scripts(html).is_empty(), "{html}");
        }
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for hashed in ["ui-1a2b3c4d5e6f7a8b.js", "ui-1a2b3c4d5e6f7a8b_bg.wasm"] {
            assert!(has_hash(hashed), "{hashed}");
        }
        for plain in ["index.html", "fonts/story.woff2", "deadbeef.js", "a-b.css"] {
            assert!(!has_hash(plain), "{plain}");
        }
    }
}
