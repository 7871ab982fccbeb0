//! kill -9, and what the next start makes of it.

use std::time::Duration;

use storytime_core::clock::{Clock as _, SystemClock};

use super::app::{App, seconds_from_now};
use super::bus::Listener;
use super::desk::{Desk, until};

#[test]
#[ignore = "needs a desktop: `cargo xtask test` runs it"]
fn killed_between_two_reminders_nothing_is_lost_and_nothing_comes_twice() {
    let desk = Desk::up();
    let (first, second) = (seconds_from_now(14), seconds_from_now(19));
    let mut app = App::with_calendar(&desk, &[("Stand-up", first), ("Review", second)]);
    let bus = Listener::on(&desk);

    app.start(&["--minimized"]);
    assert_eq!(bus.next().title, "Stand-up");
    until("the first reminder to be recorded", || {
        (app.ledger() == ["Stand-up SENT", "Review PENDING"]).then_some(())
    });
    app.kill();
    assert!(
        SystemClock.now() < second,
        "the app was killed between the two"
    );
    until("the second reminder's time", || {
        (SystemClock.now() > second.plus_ms(1000)).then_some(())
    });
    app.start(&["--minimized"]);

    let after: Vec<_> = bus
        .all_within(Duration::from_secs(5))
        .into_iter()
        .map(|s| s.title)
        .collect();
    assert_eq!(after, ["Review"]);
    assert_eq!(app.ledger(), ["Stand-up SENT", "Review SENT"]);
}
