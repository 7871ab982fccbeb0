use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::reminders::examples::*;

/// What is planned within the span, as (lead in minutes, due in minutes after 08:00).
fn planned(events: &[PlannableEvent], rules: &Rules) -> Vec<(u32, i64)> {
    plan(events, rules)
        .reminders()
        .map(|r| {
            (
                r.lead.as_minutes(),
                r.due.ms_since(minute(0)) / Instant::MINUTE,
            )
        })
        .collect()
}

#[test]
fn a_meeting_reminds_once_for_each_lead_time() {
    let events = [meeting("standup", 120)];
    assert_eq!(
        planned(&events, &leads(&[15, 60, 0])),
        [(60, 60), (15, 105), (0, 120)]
    );
}

#[test]
fn a_lead_time_given_twice_reminds_once() {
    assert_eq!(
        planned(&[meeting("standup", 120)], &leads(&[15, 15])).len(),
        1
    );
}

#[test]
fn each_channel_gets_its_own_reminder_with_its_own_key() {
    let channels = [desktop(), ChannelId("slack".into()), desktop()];
    let plan = Plan::make(
        &me(),
        &[meeting("standup", 120)],
        &leads(&[15]),
        &channels,
        from_now(),
    );
    let [one, other] = plan.wanted() else {
        panic!("two reminders were wanted: {plan:?}");
    };
    assert_ne!(one.key, other.key);
    assert_ne!(one.channel, other.channel);
}

#[test]
fn without_a_channel_nothing_is_planned() {
    let plan = Plan::make(&me(), &[meeting("a", 9)], &leads(&[5]), &[], from_now());
    assert!(plan.wanted().is_empty());
}

#[test]
fn cancelled_and_declined_events_never_remind() {
    let cancelled = PlannableEvent {
        certainty: Certainty::Cancelled,
        ..meeting("cancelled", 120)
    };
    let declined = PlannableEvent {
        response: OwnResponse::Declined,
        all_day_at: Some(minute(60)),
        ..meeting("declined", 120)
    };
    let rules = Rules {
        remind_of_free: true,
        ..leads(&[15])
    };
    assert_eq!(planned(&[cancelled, declined], &rules), []);
}

#[rstest]
#[case(OwnResponse::Attending)]
#[case(OwnResponse::Tentative)]
#[case(OwnResponse::NeedsAction)]
fn whoever_has_not_declined_is_reminded(#[case] response: OwnResponse) {
    let event = PlannableEvent {
        certainty: Certainty::Tentative,
        response,
        ..meeting("maybe", 120)
    };
    assert_eq!(planned(&[event], &leads(&[15])), [(15, 105)]);
}

#[test]
fn a_timed_event_marked_free_reminds_only_if_asked() {
    let free = PlannableEvent {
        busy: false,
        ..meeting("focus time", 120)
    };
    let asked = Rules {
        remind_of_free: true,
        ..leads(&[15])
    };
    assert_eq!(planned(std::slice::from_ref(&free), &leads(&[15])), []);
    assert_eq!(planned(&[free], &asked), [(15, 105)]);
}

#[rstest]
fn an_all_day_event_reminds_once_at_its_time_of_day_free_or_not(#[values(true, false)] busy: bool) {
    let holiday = PlannableEvent {
        busy,
        all_day_at: Some(minute(60)),
        end: minute(960),
        ..meeting("holiday", -480)
    };
    assert_eq!(planned(&[holiday], &leads(&[15, 60])), [(0, 60)]);
}

#[test]
fn an_event_found_inside_its_lead_time_reminds_at_once() {
    let event = PlannableEvent {
        found_at: minute(5),
        ..meeting("invited late", 10)
    };
    assert_eq!(planned(&[event], &leads(&[15])), [(15, 5)]);
}

#[test]
fn an_event_found_while_it_runs_reminds_at_once() {
    let event = PlannableEvent {
        found_at: minute(5),
        ..meeting("already running", -20)
    };
    assert_eq!(planned(&[event], &leads(&[15])), [(15, 5)]);
}

#[test]
fn an_all_day_event_found_after_its_time_of_day_reminds_at_once() {
    let event = PlannableEvent {
        all_day_at: Some(minute(-60)),
        end: minute(600),
        found_at: minute(5),
        ..meeting("holiday", -480)
    };
    assert_eq!(planned(&[event], &leads(&[15])), [(0, 5)]);
}

#[test]
fn several_lead_times_past_when_an_event_is_found_become_the_nearest_one() {
    let event = PlannableEvent {
        found_at: minute(5),
        ..meeting("invited late", 30)
    };
    assert_eq!(
        planned(&[event], &leads(&[120, 60, 30, 10])),
        [(30, 5), (10, 20)]
    );
}

#[test]
fn an_event_found_after_its_end_reminds_no_more() {
    let event = PlannableEvent {
        found_at: minute(40),
        ..meeting("over", -20)
    };
    assert_eq!(planned(&[event], &leads(&[15])), []);
}

#[test]
fn an_event_without_length_is_of_use_for_five_minutes() {
    let event = PlannableEvent {
        end: minute(120),
        ..meeting("take the pill", 120)
    };
    let of_use_until = |event| plan(&[event], &leads(&[15])).wanted()[0].useless_after;
    assert_eq!(of_use_until(event), minute(125));
    assert_eq!(of_use_until(meeting("an hour", 120)), minute(180));
}

#[test]
fn the_span_takes_its_end_and_not_its_beginning() {
    let span = PlanSpan {
        after: minute(0),
        until: minute(60),
    };
    let due = |starts| {
        let plan = Plan::make(
            &me(),
            &[meeting("m", starts)],
            &leads(&[15]),
            &[desktop()],
            span,
        );
        plan.reminders().count()
    };
    assert_eq!((due(15), due(16), due(75), due(76)), (0, 1, 1, 0));
}

#[test]
fn a_moved_event_has_another_key_and_a_renamed_one_the_same() {
    let key = |event| plan(&[event], &leads(&[15])).wanted()[0].key.clone();
    let moved = PlannableEvent {
        start: minute(121),
        ..meeting("m", 120)
    };
    let longer = PlannableEvent {
        end: minute(240),
        ..meeting("m", 120)
    };
    assert_ne!(key(moved), key(meeting("m", 120)));
    assert_eq!(key(longer), key(meeting("m", 120)));
}

proptest! {
    #[test]
    fn the_plan_does_not_depend_on_any_order(
        (events, shuffled) in any_events()
            .prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
        rules in any_rules(),
    ) {
        let mut reversed = rules.clone();
        reversed.lead_times.reverse();
        prop_assert_eq!(plan(&events, &rules), plan(&shuffled, &reversed));
    }

    #[test]
    fn no_two_reminders_share_a_key(events in any_events(), rules in any_rules()) {
        let plan = plan(&events, &rules);
        let keys: BTreeSet<_> = plan.wanted().iter().map(|r| &r.key).collect();
        prop_assert_eq!(keys.len(), plan.wanted().len());
    }

    #[test]
    fn every_reminder_is_due_while_it_is_of_use_and_not_before_its_event_was_found(
        events in any_events(), rules in any_rules(),
    ) {
        for reminder in plan(&events, &rules).wanted() {
            let event = events.iter().find(|e| e.id == reminder.event_id).unwrap();
            prop_assert!(reminder.due < reminder.useless_after);
            prop_assert!(reminder.due >= event.found_at);
        }
    }

    #[test]
    fn an_event_that_reminds_and_is_found_before_its_end_is_never_forgotten(
        event in any_event(0), lead in 0u32..2_000,
    ) {
        let rules = leads(&[lead]);
        let expected = usize::from(event.reminds(&rules) && event.found_at < event.useless_after());
        prop_assert_eq!(plan(&[event], &rules).wanted().len(), expected);
    }
}
