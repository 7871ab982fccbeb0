//! The bar at the top: the name, and where one can go.

use yew::prelude::*;

use super::icon::{Shape, icon};
use crate::fragment::Page;

/// The bar at the top of the `shown` page.
pub fn header(shown: Page) -> Html {
    let link = |page: Page, name: &'static str| {
        let current = (page == shown).then_some("page");
        html! { <a class="header__link" href={page.href()} aria-current={current}>{ name }</a> }
    };
    html! {
        <header class="header">
            <span class="header__name">{ icon(Shape::Book) }{ "StoryTime" }</span>
            <nav class="header__nav" aria-label="Pages">
                { link(Page::Today, "Today") }
                { link(Page::Settings, "Settings") }
            </nav>
        </header>
    }
}
