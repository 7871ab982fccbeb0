//! A calendar never goes stale in silence: it says how old it is, and once it is too old, or wants to
//! be connected again, one notification says so.

use storytime_types::calendars::{Calendar, Freshness, Integration, IntegrationStatus, SourceKind};
use storytime_types::changes::Change;
use storytime_types::notifications::NotificationKind;
use storytime_types::profile::Profile;
use storytime_types::{ChannelId, Instant};

use super::wall_clock::WallClock;
use super::{Shared, reading_times};
use crate::channels::{Action, Message};
use crate::config::poll_every_ms;
use crate::reminders::{IdempotencyKey, Identity, Turn};
use crate::store::StoreError;
use crate::store::import::new_notification_id;
use crate::store::ledger::NewRow;

/// A machine that was off for days, and whose network is not there yet, is no news: only what failed
/// so often in a row is told of.
const TOLD_AFTER_FAILURES: u32 = 2;
/// How long the notification is of use, in milliseconds.
const USEFUL_MS: i64 = Instant::DAY;

/// How old what is known of an integration is that is looked at so often, which is as old as what is
/// known of the calendar that was not read for the longest. Two looks in a row that brought nothing make
/// it amber, a day without one red. What is switched off is not looked at.
pub(crate) fn freshness(integration: &Integration, every_ms: i64, now: Instant) -> Freshness {
    let amber_ms = 2 * every_ms + Instant::MINUTE;
    match known_at(integration).map(|at| now.ms_since(at)) {
        Some(age_ms) if age_ms >= Instant::DAY => Freshness::Red,
        Some(age_ms) if age_ms >= amber_ms => Freshness::Amber,
        _ => Freshness::Fresh,
    }
}

/// From when that is which is known of an integration's calendars; nothing where none is switched on.
fn known_at(integration: &Integration) -> Option<Instant> {
    looked_at(integration).map(calendar_known_at).min()
}

/// What was never read is as old as our knowledge of it.
fn calendar_known_at(calendar: &Calendar) -> Instant {
    calendar.last_sync_at.unwrap_or(calendar.added_at)
}

/// The calendars that are switched on, without those that are gone.
fn looked_at(integration: &Integration) -> impl Iterator<Item = &Calendar> {
    let is_on = integration.status != IntegrationStatus::Inactive;
    let calendars = integration.calendars.iter();
    calendars.filter(move |one| is_on && one.counts())
}

/// Tells of each calendar that is too old or wants to be connected again, once for each time that it
/// became so.
pub(super) async fn tell(shared: &Shared, profile: &Profile) -> Result<(), StoreError> {
    let (store, now) = (&shared.store, shared.now());
    let mut stale = store.integrations(&profile.id, now).await?;
    for one in &mut stale {
        shared.tell_reading_times(&profile.id, one);
    }
    let every_ms = poll_every_ms(profile);
    stale.retain(|one| is_worth_telling(shared, one, every_ms, now));
    if stale.is_empty() {
        return Ok(());
    }
    let Some(channel) = store.primary_channel(&profile.id).await? else {
        return Ok(());
    };
    let mut told = false;
    for one in &stale {
        let row = nudge(profile, one, &channel, &WallClock::of(shared, profile), now);
        told |= store.insert_row(&profile.id, &row, now).await?;
    }
    if told {
        // The key holds when it was last read: that must not be forgotten.
        reading_times::keep(shared).await?;
        shared.tell(Change::Ledger);
        shared.wake_delivery();
    }
    Ok(())
}

fn is_worth_telling(shared: &Shared, one: &Integration, every_ms: i64, now: Instant) -> bool {
    match one.status {
        _ if one.kind == SourceKind::Sample => false,
        IntegrationStatus::Inactive => false,
        IntegrationStatus::Expired => true,
        IntegrationStatus::Active | IntegrationStatus::Error => {
            let fails = |id: &str| shared.backoff.failures(id) >= TOLD_AFTER_FAILURES;
            let fails = fails(one.id.as_str()) || looked_at(one).any(|it| fails(it.id.as_str()));
            fails && freshness(one, every_ms, now) == Freshness::Red
        }
    }
}

/// The calendars that were not read for a day.
fn too_old(one: &Integration, now: Instant) -> impl Iterator<Item = &Calendar> {
    looked_at(one).filter(move |it| now.ms_since(calendar_known_at(it)) >= Instant::DAY)
}

/// What is too old, with its verb: all of it, or some calendars of it.
fn are_old(one: &Integration, now: Instant) -> String {
    let called = one.called();
    let old: Vec<_> = too_old(one, now).collect();
    let all = looked_at(one).count();
    match &old[..] {
        [only] if all > 1 => format!("{} of {called} is", only.name),
        [first, others @ ..] if old.len() < all => {
            format!("{} and {} more of {called} are", first.name, others.len())
        }
        _ => format!("{called} is"),
    }
}

/// The key holds when that was read which became too old last: there is one such row until it can be
/// read again or more of it becomes too old. An account that waits for the person has another, for it
/// does not mend by itself, as was said before.
fn nudge(
    profile: &Profile,
    one: &Integration,
    channel: &ChannelId,
    clock: &WallClock,
    now: Instant,
) -> NewRow {
    let (id, kind) = (new_notification_id(), NotificationKind::Nudge);
    let (turn, start, title) = match one.status {
        IntegrationStatus::Expired => {
            let title = format!("{} wants to be connected again", one.called());
            let all = looked_at(one).map(calendar_known_at);
            (Turn::Sequence(1), all.max(), title)
        }
        _ => {
            let title = format!("{} out of date", are_old(one, now));
            let old = too_old(one, now).map(calendar_known_at);
            (Turn::Sequence(0), old.max(), title)
        }
    };
    let key = IdempotencyKey::of(&Identity {
        profile: &profile.id,
        kind,
        event: None,
        instance: one.id.as_str(),
        start,
        turn,
        channel,
    });
    let useless_after = now.plus_ms(USEFUL_MS);
    let message = Message {
        id: id.clone(),
        idempotency_key: key.as_str().to_owned(),
        title: title.clone(),
        story: String::new(),
        facts: facts(one, clock),
        join_link: None,
        integration: Some(one.id.clone()),
        actions: match one.status {
            IntegrationStatus::Expired => vec![Action::Open, Action::Reconnect],
            _ => vec![Action::Open],
        },
        due: now,
        useless_after,
    };
    NewRow {
        id,
        kind,
        event: None,
        event_start: None,
        channel: channel.clone(),
        key,
        title,
        due: now,
        useless_after,
        lead_minutes: 0,
        meeting: Vec::new(),
        message: Some(message),
    }
}

/// When it was last read, and what is wrong.
fn facts(one: &Integration, clock: &WallClock) -> Vec<String> {
    let last = looked_at(one).min_by_key(|it| calendar_known_at(it));
    let last = last.and_then(|it| it.last_sync_at).map(|at| {
        let (day, time) = (clock.zone.day_text(at), clock.time(at));
        format!("Last read: {day}, {time}")
    });
    last.into_iter().chain(one.error_message.clone()).collect()
}

#[cfg(test)]
mod tests {
    use storytime_types::calendars::{CalendarProvider, Presence};
    use storytime_types::choices::Privacy;
    use storytime_types::{CalendarId, IntegrationId};

    use super::*;

    const EVERY_MS: i64 = 5 * Instant::MINUTE;

    fn at(hour: i64) -> Instant {
        Instant::from_ms(hour * Instant::HOUR)
    }

    /// A calendar that was found in the first hour.
    fn calendar(name: &str, last_sync_at: Option<Instant>) -> Calendar {
        Calendar {
            id: CalendarId(name.to_owned()),
            name: name.to_owned(),
            color: None,
            timezone: None,
            is_primary: false,
            is_active: true,
            privacy: Privacy::Full,
            private_as_others: false,
            lead_times: None,
            use_provider_reminders: false,
            upcoming_events: 0,
            added_at: at(0),
            last_sync_at,
            last_sync_local: None,
            error_message: None,
            notice: None,
            presence: Presence::Listed,
            missing_since: None,
            missing_since_local: None,
        }
    }

    fn account(calendars: Vec<Calendar>) -> Integration {
        Integration {
            id: IntegrationId("i".into()),
            provider: CalendarProvider::Google,
            username: None,
            status: IntegrationStatus::Active,
            kind: SourceKind::Account,
            name: "ann@example.org".into(),
            address: None,
            last_sync_at: None,
            last_sync_local: None,
            still_read_since: None,
            stale: Freshness::Fresh,
            error_message: None,
            notice: None,
            calendars,
        }
    }

    #[test]
    fn a_calendar_that_is_gone_makes_no_account_old() {
        let mut one = account(vec![
            calendar("Work", Some(at(30))),
            calendar("Team", Some(at(1))),
        ]);
        assert_eq!(freshness(&one, 0, at(30)), Freshness::Red);
        one.calendars[1].presence = Presence::Gone;
        assert_eq!(freshness(&one, 0, at(30)), Freshness::Fresh);
    }

    #[test]
    fn an_account_is_as_old_as_its_oldest_calendar() {
        let one = account(vec![
            calendar("Work", Some(at(30))),
            calendar("Family", Some(at(5))),
        ]);
        assert_eq!(freshness(&one, EVERY_MS, at(30)), Freshness::Red);
        assert_eq!(
            are_old(&one, at(30)),
            "Family of ann@example.org at Google is"
        );
        assert_eq!(are_old(&one, at(60)), "ann@example.org at Google is");
    }

    #[test]
    fn several_old_calendars_are_counted() {
        let old = ["Family", "Sports", "Club"].map(|name| calendar(name, Some(at(5))));
        let mut all = old.to_vec();
        all.push(calendar("Work", Some(at(30))));
        let told = are_old(&account(all), at(30));
        assert_eq!(told, "Family and 2 more of ann@example.org at Google are");
    }

    #[test]
    fn a_calendar_that_is_off_does_not_count() {
        let mut off = calendar("Family", Some(at(5)));
        off.is_active = false;
        let one = account(vec![calendar("Work", Some(at(30))), off.clone()]);
        assert_eq!(freshness(&one, EVERY_MS, at(30)), Freshness::Fresh);
        assert_eq!(
            freshness(&account(vec![off]), EVERY_MS, at(30)),
            Freshness::Fresh
        );
    }

    #[test]
    fn what_was_never_read_is_as_old_as_our_knowledge_of_it() {
        let one = account(vec![calendar("Work", None)]);
        assert_eq!(freshness(&one, EVERY_MS, at(0)), Freshness::Fresh);
        assert_eq!(freshness(&one, EVERY_MS, at(1)), Freshness::Amber);
        assert_eq!(freshness(&one, EVERY_MS, at(24)), Freshness::Red);
    }
}
