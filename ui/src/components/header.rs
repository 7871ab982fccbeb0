//! The bar at the top: the name, and where one can go.

use yew::prelude::*;

use super::icon::{Icon, Shape};
use crate::fragment::Page;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The page that is shown.
    pub page: Page,
}

/// The bar at the top.
#[component]
pub fn Header(props: &Props) -> Html {
    let link = |page: Page, name: &'static str| {
        let current = (props.page == page).then_some("page");
        html! { <a class="header__link" href={page.href()} aria-current={current}>{ name }</a> }
    };
    html! {
        <header class="header">
            <span class="header__name"><Icon shape={Shape::Book} />{ "StoryTime" }</span>
            <nav class="header__nav" aria-label="Pages">
                { link(Page::Today, "Today") }
                { link(Page::Settings, "Settings") }
            </nav>
        </header>
    }
}
