//! Today: the next event as an open book, the rest of the day, and what became of the reminders.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use storytime_types::Instant;
use storytime_types::changes::Change;
use storytime_types::events::Event;
use storytime_types::profile::Theme;
use storytime_types::status::Status;
use yew::prelude::*;

use crate::clock::use_now;
use crate::components::art::theme_art;
use crate::components::book::{Words, book};
use crate::components::notice::{failure, skeleton};
use crate::components::pause::{TODAY_ID, pause_choices, paused_banner};
use crate::components::reminders::Reminders;
use crate::components::strips::{present_choice, problems};
use crate::components::sync::SyncState;
use crate::components::timeline::{Clock, timeline};
use crate::discretion::use_discretion;
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::timeline::Day;
use crate::wording::countdown::Phase;
use crate::wording::moments::use_moments;
use storytime_types::Page;

/// How many days are searched for what comes after today.
const LOOKED_AHEAD_DAYS: i64 = 7;

/// What comes after an event is asked for a moment after its turn, when the backend knows too.
const TURN_SETTLES_MS: u32 = 800;

/// A browser takes a longer wait for none at all (HTML, 8.6: a signed 32-bit number).
const LONGEST_TIMER_MS: u32 = i32::MAX as u32;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The state at a glance.
    pub status: Rc<Status>,
    /// When it came, by the page's clock, in milliseconds.
    pub received_ms: i64,
    /// The profile's.
    pub theme: Theme,
}

/// The Today page.
#[component]
pub fn Today(props: &Props) -> Html {
    let status = &*props.status;
    let (moments, discretion) = (use_moments(), use_discretion());
    let next = status.next_event.as_ref();
    let ahead_ms = status.now.ms() - props.received_ms;
    let watched = next.map_or((status.today_ends_at, status.today_ends_at), |it| {
        (it.starts_at, it.ends_at)
    });
    let now = use_now(ahead_ms, Some(watched));
    let phase = next.map(|it| Phase::at(now, it.starts_at, it.ends_at));
    use_refresh_at_turn(next, phase);
    use_refresh_at_midnight(status.today_ends_at, status.now);
    let words = Words {
        moments: moments.clone(),
        today: status.today_date.clone(),
        discretion,
    };
    html! {
        <div class="today">
            { paused_banner(status, &moments) }
            { problems(&status.problems, discretion) }
            <div class="today__head">
                <h1 id={TODAY_ID} tabindex="-1">{ moments.date(&status.today_date) }</h1>
                <SyncState status={status.clone()} />
            </div>
            if let (Some(event), Some(phase)) = (next, phase) {
                { book(&discretion.event(event), phase, props.theme, &words) }
            } else {
                { nothing_ahead(props.theme) }
            }
            <div class="today__rest">
                <RestOfDay now={whole(now, Instant::MINUTE)} day_ends={status.today_ends_at} today={status.today_date.clone()} />
                <aside class="today__aside">
                    <Reminders now={whole(now, Instant::HOUR)} today={status.today_date.clone()} />
                    { pause_choices(status) }
                    if !status.presenting { { present_choice() } }
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
struct DayProps {
    now: Instant,
    day_ends: Instant,
    today: AttrValue,
}

/// The rest of the day, and what the next one begins with.
#[component]
fn RestOfDay(props: &DayProps) -> Html {
    let live = use_changes();
    let (moments, discretion) = (use_moments(), use_discretion());
    let revision = live
        .revisions
        .of(&[Change::Events, Change::Stories, Change::Settings]);
    let to = props.day_ends.plus_ms(LOOKED_AHEAD_DAYS * Instant::DAY);
    let path = format!("/api/events?from={}&to={to}", props.today);
    let events = use_resource::<Vec<Event>>(Some(path.into()), revision);
    let body = match (&events.value, &events.error) {
        (None, None) => skeleton("Reading the day", 3),
        (None, Some(error)) => failure(error, &live.refresh),
        (Some(events), _) => {
            let events = discretion.events(events);
            let day = Day::of(&events, props.now, props.day_ends);
            let clock = Clock {
                now: props.now,
                day_ends: props.day_ends,
                today: &props.today,
                moments: &moments,
            };
            timeline(&day, clock)
        }
    };
    html! {
        <section class="ahead" aria-labelledby="ahead-name">
            <h2 id="ahead-name" class="section-name">{ "The rest of the day" }</h2>
            { body }
        </section>
    }
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
