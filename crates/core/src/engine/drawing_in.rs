//! Once less of the time ahead is wanted, what lies further is let go.

use storytime_types::profile::Profile;

use super::import::wanted_ms;
use super::{Shared, between_syncs, replan};
use crate::store::StoreError;

/// Lets go what lies further ahead than is wanted, of every calendar of a profile. What is being read
/// gives way, since it would bring back what goes.
pub(crate) async fn draw_in(shared: &Shared, profile: &Profile) -> Result<(), StoreError> {
    between_syncs(shared, async {
        for calendar in shared.store.calendar_ids(&profile.id).await? {
            let until = shared
                .now()
                .plus_ms(wanted_ms(shared, profile, &calendar).await?);
            shared.store.forget_from(&calendar, until).await?;
        }
        // Of a meeting in two calendars the copy that stays may remind from now on.
        replan(shared, profile, None).await.map(drop)
    })
    .await
}
