//! Overview: how things stand, in a few figures and sentences.

use serde::Deserialize;
use storytime_types::dashboard::{DayAhead, DayBehind, Outcomes, SentBy, Stats, StoriesIn};
use storytime_types::{LocalMoment, Page};
use yew::prelude::*;

use crate::components::bars::{Bar, Mark, bars};
use crate::components::notice::{failure, skeleton};
use crate::components::past_problems::PastProblems;
use crate::components::theme_choice::look;
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::moments::{Moments, use_moments};
use crate::wording::numbers::{count, of_them};

/// What is shown of `GET /api/user/dashboard`, without the events and the person in it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dashboard {
    stats: Stats,
    days: Vec<DayAhead>,
    last_week: Outcomes,
    days_behind: Vec<DayBehind>,
    by_channel: Vec<SentBy>,
    by_theme: Vec<StoriesIn>,
    last_sync_local: Option<LocalMoment>,
    today: String,
}

/// The Overview page.
#[component]
pub fn Overview() -> Html {
    let live = use_changes();
    let moments = use_moments();
    let revision = live.revisions.of_anything();
    let answer = use_resource::<Dashboard>(Some("/api/user/dashboard".into()), revision);
    let body = match (&answer.value, &answer.error) {
        (Some(dashboard), _) if dashboard.stats.connected_calendars == 0 => nothing_yet(),
        (Some(dashboard), _) => figures(dashboard, &moments),
        (None, Some(error)) => failure(error, &live.refresh),
        (None, None) => skeleton("Counting", 3),
    };
    let today = answer.value.as_ref().map(|it| it.today.clone());
    let today = today.unwrap_or_default();
    html! {
        <div class="overview">
            <h1>{ "Overview" }</h1>
            <div class="overview__figures">{ body }</div>
            { card("problems-name", "What went wrong lately", html! { <PastProblems {today} /> }) }
        </div>
    }
}

fn nothing_yet() -> Html {
    card(
        "nothing-name",
        "Nothing to count yet",
        html! {
            <p>
                { "Once a calendar is read, this page says what lies ahead and how your reminders fared. " }
                <a href={Page::Calendars.href()}>{ "Add a calendar" }</a>{ "." }
            </p>
        },
    )
}

fn figures(dashboard: &Dashboard, moments: &Moments) -> Html {
    html! {
        <>
            { card("ahead-name", "The week ahead", html! {
                <>
                    <p class="figure">{ week_ahead(dashboard.stats.upcoming_events) }</p>
                    { bars(days_ahead(dashboard, moments)) }
                </>
            }) }
            { card("behind-name", "The week behind", html! {
                <>
                    <p class="figure">{ reminders_came(&dashboard.last_week) }</p>
                    if dashboard.last_week.due() > 0 { { bars(days_behind(dashboard, moments)) } }
                    { what_did_not_come(&dashboard.last_week) }
                </>
            }) }
            { card("told-name", "Your storybook", html! {
                <>
                    <p class="figure">{ stories_ready(dashboard.stats.stories_generated) }</p>
                    { bars(styles(dashboard)) }
                </>
            }) }
            { card("ways-name", "What is connected", html! {
                <>
                    { storybook(dashboard, moments) }
                    { bars(ways(dashboard)) }
                </>
            }) }
        </>
    }
}

fn card(id: &'static str, name: &str, content: Html) -> Html {
    html! {
        <section class="card" aria-labelledby={id}>
            <h2 {id} class="section-name">{ name }</h2>
            { content }
        </section>
    }
}

fn days_ahead(dashboard: &Dashboard, moments: &Moments) -> Vec<Bar> {
    let bar = |day: &DayAhead| {
        let name = moments.day(&day.date, &dashboard.today);
        Bar::of(
            name,
            vec![(Mark::Plain, day.events)],
            day.events.to_string(),
        )
    };
    dashboard.days.iter().map(bar).collect()
}

fn days_behind(dashboard: &Dashboard, moments: &Moments) -> Vec<Bar> {
    let bar = |day: &DayBehind| {
        let Outcomes {
            sent,
            missed,
            failed,
            ..
        } = day.reminders;
        let parts = vec![
            (Mark::Good, sent),
            (Mark::Late, missed),
            (Mark::Bad, failed),
        ];
        let name = moments.day(&day.date, &dashboard.today);
        Bar::of(name, parts, day_in_words(&day.reminders))
    };
    dashboard.days_behind.iter().map(bar).collect()
}

fn styles(dashboard: &Dashboard) -> Vec<Bar> {
    let bar = |told: &StoriesIn| Bar {
        theme: Some(told.theme),
        ..Bar::of(
            look(told.theme).0.to_owned(),
            vec![(Mark::Plain, told.stories)],
            told.stories.to_string(),
        )
    };
    dashboard.by_theme.iter().map(bar).collect()
}

fn ways(dashboard: &Dashboard) -> Vec<Bar> {
    let bar = |way: &SentBy| {
        let name = way.channel_name.as_deref().unwrap_or("A removed channel");
        Bar::of(
            name.to_owned(),
            vec![(Mark::Plain, way.reminders)],
            count(way.reminders, "reminder", "reminders"),
        )
    };
    dashboard.by_channel.iter().map(bar).collect()
}

fn what_did_not_come(week: &Outcomes) -> Html {
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
        <dl class="known">
            <dt>{ "Calendars connected" }</dt><dd>{ stats.connected_calendars }</dd>
            <dt>{ "Last looked at" }</dt><dd>{ read }</dd>
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

fn reminders_came(week: &Outcomes) -> String {
    if week.sent == 0 {
        return "No reminder was due in the last seven days.".to_owned();
    }
    let came = count(week.sent, "reminder", "reminders");
    if (week.sent, week.on_time) == (1, 1) {
        return format!("{came} came, on time.");
    }
    format!("{came} came, {} on time.", of_them(week.on_time, week.sent))
}

fn stories_ready(stories: u32) -> String {
    match stories {
        0 => "No story is written yet.".to_owned(),
        1 => "1 story is ready to be told.".to_owned(),
        many => format!("{} are ready to be told.", count(many, "story", "stories")),
    }
}

/// `3 sent`, `2 sent, 1 missed`.
fn day_in_words(day: &Outcomes) -> String {
    let parts = [
        (day.sent, "sent"),
        (day.missed, "missed"),
        (day.failed, "failed"),
    ];
    let told = parts.iter().filter(|(number, _)| *number > 0);
    let told: Vec<String> = told
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    if told.is_empty() {
        "none".to_owned()
    } else {
        told.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_by_what_became_of_its_reminders() {
        let day = |sent, missed, failed| {
            day_in_words(&Outcomes {
                sent,
                on_time: 0,
                missed,
                failed,
            })
        };
        assert_eq!(day(0, 0, 0), "none");
        assert_eq!(day(3, 0, 0), "3 sent");
        assert_eq!(day(2, 1, 4), "2 sent, 1 missed, 4 failed");
    }

    #[test]
    fn the_week_is_told_in_sentences() {
        assert_eq!(week_ahead(0), "Nothing is planned for the next seven days.");
        assert_eq!(week_ahead(1), "1 event in the next seven days.");
        let week = Outcomes {
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
            reminders_came(&Outcomes::default()),
            "No reminder was due in the last seven days."
        );
    }
}
