use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::reminders::examples::*;
use crate::reminders::plan::Rules;

/// A ledger that only the difference writes to.
#[derive(Clone, Debug, Default)]
struct Ledger(Vec<RowState>);

impl Ledger {
    fn following(events: &[PlannableEvent], rules: &Rules) -> Self {
        let mut ledger = Self::default();
        ledger.follow(events, rules, minute(0));
        ledger
    }

    fn follow(&mut self, events: &[PlannableEvent], rules: &Rules, now: Instant) -> Difference {
        let difference = difference(&self.0, events, &BTreeMap::new(), &plan(events, rules), now);
        self.0.extend(difference.insert.iter().map(pending_row));
        for cancelled in &difference.cancel {
            let row = self.row(&cancelled.key);
            row.status = NotificationStatus::Cancelled;
            row.reason = Some(cancelled.reason);
        }
        for reminder in difference.reopen.iter().chain(&difference.amend) {
            *self.row(&reminder.key) = RowState {
                attempts: self.row(&reminder.key).attempts,
                ..pending_row(reminder)
            };
        }
        difference
    }

    fn row(&mut self, key: &IdempotencyKey) -> &mut RowState {
        self.0.iter_mut().find(|row| row.key == *key).unwrap()
    }
}

fn pending_row(reminder: &PlannedReminder) -> RowState {
    RowState {
        key: reminder.key.clone(),
        kind: reminder.kind,
        event_id: Some(reminder.event_id.clone()),
        start: Some(reminder.start),
        due: reminder.due,
        useless_after: reminder.useless_after,
        status: NotificationStatus::Pending,
        attempts: 0,
        in_flight: false,
        reason: None,
    }
}

fn reasons(difference: &Difference) -> Vec<CancelReason> {
    difference.cancel.iter().map(|c| c.reason).collect()
}

fn cancelled(event: PlannableEvent) -> PlannableEvent {
    PlannableEvent {
        certainty: Certainty::Cancelled,
        ..event
    }
}

#[test]
fn a_new_event_gets_its_rows_and_a_second_look_changes_nothing() {
    let (events, rules) = ([meeting("m", 120)], leads(&[15, 60]));
    let mut ledger = Ledger::default();
    assert_eq!(ledger.follow(&events, &rules, minute(0)).insert.len(), 2);
    assert!(ledger.follow(&events, &rules, minute(0)).is_empty());
}

#[test]
fn a_moved_event_loses_its_old_rows_and_gets_new_ones() {
    let mut ledger = Ledger::following(&[meeting("m", 120)], &leads(&[15]));
    let difference = ledger.follow(&[meeting("m", 180)], &leads(&[15]), minute(1));
    assert_eq!(reasons(&difference), [CancelReason::EventMoved]);
    assert_eq!(difference.insert[0].due, minute(165));
}

#[test]
fn an_event_moved_back_gets_its_first_rows_back() {
    let mut ledger = Ledger::following(&[meeting("m", 120)], &leads(&[15]));
    ledger.follow(&[meeting("m", 180)], &leads(&[15]), minute(1));
    let difference = ledger.follow(&[meeting("m", 120)], &leads(&[15]), minute(2));
    assert_eq!(reasons(&difference), [CancelReason::EventMoved]);
    assert_eq!(difference.reopen[0].due, minute(105));
    assert!(difference.insert.is_empty());
}

#[test]
fn what_happened_to_an_event_stands_in_its_cancelled_rows() {
    let declined = PlannableEvent {
        response: OwnResponse::Declined,
        ..meeting("declined", 120)
    };
    let before = ["cancelled", "declined", "gone"].map(|id| meeting(id, 120));
    let after = [cancelled(meeting("cancelled", 120)), declined];
    let mut ledger = Ledger::following(&before, &leads(&[15]));
    let difference = ledger.follow(&after, &leads(&[15]), minute(1));
    let of = |id: usize| {
        let key = &Ledger::following(&before[id..=id], &leads(&[15])).0[0].key;
        difference
            .cancel
            .iter()
            .find(|c| c.key == *key)
            .unwrap()
            .reason
    };
    assert_eq!(of(0), CancelReason::EventCancelled);
    assert_eq!(of(1), CancelReason::Declined);
    assert_eq!(of(2), CancelReason::EventGone);
}

#[test]
fn a_lead_time_taken_away_cancels_its_rows() {
    let events = [meeting("m", 120)];
    let mut ledger = Ledger::following(&events, &leads(&[15, 60]));
    let difference = ledger.follow(&events, &leads(&[15]), minute(1));
    assert_eq!(reasons(&difference), [CancelReason::SettingsChanged]);
}

#[test]
fn a_lead_time_given_back_in_time_reopens_its_rows() {
    let events = [meeting("m", 120)];
    let mut ledger = Ledger::following(&events, &leads(&[15, 60]));
    ledger.follow(&events, &leads(&[15]), minute(1));
    let difference = ledger.follow(&events, &leads(&[15, 60]), minute(2));
    assert_eq!(difference.reopen.len(), 1);
}

#[test]
fn a_lead_time_given_back_after_its_moment_is_not_sent_late() {
    let events = [meeting("m", 120)];
    let mut ledger = Ledger::following(&events, &leads(&[15, 60]));
    ledger.follow(&events, &leads(&[15]), minute(1));
    assert!(
        ledger
            .follow(&events, &leads(&[15, 60]), minute(61))
            .is_empty()
    );
}

#[test]
fn an_event_that_vanished_and_came_back_reminds_again_even_if_that_is_late() {
    let events = [meeting("m", 120)];
    let mut ledger = Ledger::following(&events, &leads(&[15]));
    ledger.follow(&[], &leads(&[15]), minute(1));
    let difference = ledger.follow(&events, &leads(&[15]), minute(110));
    assert_eq!(difference.reopen.len(), 1);
    assert!(
        ledger
            .follow(&events, &leads(&[15]), minute(110))
            .is_empty()
    );
}

#[test]
fn an_event_that_came_back_after_its_end_stays_cancelled() {
    let events = [meeting("m", 120)];
    let mut ledger = Ledger::following(&events, &leads(&[15]));
    ledger.follow(&[], &leads(&[15]), minute(1));
    assert!(
        ledger
            .follow(&events, &leads(&[15]), minute(180))
            .is_empty()
    );
}

#[rstest]
#[case(CancelReason::Covered)]
#[case(CancelReason::Dismissed)]
fn what_was_said_elsewhere_or_dismissed_never_comes_back(#[case] reason: CancelReason) {
    let events = [meeting("m", 120)];
    let mut ledger = Ledger::following(&events, &leads(&[15]));
    ledger.0[0].status = NotificationStatus::Cancelled;
    ledger.0[0].reason = Some(reason);
    assert!(ledger.follow(&events, &leads(&[15]), minute(1)).is_empty());
}

#[test]
fn a_row_that_was_tried_before_it_was_cancelled_never_comes_back() {
    let events = [meeting("m", 120)];
    let mut ledger = Ledger::following(&events, &leads(&[15]));
    ledger.0[0].attempts = 1;
    ledger.follow(&[], &leads(&[15]), minute(106));
    assert_eq!(ledger.0[0].status, NotificationStatus::Cancelled);
    assert!(
        ledger
            .follow(&events, &leads(&[15]), minute(107))
            .is_empty()
    );
}

#[rstest]
#[case(NotificationStatus::Sent)]
#[case(NotificationStatus::Failed)]
#[case(NotificationStatus::Missed)]
fn what_is_done_is_done(#[case] status: NotificationStatus) {
    let events = [meeting("m", 120)];
    let mut ledger = Ledger::following(&events, &leads(&[15]));
    ledger.0[0].status = status;
    for now in [&events[..], &[], &[cancelled(meeting("m", 120))]] {
        assert!(ledger.follow(now, &leads(&[15]), minute(110)).is_empty());
    }
}

#[test]
fn an_attempt_in_flight_is_left_alone() {
    let mut ledger = Ledger::following(&[meeting("m", 120)], &leads(&[15]));
    ledger.0[0].in_flight = true;
    let events = [cancelled(meeting("m", 120))];
    assert!(
        ledger
            .follow(&events, &leads(&[15]), minute(106))
            .is_empty()
    );
}

#[test]
fn a_row_whose_event_is_over_is_left_for_catch_up_to_miss() {
    let mut ledger = Ledger::following(&[meeting("m", 120)], &leads(&[15]));
    assert!(ledger.follow(&[], &leads(&[15]), minute(180)).is_empty());
}

#[test]
fn a_row_that_is_due_and_held_stays_while_its_event_stands() {
    let events = [meeting("m", 120)];
    let mut ledger = Ledger::following(&events, &leads(&[15]));
    let later = Plan::make(
        &me(),
        &events,
        &leads(&[15]),
        &[desktop()],
        crate::reminders::PlanSpan {
            after: minute(110),
            until: minute(9_000),
        },
    );
    assert!(difference(&ledger.0, &events, &BTreeMap::new(), &later, minute(110)).is_empty());
    assert_eq!(ledger.row(&later.wanted()[0].key).due, minute(105));
}

#[test]
fn a_reminder_that_was_not_wanted_when_it_was_due_is_not_added_afterwards() {
    let events = [meeting("m", 30)];
    let mut ledger = Ledger::following(&events, &leads(&[15]));
    assert!(
        ledger
            .follow(&events, &leads(&[15, 60]), minute(1))
            .is_empty()
    );
}

#[test]
fn a_longer_meeting_keeps_its_row_and_is_of_use_longer() {
    let mut ledger = Ledger::following(&[meeting("m", 120)], &leads(&[15]));
    let longer = PlannableEvent {
        end: minute(240),
        ..meeting("m", 120)
    };
    let difference = ledger.follow(&[longer], &leads(&[15]), minute(1));
    assert_eq!(difference.amend[0].useless_after, minute(240));
    assert!(difference.insert.is_empty() && difference.cancel.is_empty());
}

#[test]
fn another_time_for_all_day_events_moves_their_rows() {
    let holiday = |at| PlannableEvent {
        all_day_at: Some(minute(at)),
        ..meeting("holiday", 0)
    };
    let mut ledger = Ledger::following(&[holiday(20)], &leads(&[]));
    let difference = ledger.follow(&[holiday(30)], &leads(&[]), minute(1));
    assert_eq!(difference.amend[0].due, minute(30));
}

#[test]
fn a_row_that_was_tried_keeps_the_moment_at_which_it_was_due() {
    let holiday = |at| PlannableEvent {
        all_day_at: Some(minute(at)),
        ..meeting("holiday", 0)
    };
    let mut ledger = Ledger::following(&[holiday(20)], &leads(&[]));
    ledger.0[0].attempts = 1;
    assert!(
        ledger
            .follow(&[holiday(30)], &leads(&[]), minute(21))
            .is_empty()
    );
}

#[test]
fn a_lead_time_past_when_its_event_was_accepted_again_is_covered_by_the_nearer_one() {
    let mut ledger = Ledger::following(&[meeting("m", 120)], &leads(&[60, 30]));
    let again = PlannableEvent {
        found_at: minute(100),
        ..meeting("m", 120)
    };
    let difference = ledger.follow(&[again], &leads(&[60, 30]), minute(100));
    assert_eq!(reasons(&difference), [CancelReason::Covered]);
    assert_eq!(difference.amend[0].due, minute(100));
}

fn row_of_kind(kind: NotificationKind) -> RowState {
    RowState {
        kind,
        key: IdempotencyKey::from_stored("by hand".into()),
        ..Ledger::following(&[meeting("m", 120)], &leads(&[15])).0[0].clone()
    }
}

#[test]
fn a_snooze_outlives_the_settings_but_not_its_event() {
    let rows = [row_of_kind(NotificationKind::Snooze)];
    let look = |events: &[PlannableEvent]| {
        reasons(&difference(
            &rows,
            events,
            &BTreeMap::new(),
            &plan(events, &leads(&[])),
            minute(1),
        ))
    };
    assert_eq!(look(&[meeting("m", 120)]), []);
    assert_eq!(look(&[meeting("m", 121)]), [CancelReason::EventMoved]);
    assert_eq!(look(&[]), [CancelReason::EventGone]);
}

#[rstest]
#[case(NotificationKind::Reminder)]
#[case(NotificationKind::Snooze)]
fn what_is_switched_off_is_not_said_to_be_gone(#[case] kind: NotificationKind) {
    let rows = [row_of_kind(kind)];
    let off = meeting("m", 120).id;
    let off = BTreeMap::from([(&off, CancelReason::SwitchedOff)]);
    let found = difference(&rows, &[], &off, &plan(&[], &leads(&[15])), minute(1));
    assert_eq!(reasons(&found), [CancelReason::SwitchedOff]);
}

#[rstest]
#[case(NotificationKind::Twist)]
#[case(NotificationKind::Digest)]
#[case(NotificationKind::Test)]
fn what_is_no_reminder_is_left_alone(#[case] kind: NotificationKind) {
    let rows = [row_of_kind(kind)];
    assert!(
        difference(
            &rows,
            &[],
            &BTreeMap::new(),
            &plan(&[], &leads(&[15])),
            minute(1)
        )
        .is_empty()
    );
}

#[test]
fn every_reason_survives_the_database() {
    for reason in CancelReason::ALL {
        assert_eq!(CancelReason::parse(reason.as_str()), Some(reason));
    }
}

proptest! {
    #[test]
    fn once_the_ledger_follows_the_plan_there_is_no_difference(
        before in any_events(), after in any_events(),
        first in any_rules(), second in any_rules(), at in 0i64..3_000,
    ) {
        let mut ledger = Ledger::following(&before, &first);
        ledger.follow(&after, &second, minute(at));
        prop_assert!(ledger.follow(&after, &second, minute(at)).is_empty());
    }

    #[test]
    fn every_wanted_reminder_to_come_is_pending_and_every_other_row_is_not(
        before in any_events(), after in any_events(), rules in any_rules(),
    ) {
        let mut ledger = Ledger::following(&before, &rules);
        ledger.follow(&after, &rules, minute(0));
        let plan = plan(&after, &rules);
        for reminder in plan.reminders() {
            prop_assert_eq!(ledger.row(&reminder.key).status, NotificationStatus::Pending);
        }
        for row in ledger.0.iter().filter(|r| r.status == NotificationStatus::Pending) {
            prop_assert!(plan.wanted().iter().any(|r| r.key == row.key));
        }
    }

    #[test]
    fn a_moved_event_always_swaps_its_rows(start in 2_100i64..3_000, by in 1i64..3_000, rules in any_rules()) {
        let mut ledger = Ledger::following(&[meeting("m", start)], &rules);
        let rows = ledger.0.len();
        let difference = ledger.follow(&[meeting("m", start + by)], &rules, minute(0));
        prop_assert_eq!(difference.cancel.len(), rows);
        prop_assert_eq!(difference.insert.len(), rows);
        prop_assert!(reasons(&difference).iter().all(|r| *r == CancelReason::EventMoved));
    }
}
