//! The page that the person sees in the browser at the end: no script, nothing from elsewhere, and
//! whatever was brought from outside is text.

use axum::http::{HeaderName, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use storytime_core::calendars::oauth::landing::EndPage;

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText;\
font:1.0625rem/1.6 system-ui,sans-serif}\
main{max-width:30rem;padding:2rem;text-align:center}\
h1{font-size:1.5rem;line-height:1.3;margin:.75rem 0}\
p{margin:.5rem 0;overflow-wrap:anywhere}\
.mark{font-size:3rem;line-height:1}\
.quiet{opacity:.75}";

/// The whole page.
pub(super) fn html(end: &EndPage) -> String {
    let (mark, heading, text, then) = match end {
        EndPage::SignedIn { authority, account } => (
            "📖",
            "You are signed in",
            format!(
                "StoryTime Calendar now reads the calendars of {account} at {}.",
                authority.name()
            ),
            "You can close this page and go back to StoryTime Calendar.",
        ),
        EndPage::Failed { sentence } => (
            "🥀",
            "You are not signed in",
            sentence.clone(),
            "You can close this page and try again in StoryTime Calendar.",
        ),
    };
    let text = escaped(&text);
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>{heading} · StoryTime Calendar</title><style>{STYLE}</style></head>\
         <body><main><div class=\"mark\" aria-hidden=\"true\">{mark}</div><h1>{heading}</h1>\
         <p>{text}</p><p class=\"quiet\">{then}</p></main></body></html>"
    )
}

/// What goes with it: the code that stands in its address is told to nobody. The browser may keep the
/// page to itself, since whoever goes back to it finds nobody here any more; the code is used up.
pub(super) fn headers() -> [(HeaderName, String); 6] {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::X_FRAME_OPTIONS, "DENY".to_owned()),
    ]
}

/// Text as it stands in HTML.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_outside_is_text() {
        let end = EndPage::Failed {
            sentence: "<script>alert('\"&')</script>".into(),
        };
        let page = html(&end);
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;"));
    }
}
