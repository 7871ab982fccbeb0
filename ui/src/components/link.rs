//! A link that leads out of the window.

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::backend;

/// A link that opens in the person's own browser; nothing for what is not a web address.
pub fn outward_link(url: &str, class: &'static str, content: Html) -> Html {
    if !leads_to_the_web(url) {
        return Html::default();
    }
    let href = url.to_owned();
    let onclick = Callback::from(move |event: MouseEvent| {
        if backend::in_desktop_window() {
            event.prevent_default();
            let href = href.clone();
            // The system's opener shows its own error; there is nothing to add here.
            spawn_local(async move {
                let _ = backend::open_link(&href).await;
            });
        }
    });
    html! {
        <a {class} href={url.to_owned()} target="_blank" rel="noopener" {onclick}>{ content }</a>
    }
}

fn leads_to_the_web(url: &str) -> bool {
    let lower = url.trim_start().to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        assert!(leads_to_the_web("https://meet.example.org/abc"));
        assert!(leads_to_the_web("HTTP://meet.example.org"));
        assert!(!leads_to_the_web("javascript:alert(1)"));
        assert!(!leads_to_the_web("file:///etc/passwd"));
    }
}
