//! Stories: what is told of every event to come, day by day, and each in the three styles.

use std::rc::Rc;

use storytime_types::changes::Change;
use storytime_types::events::{Event, EventStatus};
use storytime_types::profile::Theme;
use storytime_types::status::Status;
use storytime_types::{EventId, Instant};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::art::theme_art;
use crate::components::icon::{Shape, icon};
use crate::components::notice::{failure, skeleton};
use crate::components::tale::tale;
use crate::components::tellings::{Tellings, at_a_glance};
use crate::components::theme_choice::look;
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::moments::{Moments, use_moments};
use crate::wording::story::speaks_of;
use storytime_types::Page;

/// So many stories are drawn at first, and more with each press: thousands at once take seconds.
const AT_ONCE: usize = 40;

/// As far as events are kept ahead.
const DAYS_AHEAD: i64 = 14;

/// The Stories page.
pub fn stories(status: &Rc<Status>, theme: Theme) -> Html {
    let presenting = status.presenting;
    let (name, _) = look(theme);
    html! {
        <div class="stories">
            <div class="stories__head">
                <h1>{ "Stories" }</h1>
                <p class="quiet">
                    { format!("The days ahead, told in {name}. ") }
                    <a href={Page::Settings.href()}>{ "Change the style" }</a>
                </p>
            </div>
            if presenting {
                { blank("The book is closed", html! { "Stories are hidden while you present. Switch present mode off above to read them." }, theme) }
            } else {
                <Shelf status={status.clone()} {theme} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct Props {
    /// For the day it is.
    status: Rc<Status>,
    /// The style in which stories are told unless one was chosen for an event.
    theme: Theme,
}

/// Every story to come, a field to find some, and the one that is open.
#[component]
fn Shelf(props: &Props) -> Html {
    let live = use_changes();
    let moments = use_moments();
    let search = use_state(String::new);
    let opened = use_state(|| None::<EventId>);
    let most = use_state(|| AT_ONCE);
    let revision = live
        .revisions
        .of(&[Change::Events, Change::Stories, Change::Settings]);
    let to = props
        .status
        .today_ends_at
        .plus_ms(DAYS_AHEAD * Instant::DAY);
    let path = format!("/api/events?from={}&to={to}", props.status.today_date);
    let events = use_resource::<Vec<Event>>(Some(path.into()), revision);
    let events = match (&events.value, &events.error) {
        (None, None) => return skeleton("Fetching the stories", 6),
        (None, Some(error)) => return failure(error, &live.refresh),
        (Some(events), _) => to_come(events, props.status.now),
    };
    if events.is_empty() {
        return no_stories(props.theme);
    }
    let found: Vec<&Event> = events.iter().filter(|it| speaks_of(it, &search)).collect();
    let open = {
        let opened = opened.setter();
        Callback::from(move |id| opened.set(Some(id)))
    };
    let more = {
        let (most, wanted) = (most.setter(), *most + AT_ONCE);
        Callback::from(move |_: MouseEvent| most.set(wanted))
    };
    let close = {
        let opened = opened.setter();
        Callback::from(move |()| opened.set(None))
    };
    let in_dialog = opened
        .as_ref()
        .and_then(|id| events.iter().find(|it| it.id == *id));
    html! {
        <>
            if let (true, Some(next)) = (search.trim().is_empty(), events.first()) {
                { at_a_glance(next, &moments, &props.status.today_date) }
            }
            { search_field(&search, found.len(), events.len()) }
            { shelves(&found[..found.len().min(*most)], &open, &moments, &props.status.today_date) }
            if found.len() > *most {
                <button class="button" onclick={more}>
                    { format!("Show more of the {} that are left", found.len() - *most) }
                </button>
            }
            if let Some(event) = in_dialog {
                <Tellings event={event.clone()} today={props.status.today_date.clone()} {close} />
            }
        </>
    }
}

/// What is still to come or runs; of what was called off there is no story, and of a meeting that is
/// in several calendars one.
fn to_come(events: &[Event], now: Instant) -> Vec<Event> {
    events
        .iter()
        .filter(|event| {
            event.ends_at > now && event.status != EventStatus::Cancelled && event.copy_of.is_none()
        })
        .cloned()
        .collect()
}

fn search_field(search: &UseStateHandle<String>, found: usize, all: usize) -> Html {
    let setter = search.setter();
    let oninput = Callback::from(move |event: InputEvent| {
        setter.set(event.target_unchecked_into::<HtmlInputElement>().value());
    });
    let count = match (search.trim().is_empty(), found) {
        (true, _) => String::new(),
        (false, 0) => "No story speaks of that. Try fewer words.".to_owned(),
        (false, found) => format!("{found} of {all} stories"),
    };
    html! {
        <div class="search" role="search">
            <label class="search__field" for="story-search">
                { icon(Shape::Search) }<span class="only-heard">{ "Find stories" }</span>
                <input
                    id="story-search"
                    class="input"
                    type="search"
                    autocomplete="off"
                    placeholder="Find a title, a place, a word…"
                    value={(**search).clone()}
                    {oninput}
                />
            </label>
            <p class="quiet" role="status">{ count }</p>
        </div>
    }
}

fn shelves(events: &[&Event], open: &Callback<EventId>, moments: &Moments, today: &str) -> Html {
    events
        .chunk_by(|one, next| one.local.date == next.local.date)
        .filter_map(|day| Some((day.first()?.local.date.as_str(), day)))
        .map(|(date, day)| {
            html! {
                <section key={date.to_owned()} class="shelf" aria-label={moments.named_day(date, today)}>
                    <h2 class="shelf__day">{ moments.named_day(date, today) }</h2>
                    <ul class="shelf__tales">
                        for event in day {
                            <li key={event.id.as_str()}>
                                { tale(event, open, moments) }
                            </li>
                        }
                    </ul>
                </section>
            }
        })
        .collect()
}

fn no_stories(theme: Theme) -> Html {
    let words = html! {
        <>
            { "No event is known in the time ahead, so there is nothing to tell. " }
            <a href={Page::Calendars.href()}>{ "Add a calendar" }</a>
            { " and its stories appear here." }
        </>
    };
    blank("Blank pages", words, theme)
}

fn blank(name: &str, words: Html, theme: Theme) -> Html {
    html! {
        <div class="book">
            <div class="cover"><h2>{ name }</h2><p>{ words }</p></div>
            <div class="cover__art framed">{ theme_art(theme) }</div>
        </div>
    }
}
