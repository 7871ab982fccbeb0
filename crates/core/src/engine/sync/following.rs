//! Which calendars an integration has: those that its source lists. New ones are taken up, those that it
//! lists no longer are given up after a while, and all comes back with one that is listed again.

use storytime_types::IntegrationId;
use storytime_types::calendars::CalendarProvider;
use storytime_types::changes::Change;
use storytime_types::profile::Profile;

use crate::calendars::found::cut_off;
use crate::calendars::source::{FoundCalendar, Listing};
use crate::engine::{Shared, replan};
use crate::store::StoreError;
use crate::store::calendars::presence::ListFollowed;
use crate::store::calendars::{NewCalendar, SourceCalendar};

/// Follows a list that was asked for with `one` of an integration's calendars, and answers those of
/// them that are on now; `before` is which those were.
pub(super) async fn follow(
    shared: &Shared,
    one: &SourceCalendar,
    before: &[SourceCalendar],
    listing: &Listing<FoundCalendar>,
) -> Result<(Vec<SourceCalendar>, ListFollowed), StoreError> {
    let (store, now) = (&shared.store, shared.now());
    tell_cut_off(shared, &one.integration, one.provider, &listing.calendars).await?;
    let listed = NewCalendar::all_of(&listing.calendars);
    let named: Vec<_> = listed.iter().map(|one| one.provider_id.as_str()).collect();
    let followed = store.follow_list(&one.integration, &named, listing.is_complete, now);
    let followed = followed.await?;
    let new = store.adopt_calendars(&one.user, &one.integration, &listed, now);
    if new.await? == 0 && followed == ListFollowed::default() {
        return Ok((before.to_vec(), followed));
    }
    Ok((store.calendars_of(&one.integration).await?, followed))
}

/// Keeps with an account that it has more calendars than are taken, or that it has no more.
pub(super) async fn tell_cut_off(
    shared: &Shared,
    id: &IntegrationId,
    provider: CalendarProvider,
    listed: &[FoundCalendar],
) -> Result<(), StoreError> {
    if provider == CalendarProvider::Ics {
        return Ok(());
    }
    let notice = cut_off(listed);
    shared.store.note_of_all(id, notice.as_deref()).await
}

/// Has the reminders follow calendars that went or came back.
pub(super) async fn replan_after(
    shared: &Shared,
    profile: &Profile,
    followed: ListFollowed,
) -> Result<(), StoreError> {
    let ListFollowed { gone, back, .. } = followed;
    if gone == 0 && back == 0 {
        return Ok(());
    }
    tracing::info!(gone, back, "calendars are listed no longer, or again");
    replan(shared, profile, None).await?;
    shared.tell(Change::Events);
    Ok(())
}
