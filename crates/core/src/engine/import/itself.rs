//! What a calendar's body tells of the calendar itself.

use storytime_types::calendars::CalendarProvider;

use crate::calendars::appearance;
use crate::calendars::source::Location;
use crate::engine::Shared;
use crate::events::{self, Zone};
use crate::store::StoreError;
use crate::store::calendars::SourceCalendar;
use crate::store::calendars::choices::Told;

/// What a body tells of its calendar.
#[derive(Default)]
pub(super) struct OfItself {
    name: Option<String>,
    color: Option<String>,
    zone: Option<String>,
}

impl From<&events::Calendar> for OfItself {
    fn from(calendar: &events::Calendar) -> Self {
        let zone = calendar.zone().filter(|name| Zone::iana(name).is_some());
        Self {
            name: calendar.name().map(str::to_owned),
            color: calendar.color().and_then(appearance::color),
            zone: zone.map(str::to_owned),
        }
    }
}

impl OfItself {
    /// Keeps it where it is a subscription's, and answers whether that is news. Accounts describe
    /// their calendars in their lists, and a file is called what it is called on this computer.
    pub(super) async fn keep(
        &self,
        shared: &Shared,
        calendar: &SourceCalendar,
        location: Option<&Location>,
    ) -> Result<bool, StoreError> {
        let is_address = calendar.provider == CalendarProvider::Ics
            && location.is_some_and(Location::keeps_body);
        if !is_address {
            return Ok(false);
        }
        let told = Told {
            name: self.name.as_deref(),
            color: self.color.as_deref(),
            zone: self.zone.as_deref(),
            is_primary: false,
        };
        shared.store.describe_calendar(&calendar.id, told).await
    }
}
