//! Events and series that a person wants no reminders of: `mutes`.

use storytime_types::choices::MuteScope;
use storytime_types::{CalendarId, Instant, UserId};

use super::{Store, StoreError};

/// What stands for every instance of a series.
const SERIES: &str = "*";

/// How an event `e` is muted, as a column: 2 with its series, 1 alone, else NULL. `+` keeps the event's
/// own index out of it.
macro_rules! muted {
    () => {
        "(SELECT max(m.instance = '*') + 1 FROM mutes m
          WHERE m.user_id = e.user_id AND m.calendar_id = e.calendar_id
              AND m.provider_event_id = e.provider_event_id AND m.instance IN (e.instance, '*'))"
    };
}
pub(super) use muted;

/// An event, by what stays the same of it when it comes and goes.
#[derive(Clone, Copy, Debug)]
pub struct KnownAs<'a> {
    /// Its calendar.
    pub calendar: &'a CalendarId,
    /// Its UID.
    pub uid: &'a str,
    /// Which instance.
    pub instance: &'a str,
}

impl Store {
    /// Mutes an event or its series; with no scope, both remind again.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mute(
        &self,
        user: &UserId,
        event: KnownAs<'_>,
        scope: Option<MuteScope>,
        now: Instant,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write.begin().await?;
        sqlx::query(
            "DELETE FROM mutes WHERE user_id = ?1 AND calendar_id = ?2 AND provider_event_id = ?3
                 AND instance IN (?4, ?5)",
        )
        .bind(user.as_str())
        .bind(event.calendar.as_str())
        .bind(event.uid)
        .bind(event.instance)
        .bind(SERIES)
        .execute(&mut *transaction)
        .await?;
        if let Some(scope) = scope {
            sqlx::query(
                "INSERT INTO mutes (user_id, calendar_id, provider_event_id, instance, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .bind(user.as_str())
            .bind(event.calendar.as_str())
            .bind(event.uid)
            .bind(match scope {
                MuteScope::Event => event.instance,
                MuteScope::Series => SERIES,
            })
            .bind(now.ms())
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// How an event is muted, as [`muted!`] answers it.
pub(super) fn scope<'de, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<Option<MuteScope>, D::Error> {
    use serde::Deserialize as _;
    Ok(Option::<u8>::deserialize(from)?.map(|how| match how {
        2 => MuteScope::Series,
        _ => MuteScope::Event,
    }))
}
