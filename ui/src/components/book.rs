//! The next event as an open book: the facts on the left page, its story on the right one.

use storytime_types::events::{Event, EventStatus};
use storytime_types::profile::Theme;
use yew::prelude::*;

use super::art::theme_art;
use super::countdown::countdown;
use super::icon::{Shape, icon};
use super::link::outward_link;
use super::story::story;
use crate::discretion::Discretion;
use crate::wording::countdown::Phase;
use crate::wording::moments::Moments;

/// Characters from which on a title is set smaller, so that the page keeps its balance.
const LONG_TITLE: usize = 60;

/// What the times of an event are said with.
#[derive(Clone, PartialEq)]
pub struct Words {
    /// The person's language.
    pub moments: Moments,
    /// The day it is.
    pub today: String,
    /// Whether stories are told.
    pub discretion: Discretion,
}

/// The next event, large. `theme` is for the picture while no story is written.
pub fn book(event: &Event, phase: Phase, theme: Theme, words: &Words) -> Html {
    let told = event.storyline.as_ref();
    let theme = told.map_or(theme, |it| it.theme);
    let emoji = told.and_then(|it| it.emoji.clone());
    html! {
        <article class="book" aria-labelledby="next-title">
            <div class="book__page book__page--facts">
                <p class="eyebrow">{ eyebrow(phase) }</p>
                <h2 id="next-title" class={title_class(&event.title)}>{ &event.title }</h2>
                { countdown(event, phase, &words.day(event)) }
                { facts(event, words) }
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
                { story(event, words.discretion) }
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

fn facts(event: &Event, words: &Words) -> Html {
    html! {
        <ul class="facts">
            <li>{ icon(Shape::Clock) }<span>{ words.when(event) }</span></li>
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

impl Words {
    /// The day of an event.
    fn day(&self, event: &Event) -> String {
        self.moments.day(&event.local.date, &self.today)
    }

    /// An event's local times in one line: `Today, 10:00 – 10:30`.
    fn when(&self, event: &Event) -> String {
        let day = self.day(event);
        match &event.local.start {
            Some(start) => {
                let span = self.moments.span(start, event.local.end.as_deref());
                format!("{day}, {span}")
            }
            None => format!("{day}, all day"),
        }
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use gloo_timers::future::TimeoutFuture;
    use storytime_types::Instant;
    use storytime_types::events::Storyline;
    use storytime_types::local::Hours;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
    use web_sys::Element;

    use super::*;
    use crate::components::examples;

    wasm_bindgen_test_configure!(run_in_browser);

    #[derive(Properties, PartialEq)]
    struct Shown {
        event: Event,
        phase: Phase,
    }

    #[component]
    fn Shelf(props: &Shown) -> Html {
        let words = Words {
            moments: Moments::new(&["en-GB".to_owned()], Hours::TwentyFour),
            today: "2026-11-30".to_owned(),
            discretion: Discretion::Off,
        };
        book(&props.event, props.phase, Theme::Fantasy, &words)
    }

    async fn shown(event: Event, phase: Phase) -> Element {
        let document = gloo_utils::document();
        let place = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&place).unwrap();
        yew::Renderer::<Shelf>::with_root_and_props(place.clone(), Shown { event, phase }).render();
        // Yew draws in microtasks, which all come before a timer.
        TimeoutFuture::new(0).await;
        place
    }

    fn text(place: &Element, selector: &str) -> String {
        let found = place.query_selector(selector).unwrap();
        found.unwrap().text_content().unwrap().trim().to_owned()
    }

    fn budget_planning() -> Event {
        let mut event = examples::event("Budget planning", "2026-11-30");
        event.local.start = Some("10:00".to_owned());
        event.local.end = Some("10:30".to_owned());
        event.storyline = Some(Storyline {
            theme: Theme::Fantasy,
            story_text: "🪙 The council counts its gold.".to_owned(),
            plain_text: String::new(),
            emoji: Some("🪙".to_owned()),
            ai_provider: None,
            tokens_used: None,
            expires_at: Instant::MAX,
            is_active: true,
        });
        event
    }

    #[wasm_bindgen_test]
    async fn an_event_stands_in_the_book_with_its_times_its_story_and_how_far_away_it_is() {
        let until_start = 12 * Instant::MINUTE + 30_000;
        let place = shown(budget_planning(), Phase::Upcoming { until_start }).await;
        assert_eq!(text(&place, ".eyebrow"), "Up next");
        assert_eq!(text(&place, "h2"), "Budget planning");
        assert_eq!(text(&place, ".countdown"), "in 13 min");
        assert_eq!(text(&place, ".facts li"), "Today, 10:00 – 10:30");
        assert_eq!(text(&place, "blockquote"), "The council counts its gold.");
    }

    #[wasm_bindgen_test]
    async fn markup_in_a_title_a_place_or_a_story_is_only_text() {
        let markup = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        let mut event = budget_planning();
        event.title = markup.to_owned();
        event.location = Some(markup.to_owned());
        event.storyline.as_mut().unwrap().story_text = markup.to_owned();
        let place = shown(event, Phase::Over).await;
        assert_eq!(text(&place, "h2"), markup);
        assert_eq!(text(&place, ".facts li:nth-child(2)"), markup);
        assert_eq!(text(&place, "blockquote"), markup);
        assert!(place.query_selector("img, script").unwrap().is_none());
    }
}
