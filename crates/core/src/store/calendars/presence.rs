//! Which calendars an integration's source lists. One odd answer costs nothing: a calendar is gone once
//! complete lists have left it out for a while.

use serde_json::json;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use storytime_types::calendars::Presence;
use storytime_types::{CalendarId, Instant, IntegrationId};

use super::read_instant;
use crate::store::{Store, StoreError};

/// How long a calendar is left out before it is gone, in milliseconds: two polls.
const MISSING_MS: i64 = 10 * Instant::MINUTE;

/// What a list changed that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListFollowed {
    /// Calendars that are gone from now on.
    pub gone: u32,
    /// Calendars that were gone, and are back.
    pub back: u32,
    /// Calendars that are left out for the first time, or are listed again in time.
    pub doubtful: u32,
}

/// A calendar that is not simply listed, or will be so no longer.
struct Odd {
    id: CalendarId,
    presence: Presence,
    missing_since: Option<Instant>,
    is_named: bool,
}

impl Odd {
    /// What it is after this list, and since when it is left out; the same as before where `None`.
    fn after(&self, now: Instant) -> Option<(Presence, Option<Instant>)> {
        if self.is_named {
            return Some((Presence::Listed, None));
        }
        match (self.presence, self.missing_since) {
            (Presence::Gone, _) => None,
            (Presence::Missing, Some(since)) => match now.ms_since(since) {
                0..MISSING_MS => None,
                MISSING_MS.. => Some((Presence::Gone, Some(since))),
                // The clock was set back: it begins anew.
                _ => Some((Presence::Missing, Some(now))),
            },
            _ => Some((Presence::Missing, Some(now))),
        }
    }
}

impl Store {
    /// Follows what a source listed of an integration's calendars, by its own ids. What an incomplete
    /// list leaves out may be there all the same. Where nothing changes, nothing is written.
    ///
    /// # Errors
    /// When the database refuses; nothing is changed then.
    pub async fn follow_list(
        &self,
        integration: &IntegrationId,
        named: &[&str],
        is_complete: bool,
        now: Instant,
    ) -> Result<ListFollowed, StoreError> {
        let odd = self.odd_ones(integration, named).await?;
        let changes: Vec<_> = odd
            .iter()
            .filter(|one| one.is_named || is_complete)
            .filter_map(|one| Some((one, one.after(now)?)))
            .collect();
        let mut followed = ListFollowed::default();
        if changes.is_empty() {
            return Ok(followed);
        }
        let mut transaction = self.write.begin().await?;
        for (one, (presence, missing_since)) in changes {
            // Of one that is gone nothing is wrong any more, and one that is back is read whole.
            sqlx::query(
                "UPDATE calendars SET presence = ?2, missing_since = ?3, updated_at = ?4,
                     error_message = CASE WHEN ?5 THEN NULL ELSE error_message END,
                     notice = CASE WHEN ?5 THEN NULL ELSE notice END,
                     sync_token = CASE WHEN ?5 THEN NULL ELSE sync_token END,
                     window_until = CASE WHEN ?5 THEN NULL ELSE window_until END
                 WHERE id = ?1",
            )
            .bind(one.id.as_str())
            .bind(presence.as_str())
            .bind(missing_since.map(Instant::ms))
            .bind(now.ms())
            .bind(presence == Presence::Gone)
            .execute(&mut *transaction)
            .await?;
            match (one.presence, presence) {
                (_, Presence::Gone) => followed.gone += 1,
                (Presence::Gone, _) => followed.back += 1,
                _ => followed.doubtful += 1,
            }
        }
        transaction.commit().await?;
        Ok(followed)
    }

    async fn odd_ones(
        &self,
        integration: &IntegrationId,
        named: &[&str],
    ) -> Result<Vec<Odd>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, presence, missing_since, is_named
             FROM (SELECT id, presence, missing_since,
                       provider_calendar_id IN (SELECT value FROM json_each(?2)) AS is_named
                   FROM calendars WHERE integration_id = ?1)
             WHERE presence != 'LISTED' OR NOT is_named",
        )
        .bind(integration.as_str())
        .bind(json!(named).to_string())
        .fetch_all(&self.read)
        .await?;
        let odd = |row: &SqliteRow| {
            Ok(Odd {
                id: CalendarId(row.try_get("id")?),
                presence: read_presence(row)?,
                missing_since: read_instant(row, "missing_since")?,
                is_named: row.try_get("is_named")?,
            })
        };
        rows.iter().map(odd).collect()
    }
}

pub(super) fn read_presence(row: &SqliteRow) -> Result<Presence, StoreError> {
    let text: &str = row.try_get("presence")?;
    Presence::parse(text).ok_or_else(|| StoreError::Unreadable {
        table: "calendars",
        column: "presence",
        row: row.try_get("id").unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odd(presence: Presence, missing_since: Option<i64>, is_named: bool) -> Odd {
        let minutes = |at: i64| Instant::from_ms(at * Instant::MINUTE);
        Odd {
            id: CalendarId("team".into()),
            presence,
            missing_since: missing_since.map(minutes),
            is_named,
        }
    }

    fn after(one: &Odd, minutes: i64) -> Option<(Presence, Option<i64>)> {
        let (presence, since) = one.after(Instant::from_ms(minutes * Instant::MINUTE))?;
        Some((presence, since.map(|at| at.ms() / Instant::MINUTE)))
    }

    #[test]
    fn a_calendar_is_gone_once_lists_have_left_it_out_for_ten_minutes() {
        let listed = odd(Presence::Listed, None, false);
        assert_eq!(after(&listed, 100), Some((Presence::Missing, Some(100))));
        let missing = odd(Presence::Missing, Some(100), false);
        assert_eq!(after(&missing, 105), None);
        assert_eq!(after(&missing, 110), Some((Presence::Gone, Some(100))));
        assert_eq!(after(&odd(Presence::Gone, Some(100), false), 500), None);
    }

    #[test]
    fn one_that_is_listed_again_is_back_whatever_it_was() {
        for presence in [Presence::Missing, Presence::Gone] {
            let back = odd(presence, Some(100), true);
            assert_eq!(after(&back, 500), Some((Presence::Listed, None)));
        }
    }

    #[test]
    fn a_clock_that_is_set_back_makes_nothing_gone_and_nothing_missing_for_ever() {
        let missing = odd(Presence::Missing, Some(100), false);
        assert_eq!(after(&missing, 50), Some((Presence::Missing, Some(50))));
    }
}
