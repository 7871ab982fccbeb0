//! The calendars behind an integration, as its source lists them: those that have appeared are taken up,
//! and of those that are known it is kept how they look there, be they on or off.

use std::collections::HashMap;

use sqlx::SqliteConnection;
use storytime_types::{CalendarId, Instant, IntegrationId, UserId};

use super::choices::Told;
use crate::calendars::found::MOST_CALENDARS;
use crate::calendars::source::{FoundCalendar, Location};
use crate::events::zones::Zone;
use crate::store::{Store, StoreError, new_id};

/// A calendar as its source lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCalendar {
    /// Tells it apart within its integration.
    pub provider_id: String,
    /// What to call it.
    pub name: String,
    /// How it is shown elsewhere, `#rrggbb`.
    pub color: Option<String>,
    /// The IANA name of its zone.
    pub zone: Option<String>,
    /// Whether it is the account's own.
    pub is_primary: bool,
    /// Whether it reminds before the person has chosen.
    pub is_active: bool,
    /// Whether the list tells how it looks: of files and subscriptions only their bodies do.
    pub is_described: bool,
}

impl From<&FoundCalendar> for NewCalendar {
    fn from(found: &FoundCalendar) -> Self {
        let zone = found.zone.clone();
        Self {
            provider_id: found.provider_id.clone(),
            name: found.name.clone(),
            color: found.color.clone(),
            zone: zone.filter(|name| Zone::iana(name).is_some()),
            is_primary: found.is_primary,
            is_active: found.is_on_at_first,
            is_described: !matches!(found.location, Location::Ics(_)),
        }
    }
}

impl NewCalendar {
    /// Those that are taken: of an account not all, for they are asked for one by one.
    pub(crate) fn all_of(found: &[FoundCalendar]) -> Vec<Self> {
        let is_file = |one: &FoundCalendar| matches!(one.location, Location::Ics(_));
        let taken = found.iter().enumerate();
        let taken = taken.filter(|(place, one)| *place < MOST_CALENDARS || is_file(one));
        taken.map(|(_, one)| Self::from(one)).collect()
    }

    fn told(&self) -> Told<'_> {
        Told {
            name: Some(&self.name),
            color: self.color.as_deref(),
            zone: self.zone.as_deref(),
            is_primary: self.is_primary,
        }
    }
}

/// A calendar that is known, as it was told of the last time.
#[derive(sqlx::FromRow)]
struct Known {
    id: String,
    provider_calendar_id: String,
    name: String,
    color: Option<String>,
    timezone: String,
    is_primary: bool,
}

impl Known {
    fn is_as_told(&self, told: Told<'_>) -> bool {
        told.name.is_none_or(|name| name == self.name)
            && self.color.as_deref() == told.color
            && self.timezone == told.zone.unwrap_or_default()
            && self.is_primary == told.is_primary
    }
}

impl Store {
    /// Writes those of an integration's calendars that are not known yet, and answers how many. Of the
    /// others it is kept how their source describes them.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn adopt_calendars(
        &self,
        user: &UserId,
        integration: &IntegrationId,
        calendars: &[NewCalendar],
        now: Instant,
    ) -> Result<u64, StoreError> {
        let known: Vec<Known> = sqlx::query_as(
            "SELECT id, provider_calendar_id, name, color, timezone, is_primary
             FROM calendars WHERE integration_id = ?",
        )
        .bind(integration.as_str())
        .fetch_all(&self.read)
        .await?;
        let known: HashMap<_, _> = known
            .into_iter()
            .map(|one| (one.provider_calendar_id.clone(), one))
            .collect();
        let mut new = Vec::new();
        for calendar in calendars {
            match known.get(&calendar.provider_id) {
                None => new.push(calendar.clone()),
                Some(one) if calendar.is_described && !one.is_as_told(calendar.told()) => {
                    let id = CalendarId(one.id.clone());
                    self.describe_calendar(&id, calendar.told()).await?;
                }
                Some(_) => {}
            }
        }
        if new.is_empty() {
            return Ok(0);
        }
        let mut connection = self.write.acquire().await?;
        adopt(&mut connection, user, integration, &new, now).await
    }
}

pub(super) async fn adopt(
    connection: &mut SqliteConnection,
    user: &UserId,
    integration: &IntegrationId,
    calendars: &[NewCalendar],
    now: Instant,
) -> Result<u64, StoreError> {
    let mut adopted = 0;
    for calendar in calendars {
        adopted += sqlx::query(
            "INSERT INTO calendars
                 (id, user_id, integration_id, provider_calendar_id, name, is_active, color,
                  timezone, is_primary, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)
             ON CONFLICT (integration_id, provider_calendar_id) DO NOTHING",
        )
        .bind(new_id())
        .bind(user.as_str())
        .bind(integration.as_str())
        .bind(&calendar.provider_id)
        .bind(&calendar.name)
        .bind(calendar.is_active)
        .bind(&calendar.color)
        .bind(calendar.zone.as_deref().unwrap_or_default())
        .bind(calendar.is_primary)
        .bind(now.ms())
        .execute(&mut *connection)
        .await?
        .rows_affected();
    }
    Ok(adopted)
}
