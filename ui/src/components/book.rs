//! The next event as an open book: the facts on the left page, its story on the right one.

use storytime_types::events::{Event, EventStatus};
use storytime_types::profile::Theme;
use yew::prelude::*;

use super::art::theme_art;
use super::countdown::countdown;
use super::icon::{Shape, icon};
use super::link::outward_link;
use super::story::Story;
use crate::wording::countdown::Phase;

/// Characters from which on a title is set smaller, so that the page keeps its balance.
const LONG_TITLE: usize = 60;

/// The next event, large. `theme` is for the picture while no story is written.
pub fn book(event: &Event, phase: Phase, theme: Theme) -> Html {
    let story = event.storyline.as_ref();
    let theme = story.map_or(theme, |it| it.theme);
    let emoji = story.and_then(|it| it.emoji.clone());
    html! {
        <article class="book" aria-labelledby="next-title">
            <div class="book__page book__page--facts">
                <p class="eyebrow">{ eyebrow(phase) }</p>
                <h2 id="next-title" class={title_class(&event.title)}>{ &event.title }</h2>
                { countdown(event, phase) }
                { facts(event) }
                if let Some(url) = &event.meeting_link {
                    { outward_link(url, "button button--main", html! {
                        <>{ icon(Shape::Join) }{ "Join" }</>
                    }) }
                }
            </div>
            <div class="book__page book__page--story">
                <div class="book__art">
                    <div class="framed">{ theme_art(theme) }</div>
                    if let Some(emoji) = emoji {
                        <span class="book__emoji" aria-hidden="true">{ emoji }</span>
                    }
                </div>
                <Story key={event.id.as_str()} event={event.clone()} />
            </div>
        </article>
    }
}

fn title_class(title: &str) -> Classes {
    let long = title.chars().count() > LONG_TITLE;
    classes!("book__title", long.then_some("book__title--long"))
}

fn eyebrow(phase: Phase) -> &'static str {
    match phase {
        Phase::Upcoming { .. } => "Up next",
        Phase::Running { .. } => "On now",
        Phase::Over => "Just now",
    }
}

fn facts(event: &Event) -> Html {
    html! {
        <ul class="facts">
            <li>{ icon(Shape::Clock) }<span>{ when(event) }</span></li>
            if let Some(place) = &event.location {
                <li>{ icon(Shape::Pin) }<span>{ place }</span></li>
            }
            if event.attendee_count > 1 {
                <li>{ icon(Shape::People) }<span>{ format!("{} people", event.attendee_count) }</span></li>
            }
            if event.status == EventStatus::Rescheduled {
                <li>{ icon(Shape::Again) }<span>{ "Moved to this time" }</span></li>
            }
        </ul>
    }
}

/// An event's local times in one line: `Today, 10:00 – 10:30`.
fn when(event: &Event) -> String {
    let day = &event.local.day;
    match (&event.local.start, &event.local.end) {
        (Some(start), Some(end)) if start == end => format!("{day}, {start}"),
        (Some(start), Some(end)) => format!("{day}, {start} – {end}"),
        (Some(start), None) => format!("{day}, {start}"),
        _ => format!("{day}, all day"),
    }
}
