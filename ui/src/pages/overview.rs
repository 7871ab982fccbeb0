//! Overview: how things stand, in a few figures and sentences.

use storytime_types::Page;
use storytime_types::changes::Change;
use storytime_types::dashboard::{Dashboard, DayAhead, LastWeek};
use storytime_types::events::Event;
use yew::prelude::*;

use crate::components::notice::{failure, skeleton};
use crate::components::past_problems::PastProblems;
use crate::discretion::{Discretion, use_discretion};
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::moments::{Moments, use_moments};
use crate::wording::numbers::{count, of_them};

/// Everything that the figures are counted from.
const COUNTED: [Change; 5] = [
    Change::Events,
    Change::Stories,
    Change::Ledger,
    Change::Sync,
    Change::Settings,
];

/// The Overview page.
#[component]
pub fn Overview() -> Html {
    let live = use_changes();
    let (moments, discretion) = (use_moments(), use_discretion());
    let revision = live.revisions.of(&COUNTED);
    let answer = use_resource::<Dashboard>(Some("/api/user/dashboard".into()), revision);
    let body = match (&answer.value, &answer.error) {
        (Some(dashboard), _) if dashboard.stats.connected_calendars == 0 => nothing_yet(),
        (Some(dashboard), _) => figures(dashboard, &moments, discretion),
        (None, Some(error)) => failure(error, &live.refresh),
        (None, None) => skeleton("Counting", 3),
    };
    html! {
        <div class="settings">
            <h1>{ "Overview" }</h1>
            { body }
            <section class="card" aria-labelledby="problems-name">
                <h2 id="problems-name" class="section-name">{ "What went wrong lately" }</h2>
                <PastProblems today={answer.value.as_ref().map_or_else(String::new, |it| it.today.clone())} />
            </section>
        </div>
    }
}

fn nothing_yet() -> Html {
    html! {
        <section class="card">
            <h2 class="section-name">{ "Nothing to count yet" }</h2>
            <p>
                { "Once a calendar is read, this page says what lies ahead and how your reminders fared. " }
                <a href={Page::Calendars.href()}>{ "Add a calendar" }</a>{ "." }
            </p>
        </section>
    }
}

fn figures(dashboard: &Dashboard, moments: &Moments, discretion: Discretion) -> Html {
    html! {
        <>
            <section class="card" aria-labelledby="ahead-name">
                <h2 id="ahead-name" class="section-name">{ "The week ahead" }</h2>
                <p class="figure">{ week_ahead(dashboard.stats.upcoming_events) }</p>
                { days(dashboard, moments) }
                { next(dashboard, moments, discretion) }
            </section>
            <section class="card" aria-labelledby="behind-name">
                <h2 id="behind-name" class="section-name">{ "The week behind" }</h2>
                <p class="figure">{ reminders_came(&dashboard.last_week) }</p>
                { what_did_not_come(&dashboard.last_week) }
            </section>
            <section class="card" aria-labelledby="kept-name">
                <h2 id="kept-name" class="section-name">{ "Your storybook" }</h2>
                { storybook(dashboard, moments) }
            </section>
        </>
    }
}

/// A bar a day: the words say the same.
fn days(dashboard: &Dashboard, moments: &Moments) -> Html {
    let most = dashboard.days.iter().map(|day| day.events).max();
    let most = most.unwrap_or_default().max(1);
    let bar = |day: &DayAhead| {
        let width = share_percent(day.events, most).to_string();
        html! {
            <li class="week__day">
                <span class="week__name">{ moments.day(&day.date, &dashboard.today) }</span>
                <svg class="week__bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                    <rect {width} height="1" />
                </svg>
                <span class="week__count">{ day.events }<span class="only-heard">{ " to come" }</span></span>
            </li>
        }
    };
    html! { <ul class="week">{ for dashboard.days.iter().map(bar) }</ul> }
}

fn next(dashboard: &Dashboard, moments: &Moments, discretion: Discretion) -> Html {
    let entry = |event: &Event| {
        let event = discretion.event(event);
        let day = moments.day(&event.local.date, &dashboard.today);
        let when = match &event.local.start {
            Some(start) => format!("{day} {}", moments.time(start)),
            None => day,
        };
        html! {
            <li>
                <span class="quiet">{ when }</span>{ " " }<strong>{ &event.title }</strong>
                if let Some(story) = &event.storyline { <p class="told">{ &story.story_text }</p> }
            </li>
        }
    };
    html! {
        if !dashboard.recent_events.is_empty() {
            <h3 class="field-name">{ "First of them" }</h3>
            <ul class="next-up">{ for dashboard.recent_events.iter().map(entry) }</ul>
        }
    }
}

fn what_did_not_come(week: &LastWeek) -> Html {
    let sentences = [
        (week.missed, "came too late to be of use"),
        (week.failed, "could not be delivered"),
    ];
    let lost = sentences.into_iter().filter(|(number, _)| *number > 0);
    html! {
        if week.missed + week.failed > 0 {
            <ul class="next-up">
                for (number, what) in lost {
                    <li>{ format!("{} {what}.", count(number, "reminder", "reminders")) }</li>
                }
            </ul>
            <p><a href={Page::Reminders.href()}>{ "See which, and why" }</a></p>
        }
    }
}

fn storybook(dashboard: &Dashboard, moments: &Moments) -> Html {
    let stats = &dashboard.stats;
    let read = match &dashboard.last_sync_local {
        Some(at) => moments.moment(at, &dashboard.today),
        None => "Not yet".to_owned(),
    };
    html! {
        <dl class="facts">
            <dt>{ "Calendars connected" }</dt><dd>{ stats.connected_calendars }</dd>
            <dt>{ "Last looked at" }</dt><dd>{ read }</dd>
            <dt>{ "Stories ready to be told" }</dt><dd>{ stats.stories_generated }</dd>
            <dt>{ "Ways to reach you" }</dt><dd>{ stats.active_channels }</dd>
        </dl>
    }
}

fn week_ahead(events: u32) -> String {
    match events {
        0 => "Nothing is planned for the next seven days.".to_owned(),
        _ => format!(
            "{} in the next seven days.",
            count(events, "event", "events")
        ),
    }
}

fn reminders_came(week: &LastWeek) -> String {
    if week.sent == 0 {
        return "No reminder was due in the last seven days.".to_owned();
    }
    let came = count(week.sent, "reminder", "reminders");
    if (week.sent, week.on_time) == (1, 1) {
        return format!("{came} came, on time.");
    }
    format!("{came} came, {} on time.", of_them(week.on_time, week.sent))
}

fn share_percent(part: u32, whole: u32) -> u64 {
    u64::from(part) * 100 / u64::from(whole.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_is_told_in_sentences() {
        assert_eq!(week_ahead(0), "Nothing is planned for the next seven days.");
        assert_eq!(week_ahead(1), "1 event in the next seven days.");
        let week = LastWeek {
            sent: 31,
            on_time: 30,
            missed: 1,
            failed: 0,
        };
        assert_eq!(
            reminders_came(&week),
            "31 reminders came, 30 of them on time."
        );
        assert_eq!(
            reminders_came(&LastWeek::default()),
            "No reminder was due in the last seven days."
        );
    }
}
