//! What the tests of this room build their examples from.

use proptest::prelude::*;
use storytime_types::profile::LeadTime;
use storytime_types::{ChannelId, EventId, Instant, UserId};

use super::plan::{Plan, PlanSpan, PlannableEvent, Rules};
use crate::events::occurrence::{Certainty, OwnResponse};

/// Monday 5 January 2026, so many minutes after 08:00 UTC.
pub fn minute(minutes: i64) -> Instant {
    Instant::from_ms(1_767_600_000_000).plus_ms(minutes * Instant::MINUTE)
}

/// An hour's meeting that starts in so many minutes and has long been known.
pub fn meeting(id: &str, starts: i64) -> PlannableEvent {
    PlannableEvent {
        id: EventId(id.into()),
        instance: String::new(),
        start: minute(starts),
        end: minute(starts + 60),
        all_day_at: None,
        certainty: Certainty::Confirmed,
        busy: true,
        response: OwnResponse::Attending,
        is_copy: false,
        is_muted: false,
        is_filtered: false,
        lead_times: None,
        found_at: minute(-100_000),
    }
}

pub fn leads(minutes: &[u32]) -> Rules {
    Rules {
        lead_times: minutes
            .iter()
            .map(|m| LeadTime::minutes(*m).unwrap())
            .collect(),
        remind_of_free: false,
        remind_of_tentative: true,
    }
}

pub fn me() -> UserId {
    UserId("me".into())
}

pub fn desktop() -> ChannelId {
    ChannelId("desktop".into())
}

/// From 08:00 on, for two weeks.
pub fn from_now() -> PlanSpan {
    PlanSpan {
        after: minute(0),
        until: minute(14 * 24 * 60),
    }
}

pub fn plan(events: &[PlannableEvent], rules: &Rules) -> Plan {
    Plan::make(&me(), events, rules, &[desktop()], from_now())
}

/// Any event around 08:00, some of them cancelled, declined, free, all day or found late.
pub fn any_event(id: usize) -> impl Strategy<Value = PlannableEvent> {
    let times = (-300i64..3_000, 0i64..300, -3_000i64..300);
    let kind = (
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.2),
        any::<bool>(),
        any::<bool>(),
    );
    (times, kind).prop_map(
        move |((start, length, found), (all_day, cancelled, busy, declined))| PlannableEvent {
            id: EventId(format!("event-{id}")),
            end: minute(start + length),
            all_day_at: all_day.then(|| minute(start + length / 2)),
            certainty: if cancelled {
                Certainty::Cancelled
            } else {
                Certainty::Confirmed
            },
            busy,
            response: if declined && !busy {
                OwnResponse::Declined
            } else {
                OwnResponse::Attending
            },
            found_at: minute(found),
            ..meeting("", start)
        },
    )
}

pub fn any_events() -> impl Strategy<Value = Vec<PlannableEvent>> {
    (0usize..8).prop_flat_map(|count| (0..count).map(any_event).collect::<Vec<_>>())
}

pub fn any_rules() -> impl Strategy<Value = Rules> {
    (prop::collection::vec(0u32..2_000, 0..5), any::<bool>()).prop_map(
        |(minutes, remind_of_free)| Rules {
            remind_of_free,
            ..leads(&minutes)
        },
    )
}
