//! Calendars that have appeared behind an integration.

use sqlx::SqliteConnection;
use storytime_types::{Instant, IntegrationId, UserId};

use crate::calendars::source::FoundCalendar;
use crate::store::{Store, StoreError, new_id};

/// A calendar that is about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCalendar {
    /// Tells it apart within its integration.
    pub provider_id: String,
    /// What to call it.
    pub name: String,
    /// Whether it reminds before the person has chosen.
    pub is_active: bool,
}

impl From<&FoundCalendar> for NewCalendar {
    fn from(found: &FoundCalendar) -> Self {
        Self {
            provider_id: found.provider_id.clone(),
            name: found.name.clone(),
            is_active: found.is_on_at_first,
        }
    }
}

impl Store {
    /// Writes those of an integration's calendars that are not known yet, and answers how many.
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
        let known: Vec<String> = sqlx::query_scalar(
            "SELECT provider_calendar_id FROM calendars WHERE integration_id = ?",
        )
        .bind(integration.as_str())
        .fetch_all(&self.read)
        .await?;
        let is_new = |one: &&NewCalendar| !known.contains(&one.provider_id);
        let new: Vec<_> = calendars.iter().filter(is_new).cloned().collect();
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
                 (id, user_id, integration_id, provider_calendar_id, name, is_active, timezone,
                  created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', ?7, ?7)
             ON CONFLICT (integration_id, provider_calendar_id) DO NOTHING",
        )
        .bind(new_id())
        .bind(user.as_str())
        .bind(integration.as_str())
        .bind(&calendar.provider_id)
        .bind(&calendar.name)
        .bind(calendar.is_active)
        .bind(now.ms())
        .execute(&mut *connection)
        .await?
        .rows_affected();
    }
    Ok(adopted)
}
