//! A clock that was set back: noticed where the plan was made later than now. Nothing comes of it
//! but a sentence, told for a week or until the clock shows what it showed before.

use storytime_types::{Instant, UserId};

use super::Shared;
use crate::events::zones::Zone;
use crate::store::settings::Setting;
use crate::store::{Store, StoreError};

/// Less than this is a clock that is put right as every clock is, in milliseconds.
const NOTICED_FROM_MS: i64 = Instant::DAY;

/// A clock that is behind for longer is the right one, in milliseconds: it was ahead before.
const TOLD_FOR_MS: i64 = 7 * Instant::DAY;

/// Notes that the clock was set back, if it was since the plan was last made.
pub(super) async fn note(
    shared: &Shared,
    user: &UserId,
    planned_at: Option<Instant>,
) -> Result<(), StoreError> {
    let (store, now) = (&shared.store, shared.now());
    let Some(before) = planned_at.filter(|at| is_behind(now, *at)) else {
        return Ok(());
    };
    tracing::warn!(%before, "the clock was set back");
    let marks = [
        (Setting::ClockBefore, before),
        (Setting::ClockSetBackAt, now),
    ];
    for (setting, at) in marks {
        store.set_instant_setting(user, setting, Some(at)).await?;
    }
    Ok(())
}

/// What the person must be told of the clock now, if anything.
pub(crate) async fn sentence(
    store: &Store,
    user: &UserId,
    zone: &Zone,
    now: Instant,
) -> Result<Option<String>, StoreError> {
    let mark = |setting| store.instant_setting(user, setting);
    let planned_at = mark(Setting::PlannedAt).await?;
    let noticed_at = mark(Setting::ClockSetBackAt).await?;
    let is_told = noticed_at.is_some_and(|at| (0..TOLD_FOR_MS).contains(&now.ms_since(at)));
    let before = match planned_at.filter(|at| is_behind(now, *at)) {
        Some(before) => Some(before),
        None if is_told => mark(Setting::ClockBefore).await?,
        None => None,
    };
    Ok(before.filter(|before| *before > now).map(|before| {
        format!(
            "This computer's clock shows {}, though it was {} here already: set it right, or \
             reminders come at the wrong time.",
            zone.date_text(now),
            zone.date_text(before)
        )
    }))
}

fn is_behind(now: Instant, before: Instant) -> bool {
    before.ms_since(now) > NOTICED_FROM_MS
}
