use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::reminders::examples::{desktop, me, minute};

/// A reminder of an hour's meeting, due so many minutes before its start; all in minutes after 08:00.
fn reminder(event: &str, start: i64, lead: i64) -> DueRow {
    DueRow {
        key: IdempotencyKey::from_stored(format!("{event}-{lead}")),
        kind: NotificationKind::Reminder,
        event: Some(DueEvent {
            id: EventId(event.into()),
            start: minute(start),
            all_day: false,
        }),
        due: minute(start - lead),
        useless_after: minute(start + 60),
        attempts: 0,
        next_attempt_at: None,
        channel: desktop(),
    }
}

fn at(now: i64, rows: &[DueRow]) -> CatchUp {
    catch_up(&me(), rows, None, minute(now))
}

fn decided(now: i64, row: DueRow) -> Decision {
    at(now, &[row]).decisions.remove(0).1
}

fn on_time() -> Decision {
    Decision::Deliver { late: None }
}

fn late(words: &str) -> Decision {
    Decision::Deliver {
        late: Some(words.into()),
    }
}

fn covered_by(row: &DueRow) -> Decision {
    Decision::CoveredBy(row.key.clone())
}

#[test]
fn a_reminder_less_than_a_minute_late_is_on_time() {
    let row = reminder("standup", 15, 15);
    let almost = minute(1).plus_ms(-1);
    let on_the_edge = catch_up(&me(), std::slice::from_ref(&row), None, almost);
    assert_eq!(on_the_edge.decisions[0].1, on_time());
    assert_eq!(decided(1, row), late("starts in 14 min"));
}

#[test]
fn a_late_reminder_of_a_running_event_says_when_it_started() {
    assert_eq!(
        decided(12, reminder("standup", 0, 15)),
        late("started 12 min ago")
    );
}

#[test]
fn an_event_that_is_over_is_missed() {
    let row = reminder("standup", 0, 15);
    assert_eq!(decided(59, row.clone()), late("started 59 min ago"));
    assert_eq!(decided(60, row), Decision::Missed);
}

#[test]
fn an_all_day_event_is_late_without_words_about_midnight() {
    let mut row = reminder("holiday", 0, 0);
    row.event.as_mut().unwrap().all_day = true;
    assert_eq!(decided(50, row), on_time());
}

#[test]
fn several_lead_times_of_an_event_become_the_nearest_one() {
    let rows = [15, 60, 5].map(|lead| reminder("standup", 30, lead));
    let decisions: BTreeMap<_, _> = at(28, &rows).decisions.into_iter().collect();
    assert_eq!(decisions[&rows[0].key], covered_by(&rows[2]));
    assert_eq!(decisions[&rows[1].key], covered_by(&rows[2]));
    assert_eq!(decisions[&rows[2].key], late("starts in 2 min"));
}

#[test]
fn the_same_event_on_two_channels_is_told_on_both() {
    let rows = [
        reminder("standup", 30, 15),
        DueRow {
            key: IdempotencyKey::from_stored("other".into()),
            channel: ChannelId("slack".into()),
            ..reminder("standup", 30, 15)
        },
    ];
    for (_, decision) in at(15, &rows).decisions {
        assert_eq!(decision, on_time());
    }
}

#[test]
fn several_late_events_become_one_digest_in_the_order_of_their_starts() {
    let rows = [reminder("second", 20, 15), reminder("first", 10, 2)];
    let caught_up = at(15, &rows);
    let [digest] = &caught_up.digests[..] else {
        panic!("one digest was expected: {caught_up:?}");
    };
    assert_eq!(digest.members, [rows[1].key.clone(), rows[0].key.clone()]);
    assert_eq!(digest.useless_after, minute(80));
    for (_, decision) in &caught_up.decisions {
        assert_eq!(*decision, Decision::CoveredBy(digest.key.clone()));
    }
}

#[test]
fn a_digest_made_again_after_a_crash_is_the_same_one() {
    let mut rows = [reminder("second", 20, 15), reminder("first", 10, 2)];
    let before = at(15, &rows).digests;
    rows.reverse();
    assert_eq!(at(16, &rows).digests, before);
}

#[test]
fn three_meetings_at_nine_remind_three_times() {
    let rows = ["a", "b", "c"].map(|id| reminder(id, 60, 15));
    let caught_up = at(45, &rows);
    assert!(caught_up.digests.is_empty());
    assert!(caught_up.decisions.iter().all(|(_, d)| *d == on_time()));
}

#[test]
fn one_late_event_beside_one_on_time_needs_no_digest() {
    let rows = [reminder("late", 30, 15), reminder("on time", 40, 15)];
    let caught_up = at(25, &rows);
    assert!(caught_up.digests.is_empty());
    assert_eq!(caught_up.decisions[0].1, late("starts in 5 min"));
    assert_eq!(caught_up.decisions[1].1, on_time());
}

#[test]
fn events_that_are_over_are_missed_and_not_in_the_digest() {
    let rows = [
        reminder("over", -120, 15),
        reminder("runs", 0, 15),
        reminder("runs too", 5, 15),
    ];
    let caught_up = at(30, &rows);
    assert_eq!(caught_up.decisions[0].1, Decision::Missed);
    assert_eq!(caught_up.digests[0].members.len(), 2);
}

#[test]
fn what_was_tried_before_keeps_its_text_and_stays_out_of_the_digest() {
    let tried = DueRow {
        attempts: 1,
        next_attempt_at: Some(minute(14)),
        ..reminder("tried", 20, 15)
    };
    let rows = [tried, reminder("a", 21, 15), reminder("b", 22, 15)];
    let caught_up = at(15, &rows);
    assert_eq!(caught_up.decisions[0].1, late("starts in 5 min"));
    assert_eq!(caught_up.digests[0].members.len(), 2);
}

#[test]
fn a_row_waits_for_its_next_attempt() {
    let row = DueRow {
        attempts: 1,
        next_attempt_at: Some(minute(20)),
        ..reminder("tried", 20, 15)
    };
    let until = minute(20);
    assert_eq!(decided(19, row), Decision::Wait { until });
}

#[test]
fn a_row_that_waits_for_its_next_attempt_is_covered_once_a_nearer_one_goes_out() {
    let waiting = DueRow {
        attempts: 1,
        next_attempt_at: Some(minute(30)),
        ..reminder("standup", 30, 15)
    };
    let nearer = reminder("standup", 30, 5);
    let caught_up = at(25, &[waiting, nearer.clone()]);
    assert_eq!(caught_up.decisions[0].1, covered_by(&nearer));
    assert_eq!(caught_up.decisions[1].1, on_time());
}

#[test]
fn what_is_due_in_a_pause_is_held_and_handed_over_together_at_its_end() {
    let rows = [reminder("a", 30, 15), reminder("b", 40, 15)];
    let pause = Some(Pause { until: minute(35) });
    let held = catch_up(&me(), &rows, pause, minute(34));
    let until = minute(35);
    assert!(
        held.decisions
            .iter()
            .all(|(_, d)| *d == Decision::Wait { until })
    );
    assert_eq!(catch_up(&me(), &rows, pause, minute(35)).digests.len(), 1);
}

#[test]
fn what_is_over_before_a_pause_ends_is_missed() {
    let pause = Some(Pause { until: minute(120) });
    let caught_up = catch_up(&me(), &[reminder("a", 0, 15)], pause, minute(60));
    assert_eq!(caught_up.decisions[0].1, Decision::Missed);
}

#[rstest]
#[case(NotificationKind::Twist)]
#[case(NotificationKind::Test)]
#[case(NotificationKind::Digest)]
fn what_is_no_reminder_stands_for_itself(#[case] kind: NotificationKind) {
    let own = DueRow {
        kind,
        key: IdempotencyKey::from_stored("own".into()),
        ..reminder("a", 30, 15)
    };
    let rows = [own.clone(), reminder("a", 30, 15), reminder("b", 30, 15)];
    let caught_up = at(20, &rows);
    let of_own = caught_up.decisions.iter().find(|(key, _)| *key == own.key);
    assert_eq!(of_own.unwrap().1, late("starts in 10 min"));
    assert_eq!(caught_up.digests[0].members.len(), 2);
}

fn any_row(number: usize) -> impl Strategy<Value = DueRow> {
    let kind = prop_oneof![
        4 => Just(NotificationKind::Reminder),
        1 => Just(NotificationKind::Snooze),
        1 => Just(NotificationKind::Test),
        1 => Just(NotificationKind::Twist),
    ];
    let tried = prop::option::weighted(0.3, (1u32..4, -60i64..60));
    let times = (0usize..4, -200i64..100, 0i64..120, 0i64..90);
    (kind, tried, times, any::<bool>()).prop_map(
        move |(kind, tried, (event, start, lead, length), slack)| DueRow {
            key: IdempotencyKey::from_stored(format!("row-{number}")),
            kind,
            useless_after: minute(start + length),
            attempts: tried.map_or(0, |(attempts, _)| attempts),
            next_attempt_at: tried.map(|(_, next)| minute(next)),
            channel: ChannelId(if slack { "slack" } else { "desktop" }.into()),
            ..reminder(&format!("event-{event}"), start, lead)
        },
    )
}

fn any_rows() -> impl Strategy<Value = Vec<DueRow>> {
    (0usize..12).prop_flat_map(|count| (0..count).map(any_row).collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn every_row_gets_exactly_one_decision_whatever_the_order(
        (rows, shuffled) in any_rows()
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let caught_up = at(0, &rows);
        let mut keys: Vec<_> = caught_up.decisions.iter().map(|(key, _)| key).collect();
        let mut expected: Vec<_> = rows.iter().map(|row| &row.key).collect();
        keys.sort();
        expected.sort();
        prop_assert_eq!(keys, expected);
        prop_assert_eq!(caught_up, at(0, &shuffled));
    }

    #[test]
    fn nothing_is_delivered_once_it_is_useless_and_nothing_is_missed_before(
        rows in any_rows(), pause in prop::option::of(-60i64..60),
    ) {
        let pause = pause.map(|until| Pause { until: minute(until) });
        let caught_up = catch_up(&me(), &rows, pause, minute(0));
        for (key, decision) in &caught_up.decisions {
            let row = rows.iter().find(|row| row.key == *key).unwrap();
            let over = row.useless_after <= minute(0);
            prop_assert_eq!(*decision == Decision::Missed, over);
        }
        for digest in &caught_up.digests {
            prop_assert!(digest.useless_after > minute(0));
        }
    }

    #[test]
    fn whatever_covers_a_row_goes_out_itself(rows in any_rows()) {
        let caught_up = at(0, &rows);
        let decisions: BTreeMap<_, _> = caught_up.decisions.iter().cloned().collect();
        for (key, decision) in &caught_up.decisions {
            let Decision::CoveredBy(by) = decision else { continue };
            let by_digest = |by: &IdempotencyKey| caught_up.digests.iter().any(|d| d.key == *by);
            let sent = by_digest(by) || match &decisions[by] {
                Decision::Deliver { .. } => true,
                Decision::CoveredBy(digest) => by_digest(digest),
                Decision::Wait { .. } | Decision::Missed => false,
            };
            prop_assert!(sent, "{key} is covered by {by}, which is not sent");
        }
    }

    #[test]
    fn no_event_is_told_twice_on_a_channel(rows in any_rows()) {
        let caught_up = at(0, &rows);
        let mut told = std::collections::HashSet::new();
        for (key, decision) in &caught_up.decisions {
            let row = rows.iter().find(|row| row.key == *key).unwrap();
            if matches!(decision, Decision::Deliver { .. }) && let Some(group) = group(row) {
                prop_assert!(told.insert(group));
            }
        }
    }
}
