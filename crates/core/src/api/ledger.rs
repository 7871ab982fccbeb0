//! The ledger: what was sent when, what was not and why, and what a person can do about it.

use std::collections::HashMap;

use storytime_types::changes::Change;
use storytime_types::notifications::{Notification, NotificationKind, NotificationStatus, Snooze};
use storytime_types::{ApiError, ChannelId, ErrorCode, Instant, NotificationId, Place};

use super::events::moment;
use super::{Api, answers, not_found};
use crate::events::zones::Zone;
use crate::reminders::plan::LEAST_USE_MS;
use crate::reminders::{CancelReason, IdempotencyKey, Identity, Turn};
use crate::store::import::new_notification_id;
use crate::store::ledger::{LedgerRow, NewRow, Outcome, RowsAsked};

pub use crate::store::ledger::RowOrder;

/// Without `from`: the last 30 days.
const DEFAULT_DAYS: i64 = 30;
const MOST_ROWS: u32 = 500;
/// The longest snooze, in minutes: a day.
const LONGEST_SNOOZE: u32 = 1_440;

/// Which rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotificationQuery {
    /// Due from here on: a date in the profile's zone, or an instant.
    pub from: Option<String>,
    /// Due before here.
    pub to: Option<String>,
    /// Only those in one of these states; in any, when empty.
    pub statuses: Vec<NotificationStatus>,
    /// At most so many, 1 to 500.
    pub limit: Option<u32>,
    /// Behind this row: the last one's id of the page before.
    pub before: Option<NotificationId>,
    /// Latest first, or soonest first.
    pub order: RowOrder,
}

impl Api {
    /// The rows asked for, the latest first where no other order is. Without `from` those of the last 30 days, or all of
    /// them where they come in pages.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names each field that makes no sense.
    pub async fn notifications(
        &self,
        query: NotificationQuery,
    ) -> Result<Vec<Notification>, ApiError> {
        let zone = self.zone().await?;
        let asked = self.rows_asked(query, &zone).await?;
        let channels = self.channel_names().await?;
        let rows = self.shared.store.ledger_rows(&self.user, &asked).await?;
        Ok(rows
            .into_iter()
            .map(|row| answers::notification(row, &channels, &zone))
            .collect())
    }

    async fn rows_asked(
        &self,
        query: NotificationQuery,
        zone: &Zone,
    ) -> Result<RowsAsked, ApiError> {
        let limit = query.limit.unwrap_or(MOST_ROWS);
        if !(1..=MOST_ROWS).contains(&limit) {
            let why = format!("must be between 1 and {MOST_ROWS}");
            return Err(ApiError::invalid([("limit", why)]));
        }
        let in_pages = query.limit.is_some() || query.before.is_some();
        let earliest = if in_pages {
            Instant::MIN
        } else {
            self.shared.now().plus_ms(-DEFAULT_DAYS * Instant::DAY)
        };
        let before = match query.before {
            Some(id) => Some(self.position_of(id).await?),
            None => None,
        };
        Ok(RowsAsked {
            from: moment("from", query.from.as_deref(), zone)?.unwrap_or(earliest),
            to: moment("to", query.to.as_deref(), zone)?.unwrap_or(Instant::MAX),
            statuses: query.statuses,
            before,
            limit,
            order: query.order,
        })
    }

    /// Where a row stands in the ledger's order.
    async fn position_of(&self, id: NotificationId) -> Result<(Instant, NotificationId), ApiError> {
        let row = self.shared.store.ledger_row(&self.user, &id).await?;
        let row = row.ok_or_else(|| {
            let why = "must be the id of a reminder".to_owned();
            ApiError::invalid([("before", why)])
        })?;
        Ok((row.due, id))
    }

    async fn channel_names(&self) -> Result<HashMap<ChannelId, String>, ApiError> {
        let channels = self.shared.store.channels(&self.user).await?;
        Ok(channels.into_iter().map(|one| (one.id, one.name)).collect())
    }

    /// Reminds again of the same event after so many minutes, by a new row.
    ///
    /// # Errors
    /// When there is no such row, or the minutes are out of bounds.
    pub async fn snooze(
        &self,
        id: NotificationId,
        asked: Snooze,
    ) -> Result<Notification, ApiError> {
        if !(1..=LONGEST_SNOOZE).contains(&asked.minutes) {
            let why = format!("must be between 1 and {LONGEST_SNOOZE}");
            return Err(ApiError::invalid([("minutes", why)]));
        }
        let row = self.row(&id).await?;
        let snoozed = self.snoozed(&row, asked.minutes).await?;
        let now = self.shared.now();
        self.shared
            .store
            .insert_row(&self.user, &snoozed, now)
            .await?;
        self.ledger_changed();
        self.answer(&snoozed.id).await
    }

    /// Seen: whatever still waits about the same event is cancelled.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn dismiss(&self, id: NotificationId) -> Result<Notification, ApiError> {
        let row = self.row(&id).await?;
        let waiting = match &row.event {
            Some(event) => self.shared.store.waiting_rows(&self.user, event).await?,
            None => vec![row.id.clone()],
        };
        let reason = CancelReason::Dismissed.as_str();
        let outcomes: Vec<_> = waiting
            .into_iter()
            .map(|id| (id, Outcome::Cancelled(reason.to_owned())))
            .collect();
        self.shared
            .store
            .record_outcomes(&outcomes, self.shared.now())
            .await?;
        self.ledger_changed();
        self.answer(&id).await
    }

    /// Where what a message tells of can be mended: the card of a calendar that is out of date.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn place_of(&self, id: &NotificationId) -> Result<Option<Place>, ApiError> {
        let message = self.row(id).await?.message;
        Ok(message
            .and_then(|it| it.integration)
            .map(Place::Integration))
    }

    /// Tries a FAILED row again.
    ///
    /// # Errors
    /// When there is no such row, or it has not failed.
    pub async fn retry(&self, id: NotificationId) -> Result<Notification, ApiError> {
        self.row(&id).await?;
        if !self
            .shared
            .store
            .reopen_failed(&self.user, &id, self.shared.now())
            .await?
        {
            return Err(ApiError::new(
                ErrorCode::Conflict,
                "Only a reminder that failed can be tried again.",
            ));
        }
        self.ledger_changed();
        self.answer(&id).await
    }

    pub(super) async fn row(&self, id: &NotificationId) -> Result<LedgerRow, ApiError> {
        let row = self.shared.store.ledger_row(&self.user, id).await?;
        row.ok_or_else(|| not_found("reminder"))
    }

    async fn answer(&self, id: &NotificationId) -> Result<Notification, ApiError> {
        let row = self.row(id).await?;
        let channels = self.channel_names().await?;
        Ok(answers::notification(row, &channels, &self.zone().await?))
    }

    pub(super) fn ledger_changed(&self) {
        self.shared.announce(Change::Ledger);
        self.shared.wake_delivery();
    }

    async fn snoozed(&self, row: &LedgerRow, minutes: u32) -> Result<NewRow, ApiError> {
        let channel = match &row.channel {
            Some(channel) => channel.clone(),
            None => {
                let primary = self.shared.store.primary_channel(&self.user).await?;
                primary.ok_or_else(|| not_found("channel"))?
            }
        };
        let kind = NotificationKind::Snooze;
        let event = row.event.as_ref();
        let sequence = self
            .shared
            .store
            .count_rows(&self.user, event, kind)
            .await?;
        let due = self
            .shared
            .now()
            .plus_ms(i64::from(minutes) * Instant::MINUTE);
        Ok(NewRow {
            id: new_notification_id(),
            kind,
            event: row.event.clone(),
            event_start: row.event_start,
            key: IdempotencyKey::of(&Identity {
                profile: &self.user,
                kind,
                event,
                instance: row.key.as_str(),
                start: row.event_start,
                turn: Turn::Sequence(sequence),
                channel: &channel,
            }),
            channel,
            title: row.title.clone(),
            due,
            // A snooze beyond the event's end was asked for by a person who knows that.
            useless_after: row.useless_after.max(due.plus_ms(LEAST_USE_MS)),
            lead_minutes: 0,
            meeting: Vec::new(),
            message: row.event.is_none().then(|| row.message.clone()).flatten(),
        })
    }
}
