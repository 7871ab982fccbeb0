//! The rest of the day, drawn from top to bottom: now, what runs, free hours, what comes.

use storytime_types::Instant;
use storytime_types::events::{Event, EventStatus};
use yew::prelude::*;

use super::calendar_row::swatch;
use super::icon::{Shape, icon};
use super::link::outward_link;
use super::mute::{also_in, mute, why_quiet};
use crate::timeline::{Day, Stage, Stretch, civil_time};
use crate::wording::countdown;
use crate::wording::moments::Moments;
use crate::wording::story;

/// Where the day stands.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// The present moment.
    pub now: Instant,
    /// When the day is over.
    pub day_ends: Instant,
    /// The day it is.
    pub today: &'a str,
    /// The person's language.
    pub moments: &'a Moments,
}

/// The day, from `clock.now` on.
pub fn timeline(day: &Day<'_>, clock: Clock<'_>) -> Html {
    html! {
        <>
            { all_day(&day.all_day) }
            { earlier(&day.earlier, clock) }
            <ol class="timeline">
                { now_line(clock) }
                for stretch in &day.ahead { { self::stretch(stretch, clock) } }
            </ol>
            { end_of_day(day, clock) }
        </>
    }
}

fn all_day(events: &[&Event]) -> Html {
    if events.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="all-day" aria-label="All day">
            for event in events {
                <li key={event.id.as_str()} class={classes!("all-day__event", off(event))}>
                    { icon(Shape::Sun) }<span>{ &event.title }</span>
                    <span class="tag">{ note(event).unwrap_or("All day") }</span>
                </li>
            }
        </ul>
    }
}

fn earlier(events: &[&Event], clock: Clock<'_>) -> Html {
    if events.is_empty() {
        return Html::default();
    }
    html! {
        <details class="earlier">
            <summary>{ format!("Earlier today ({})", events.len()) }</summary>
            <ul class="earlier__events">
                for event in events {
                    <li key={event.id.as_str()} class={off(event)}>
                        <span class="earlier__time">{ start(event, clock) }</span>
                        <span class="earlier__title">{ &event.title }</span>
                    </li>
                }
            </ul>
        </details>
    }
}

fn now_line(clock: Clock<'_>) -> Html {
    let time = clock.moments.time(&civil_time(clock.now, clock.day_ends));
    html! {
        <li class="stretch stretch--now">
            <span class="stretch__time">{ time }</span>
            <span class="now-line"><span>{ "Now" }</span></span>
        </li>
    }
}

fn stretch(stretch: &Stretch<'_>, clock: Clock<'_>) -> Html {
    match stretch {
        Stretch::Free { length, hours } => html! {
            <li class="stretch stretch--free">
                <ul class="hours" aria-hidden="true">
                    for hour in hours { <li>{ clock.moments.hour(*hour) }</li> }
                </ul>
                <p class="free">{ format!("{} free", duration(*length)) }</p>
            </li>
        },
        Stretch::Planned {
            event,
            overlaps,
            stage,
            length,
        } => planned(event, *overlaps, *stage, *length, clock),
    }
}

fn planned(event: &Event, overlaps: bool, stage: Stage, length: i64, clock: Clock<'_>) -> Html {
    let class = classes!(
        "stretch",
        "stretch--planned",
        overlaps.then_some("stretch--beside"),
        matches!(stage, Stage::Running(_)).then_some("stretch--running"),
        off(event),
    );
    html! {
        <li key={event.id.as_str()} {class}>
            <p class="stretch__time">
                <span class="stretch__start">{ start(event, clock) }</span>
                { end(event, clock) }
            </p>
            <div class={classes!("card-event", lasting(length))}>
                <div class="card-event__what">
                    <p class="card-event__title">
                        <span class="card-event__named">
                            { swatch(event.calendar_color.as_deref()) }<span>{ &event.title }</span>
                        </span>
                        { tags(event, overlaps, stage) }
                    </p>
                    if let Some(place) = &event.location { <p class="card-event__place">{ place }</p> }
                    { progress(event, stage, length) }
                    { told(event) }
                </div>
                { join(event) }
            </div>
        </li>
    }
}

fn tags(event: &Event, overlaps: bool, stage: Stage) -> Html {
    let on_now = matches!(stage, Stage::Running(_)) && event.status != EventStatus::Cancelled;
    html! {
        <>
            if let Some(note) = note(event) { <span class="tag">{ note }</span> }
            if on_now { <span class="tag tag--now">{ "On now" }</span> }
            if overlaps { <span class="tag">{ "At the same time" }</span> }
            if let Some(why) = why_quiet(event) { <span class="tag">{ why }</span> }
            if let Some(also) = also_in(event) { <span class="tag">{ also }</span> }
        </>
    }
}

fn progress(event: &Event, stage: Stage, length: i64) -> Html {
    match stage {
        Stage::Running(since) if event.status != EventStatus::Cancelled => {
            let left = duration(length - since);
            html! {
                <p class="progress">
                    <progress
                        max={length.to_string()}
                        value={since.to_string()}
                        aria-label={format!("How much of {} is over", event.title)}
                    />
                    <span>{ format!("{left} left") }</span>
                </p>
            }
        }
        _ => Html::default(),
    }
}

fn told(event: &Event) -> Html {
    let told = event.storyline.as_ref().filter(|_| off(event).is_none());
    told.map_or_else(Html::default, |told| {
        html! {
            <details class="card-event__story">
                <summary>
                    { told.emoji.as_deref().unwrap_or_default() }{ " Read its story" }
                    <span class="only-heard">{ format!(": {}", event.title) }</span>
                </summary>
                <p>{ story::text(told) }</p>
                <div class="card-event__do">{ mute(event) }</div>
            </details>
        }
    })
}

fn join(event: &Event) -> Html {
    let link = event.meeting_link.as_ref().filter(|_| off(event).is_none());
    link.map_or_else(Html::default, |url| {
        let content = html! {
            <>
                { icon(Shape::Join) }{ "Join" }
                <span class="only-heard">{ format!(" {}", event.title) }</span>
            </>
        };
        outward_link(url, "button button--small", content)
    })
}

fn end_of_day(day: &Day<'_>, clock: Clock<'_>) -> Html {
    let rest = if day.ahead.is_empty() {
        "Nothing more today. The evening is yours."
    } else {
        "Then the rest of the day is yours."
    };
    let next = day.later.first();
    html! {
        <>
            <div class="day-end">
                { icon(Shape::Moon) }
                <p>
                    { rest }
                    if let Some(event) = next.filter(|_| !day.is_nearly_over()) {
                        { " " }{ later(event, clock) }
                    }
                </p>
            </div>
            if let Some(first) = next.filter(|_| day.is_nearly_over()) {
                <h3 class="next-day">{ clock.moments.named_day(&first.local.date, clock.today) }</h3>
                { next_day(&day.later, Clock { today: &first.local.date, ..clock }) }
            }
        </>
    }
}

/// What the day of `clock` holds, before it has begun.
fn next_day(events: &[&Event], clock: Clock<'_>) -> Html {
    let length = |event: &Event| event.ends_at.ms_since(event.starts_at);
    html! {
        <ol class="timeline">
            for event in events {
                { planned(event, false, Stage::Ahead, length(event), clock) }
            }
        </ol>
    }
}

fn later(event: &Event, clock: Clock<'_>) -> Html {
    let day = clock.moments.day(&event.local.date, clock.today);
    let at = event.local.start.as_deref();
    let at = at.map_or_else(|| "all day".to_owned(), |time| clock.moments.time(time));
    html! {
        <>{ format!("{day} begins with ") }<strong>{ &event.title }</strong>{ format!(", {at}.") }</>
    }
}

fn start(event: &Event, clock: Clock<'_>) -> String {
    let Some(time) = &event.local.start else {
        return "All day".to_owned();
    };
    if event.local.date == clock.today {
        clock.moments.time(time)
    } else {
        format!(
            "{} {}",
            clock.moments.day(&event.local.date, clock.today),
            clock.moments.time(time)
        )
    }
}

fn end(event: &Event, clock: Clock<'_>) -> Html {
    let end = event
        .local
        .end
        .as_ref()
        .filter(|end| event.local.start.as_ref() != Some(end));
    end.map_or_else(Html::default, |end| {
        html! { <span class="stretch__end">{ format!("– {}", clock.moments.time(end)) }</span> }
    })
}

fn note(event: &Event) -> Option<&'static str> {
    match event.status {
        EventStatus::Cancelled => Some("Called off"),
        EventStatus::Rescheduled => Some("Moved"),
        EventStatus::Active => None,
    }
}

fn off(event: &Event) -> Option<&'static str> {
    (event.status == EventStatus::Cancelled).then_some("is-off")
}

/// Longer events stand taller, within what a page can bear.
fn lasting(length: i64) -> &'static str {
    match length / Instant::MINUTE {
        ..=30 => "lasts-short",
        31..=60 => "lasts-hour",
        61..=120 => "lasts-two",
        _ => "lasts-long",
    }
}

fn duration(ms: i64) -> String {
    countdown::measures(ms)
        .iter()
        .map(|(amount, unit)| format!("{amount} {unit}"))
        .collect::<Vec<_>>()
        .join(" ")
}
