//! The bar at the top: the name, and where one can go.

use yew::prelude::*;

use super::field::focus;
use super::icon::{Shape, icon};
use storytime_types::Page;

/// The part of the window below the bar, where a page stands.
pub const MAIN_ID: &str = "page";

/// The bar at the top of the `shown` page.
pub fn header(shown: Page) -> Html {
    html! {
        <header class="header">
            { skip_link() }
            { name() }
            <nav class="header__nav" aria-label="Pages">
                for (index, page) in Page::ALL.into_iter().enumerate() {
                    { link(index + 1, page, page == shown) }
                }
            </nav>
        </header>
    }
}

/// The name of the app with its sign.
pub fn name() -> Html {
    html! { <span class="header__name">{ icon(Shape::Book) }<span>{ "StoryTime" }</span></span> }
}

/// The first stop of the Tab key. Its address is a page's own affair, so it moves the focus itself.
fn skip_link() -> Html {
    let onclick = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        focus(MAIN_ID);
    });
    html! { <a class="skip" href={format!("#{MAIN_ID}")} {onclick}>{ "Skip to the page" }</a> }
}

fn link(digit: usize, page: Page, is_shown: bool) -> Html {
    html! {
        <a
            class="header__link"
            href={page.href()}
            aria-current={is_shown.then_some("page")}
            aria-keyshortcuts={format!("Alt+{digit}")}
            title={format!("Alt+{digit}")}
        >
            { icon(shape(page)) }<span>{ page.name() }</span>
        </a>
    }
}

fn shape(page: Page) -> Shape {
    match page {
        Page::Today => Shape::Sun,
        Page::Stories => Shape::Book,
        Page::Calendars => Shape::Calendar,
        Page::Reminders => Shape::Bell,
        Page::Overview => Shape::Chart,
        Page::Settings => Shape::Sliders,
    }
}
