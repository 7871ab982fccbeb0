//! The next event as an open book: the facts on the left page, its story on the right one.

use storytime_types::events::{Event, EventStatus};
use storytime_types::profile::Theme;
use yew::prelude::*;

use super::art::ThemeArt;
use super::countdown::Countdown;
use super::icon::{Icon, Shape};
use super::link::OutwardLink;
use super::story::Story;
use crate::wording::countdown::Phase;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The event.
    pub event: Event,
    /// Where the present stands.
    pub phase: Phase,
}

/// The next event, large.
#[component]
pub fn Book(props: &Props) -> Html {
    let Props { event, phase } = props;
    let story = event.storyline.as_ref();
    let theme = story.map_or(Theme::Fantasy, |it| it.theme);
    let emoji = story.and_then(|it| it.emoji.clone());
    html! {
        <article class="book" aria-labelledby="next-title">
            <div class="book__page book__page--facts">
                <p class="eyebrow">{ eyebrow(*phase) }</p>
                <h2 id="next-title" class="book__title">{ &event.title }</h2>
                <Countdown event={event.clone()} phase={*phase} />
                <Facts event={event.clone()} />
                if let Some(url) = event.meeting_link.clone() {
                    <OutwardLink {url} class="button button--main">
                        <Icon shape={Shape::Join} />{ "Join" }
                    </OutwardLink>
                }
            </div>
            <div class="book__page book__page--story">
                <div class="book__art">
                    <ThemeArt {theme} />
                    if let Some(emoji) = emoji {
                        <span class="book__emoji" aria-hidden="true">{ emoji }</span>
                    }
                </div>
                <Story key={event.id.as_str()} event={event.clone()} />
            </div>
        </article>
    }
}

fn eyebrow(phase: Phase) -> &'static str {
    match phase {
        Phase::Upcoming { .. } => "Up next",
        Phase::Running { .. } => "On now",
        Phase::Over => "Just now",
    }
}

#[derive(Properties, PartialEq)]
struct FactsProps {
    event: Event,
}

#[component]
fn Facts(props: &FactsProps) -> Html {
    let event = &props.event;
    html! {
        <ul class="facts">
            <li><Icon shape={Shape::Clock} /><span>{ when(event) }</span></li>
            if let Some(place) = &event.location {
                <li><Icon shape={Shape::Pin} /><span>{ place }</span></li>
            }
            if event.attendee_count > 1 {
                <li><Icon shape={Shape::People} /><span>{ format!("{} people", event.attendee_count) }</span></li>
            }
            if event.status == EventStatus::Rescheduled {
                <li><Icon shape={Shape::Again} /><span>{ "Moved to this time" }</span></li>
            }
        </ul>
    }
}

/// An event's local times in one line: `Today, 10:00 – 10:30`.
pub fn when(event: &Event) -> String {
    let day = &event.local.day;
    match (&event.local.start, &event.local.end) {
        (Some(start), Some(end)) if start == end => format!("{day}, {start}"),
        (Some(start), Some(end)) => format!("{day}, {start} – {end}"),
        (Some(start), None) => format!("{day}, {start}"),
        _ => format!("{day}, all day"),
    }
}
