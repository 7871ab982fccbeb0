//! Today: the next event as an open book, what follows, and what became of the reminders.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use storytime_types::Instant;
use storytime_types::changes::Change;
use storytime_types::events::Event;
use storytime_types::profile::Theme;
use storytime_types::status::{Problem, Status};
use yew::prelude::*;

use crate::clock::use_now;
use crate::components::agenda::agenda;
use crate::components::art::theme_art;
use crate::components::book::book;
use crate::components::icon::{Shape, icon};
use crate::components::notice::{failure, loading};
use crate::components::pause::{PauseChoices, PausedBanner, TODAY_ID};
use crate::components::reminders::Reminders;
use crate::components::sync::SyncState;
use crate::fragment::Page;
use crate::live::use_changes;
use crate::resource::{Resource, use_resource};
use crate::wording::countdown::Phase;

/// How far ahead the agenda looks.
const AGENDA_DAYS: i64 = 7;

/// What comes after an event is asked for a moment after its turn, when the backend knows too.
const TURN_SETTLES_MS: u32 = 800;

/// A browser takes a longer wait for none at all (HTML, 8.6: a signed 32-bit number).
const LONGEST_TIMER_MS: u32 = i32::MAX as u32;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The state at a glance; the page is shown only once it is known.
    pub status: Resource<Status>,
    /// The profile's.
    pub theme: Theme,
}

/// The Today page.
#[component]
pub fn Today(props: &Props) -> Html {
    match &props.status.value {
        Some(status) => html! {
            <TodayOf status={status.clone()} received_ms={props.status.received_ms} theme={props.theme} />
        },
        None => Html::default(),
    }
}

#[derive(Properties, PartialEq)]
struct OfProps {
    status: Rc<Status>,
    received_ms: i64,
    theme: Theme,
}

#[component]
fn TodayOf(props: &OfProps) -> Html {
    let status = &*props.status;
    let next = status.next_event.as_ref();
    let ahead_ms = status.now.ms() - props.received_ms;
    let now = use_now(ahead_ms, next.map(|it| (it.starts_at, it.ends_at)));
    let phase = next.map(|it| Phase::at(now, it.starts_at, it.ends_at));
    use_refresh_at_turn(next, phase);
    use_refresh_at_midnight(status.today_ends_at, status.now);
    html! {
        <div class="today">
            <PausedBanner status={status.clone()} />
            { problems(&status.problems) }
            <div class="today__head">
                <h1 id={TODAY_ID} tabindex="-1">{ &status.today }</h1>
                <SyncState status={status.clone()} />
            </div>
            if let (Some(event), Some(phase)) = (next, phase) {
                { book(event, phase, props.theme) }
            } else {
                { nothing_ahead(props.theme) }
            }
            <div class="today__rest">
                <Ahead now={whole(now, Instant::MINUTE)} without={next.cloned()} />
                <aside class="today__aside">
                    <Reminders now={whole(now, Instant::HOUR)} />
                    <PauseChoices status={status.clone()} />
                </aside>
            </div>
        </div>
    }
}

/// Loads everything again once the next event has begun or ended.
#[hook]
fn use_refresh_at_turn(next: Option<&Event>, phase: Option<Phase>) {
    let refresh = use_changes().refresh;
    let turn = phase.map(|it| std::mem::discriminant(&it));
    let event = next.map(|it| (it.id.clone(), it.starts_at));
    let before = use_mut_ref(|| None);
    use_effect_with((event, turn), move |(event, turn)| {
        let same_event = before.borrow().as_ref() == Some(event);
        before.replace(Some(event.clone()));
        let timer = (same_event && turn.is_some())
            .then(|| Timeout::new(TURN_SETTLES_MS, move || refresh.emit(())));
        move || drop(timer)
    });
}

/// Loads everything again once the day is over: its date and the names of days are the backend's.
/// A page that nobody sees is loaded again when it is seen; its timers may come late.
#[hook]
fn use_refresh_at_midnight(today_ends_at: Instant, now: Instant) {
    let refresh = use_changes().refresh;
    use_effect_with((today_ends_at, now), move |(ends, now)| {
        let wait = u32::try_from(ends.ms_since(*now).max(0)).unwrap_or(LONGEST_TIMER_MS);
        let wait = wait.saturating_add(TURN_SETTLES_MS).min(LONGEST_TIMER_MS);
        let timer = Timeout::new(wait, move || refresh.emit(()));
        move || drop(timer)
    });
}

fn problems(problems: &[Problem]) -> Html {
    problems
        .iter()
        .map(|problem| {
            html! {
                <div class="banner banner--problem" role="alert">
                    { icon(Shape::Warning) }<p>{ &problem.text }</p>
                </div>
            }
        })
        .collect()
}

fn nothing_ahead(theme: Theme) -> Html {
    html! {
        <div class="book">
            <div class="cover">
                <h2>{ "A blank page" }</h2>
                <p>
                    { "Nothing is planned in the days ahead. Enjoy the quiet, or " }
                    <a href={Page::Calendars.href()}>{ "add another calendar" }</a>{ "." }
                </p>
            </div>
            <div class="cover__art framed">{ theme_art(theme) }</div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct AheadProps {
    now: Instant,
    without: Option<Event>,
}

/// The rest of today and the days that follow.
#[component]
fn Ahead(props: &AheadProps) -> Html {
    let live = use_changes();
    let revision = live
        .revisions
        .of(&[Change::Events, Change::Stories, Change::Settings]);
    // Whole hours keep the address, and with it the answer, the same for a while.
    let from = whole(props.now, Instant::HOUR);
    let to = from.plus_ms(AGENDA_DAYS * Instant::DAY);
    let path = format!("/api/events?from={from}&to={to}");
    let events = use_resource::<Vec<Event>>(Some(path.into()), revision);
    let body = match (&events.value, &events.error) {
        (None, None) => loading("Reading ahead"),
        (None, Some(error)) => failure(error, &live.refresh),
        (Some(events), _) => {
            let events = still_to_come(events, props.now, props.without.as_ref());
            if events.is_empty() && props.without.is_none() {
                return Html::default();
            }
            if events.is_empty() {
                html! { <p class="quiet">{ "Nothing more in the next seven days." }</p> }
            } else {
                agenda(&events, props.now)
            }
        }
    };
    html! {
        <section class="ahead" aria-labelledby="ahead-name">
            <h2 id="ahead-name" class="section-name">{ "The pages ahead" }</h2>
            { body }
        </section>
    }
}

fn still_to_come(events: &[Event], now: Instant, without: Option<&Event>) -> Vec<Event> {
    events
        .iter()
        .filter(|event| event.ends_at > now && without.is_none_or(|it| it.id != event.id))
        .cloned()
        .collect()
}

/// `at`, back to the last whole `step`.
fn whole(at: Instant, step: i64) -> Instant {
    Instant::from_ms(at.ms() - at.ms().rem_euclid(step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_taken_back_to_its_whole_hour_also_before_1970() {
        let at = |text| Instant::parse(text).unwrap();
        assert_eq!(
            whole(at("2026-01-05T08:59:59Z"), Instant::HOUR),
            at("2026-01-05T08:00:00Z")
        );
        assert_eq!(
            whole(at("1969-12-31T23:30:00Z"), Instant::HOUR),
            at("1969-12-31T23:00:00Z")
        );
    }
}
