//! A link that leads out of the window.

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::backend;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Where it leads; anything but http(s) is not offered.
    pub url: AttrValue,
    /// How it looks.
    #[prop_or_default]
    pub class: Classes,
    pub children: Html,
}

/// A link that opens in the person's own browser.
#[component]
pub fn OutwardLink(props: &Props) -> Html {
    if !leads_to_the_web(&props.url) {
        return Html::default();
    }
    let url = props.url.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        if backend::in_desktop_window() {
            event.prevent_default();
            let url = url.clone();
            // The system's opener shows its own error; there is nothing to add here.
            spawn_local(async move {
                let _ = backend::open_link(&url).await;
            });
        }
    });
    html! {
        <a class={props.class.clone()} href={props.url.clone()} target="_blank" rel="noopener" {onclick}>
            { props.children.clone() }
        </a>
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
