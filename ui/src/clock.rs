//! The present moment by the backend's clock, and timers that run only while somebody looks.

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use storytime_types::Instant;
use web_sys::VisibilityState;
use yew::prelude::*;

use crate::wording::countdown::Phase;

/// Timers may fire a little early; waiting at least this long keeps them from doing so in a row.
const SHORTEST_WAIT_MS: i64 = 20;

/// Milliseconds since the epoch by the web view's own clock, good only for differences.
pub fn page_clock_ms() -> i64 {
    // Whole milliseconds of any real date fit into an f64 and an i64 alike.
    #[allow(clippy::cast_possible_truncation)]
    let ms = js_sys::Date::now() as i64;
    ms
}

/// Whether the page can be seen.
#[hook]
pub fn use_visible() -> bool {
    let visible = use_state_eq(is_visible);
    let seen = visible.clone();
    use_effect_with((), move |()| {
        let document = gloo_utils::document();
        let listener = EventListener::new(&document, "visibilitychange", move |_| {
            seen.set(is_visible());
        });
        move || drop(listener)
    });
    *visible
}

fn is_visible() -> bool {
    gloo_utils::document().visibility_state() == VisibilityState::Visible
}

/// The present moment, `ahead_ms` ahead of the page's clock, renewed exactly when the words about
/// an event from `start` to `end` change. No event or nobody looking: no timer.
#[hook]
pub fn use_now(ahead_ms: i64, event: Option<(Instant, Instant)>) -> Instant {
    let visible = use_visible();
    let now = use_state_eq(|| present(ahead_ms));
    let state = now.clone();
    use_effect_with((visible, *now, ahead_ms, event), move |_| {
        let present_now = present(ahead_ms);
        let wait = event
            .filter(|_| visible)
            .and_then(|(start, end)| Phase::at(present_now, start, end).until_next_words());
        if present_now.ms_since(*state).abs() > 500 {
            state.set(present_now);
        }
        let timer = wait.map(|ms| {
            let ms = u32::try_from(ms.max(SHORTEST_WAIT_MS)).unwrap_or(u32::MAX);
            Timeout::new(ms, move || state.set(present(ahead_ms)))
        });
        move || drop(timer)
    });
    *now
}

fn present(ahead_ms: i64) -> Instant {
    Instant::from_ms(page_clock_ms()).plus_ms(ahead_ms)
}
