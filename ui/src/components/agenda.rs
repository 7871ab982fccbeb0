//! The rest of today and the days ahead.

use storytime_types::Instant;
use storytime_types::events::{Event, EventStatus};
use yew::prelude::*;

use super::icon::{Shape, icon};
use super::link::outward_link;
use crate::wording::story;

/// Events, in the order of their starts, by day. `now` is for what runs at the moment.
pub fn agenda(events: &[Event], now: Instant) -> Html {
    html! {
        <>
            for (day, events) in by_day(events) {
                <section key={day.to_owned()} class="day">
                    <h3 class="day__name">{ day }</h3>
                    <ul class="day__events">
                        for event in events {
                            { row(event, runs(event, now)) }
                        }
                    </ul>
                </section>
            }
        </>
    }
}

fn runs(event: &Event, now: Instant) -> bool {
    !event.is_all_day && event.starts_at <= now && now < event.ends_at
}

/// Neighbours that share a day, as the backend names it.
fn by_day(events: &[Event]) -> impl Iterator<Item = (&str, &[Event])> {
    events
        .chunk_by(|one, next| one.local.day == next.local.day)
        .filter_map(|day| Some((day.first()?.local.day.as_str(), day)))
}

fn row(event: &Event, runs: bool) -> Html {
    let called_off = event.status == EventStatus::Cancelled;
    let note = match event.status {
        EventStatus::Cancelled => Some("Called off"),
        EventStatus::Rescheduled => Some("Moved"),
        EventStatus::Active if runs => Some("On now"),
        EventStatus::Active => None,
    };
    html! {
        <li key={event.id.as_str()} class={classes!("event", called_off.then_some("event--off"))}>
            <p class="event__time">{ times(event) }</p>
            <div class="event__what">
                <p class="event__title">
                    <span>{ &event.title }</span>
                    if let Some(note) = note { <span class="tag">{ note }</span> }
                </p>
                if let Some(place) = &event.location {
                    <p class="event__place">{ place }</p>
                }
                if let Some(told) = event.storyline.as_ref().filter(|_| !called_off) {
                    <details class="event__story">
                        <summary>{ told.emoji.as_deref().unwrap_or_default() }{ " Read its story" }</summary>
                        <p>{ story::text(told) }</p>
                    </details>
                }
            </div>
            if let Some(url) = event.meeting_link.as_ref().filter(|_| !called_off) {
                { outward_link(url, "button button--small", html! { <>
                    { icon(Shape::Join) }{ "Join" }
                    <span class="only-heard">{ format!(" {}", event.title) }</span>
                </> }) }
            }
        </li>
    }
}

fn times(event: &Event) -> Html {
    match (&event.local.start, &event.local.end) {
        (Some(start), Some(end)) if start != end => html! {
            <><span class="event__start">{ start }</span><span class="event__end">{ format!("– {end}") }</span></>
        },
        (Some(start), _) => html! { <span class="event__start">{ start }</span> },
        _ => html! { <span class="event__start">{ "All day" }</span> },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::examples::event;

    #[test]
    fn events_of_one_day_stand_under_one_heading() {
        let events = [
            event("a", "Today"),
            event("b", "Today"),
            event("c", "Tomorrow"),
        ];
        let days: Vec<_> = by_day(&events)
            .map(|(day, of_day)| (day, of_day.len()))
            .collect();
        assert_eq!(days, [("Today", 2), ("Tomorrow", 1)]);
    }

    #[test]
    fn an_event_runs_from_its_start_until_just_before_its_end() {
        let event = event("a", "Today");
        assert!(runs(&event, Instant::from_ms(1_000)));
        assert!(!runs(&event, Instant::from_ms(2_000)));
    }
}
