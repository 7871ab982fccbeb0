//! The ways out, and sending something through one of them to see whether it arrives.

use storytime_types::notifications::{
    NotificationChannel, NotificationKind, NotificationStatus, TestOutcome,
};
use storytime_types::{ApiError, ChannelId, Instant, NotificationId};
use tokio::sync::broadcast::error::RecvError;

use super::{Api, not_found};
use crate::channels::{Action, Message};
use crate::reminders::{IdempotencyKey, Identity, Turn};
use crate::store::import::new_notification_id;
use crate::store::ledger::{LedgerRow, NewRow};

/// Nobody wants to know any more after so long.
const USEFUL_MS: i64 = 10 * Instant::MINUTE;
const TITLE: &str = "Test reminder";
const STORY: &str = "If you can read this, your reminders will find you.";

impl Api {
    /// Every channel.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn channels(&self) -> Result<Vec<NotificationChannel>, ApiError> {
        Ok(self.shared.store.channels_in_full(&self.user).await?)
    }

    /// Sends a test through a channel as any reminder goes, with a row of the ledger and an attempt,
    /// and answers how the first attempt ended.
    ///
    /// # Errors
    /// When there is no such channel.
    pub async fn test_channel(&self, id: ChannelId) -> Result<TestOutcome, ApiError> {
        let known = self.shared.store.channels(&self.user).await?;
        if !known.iter().any(|channel| channel.id == id) {
            return Err(not_found("channel"));
        }
        // Listened for before it is written: its end must not be missed.
        let mut changes = self.changes();
        let test = self.test_row(id).await?;
        let now = self.shared.now();
        self.shared.store.insert_row(&self.user, &test, now).await?;
        self.ledger_changed();
        loop {
            let row = self.row(&test.id).await?;
            if is_tried(&row) {
                return Ok(outcome(row));
            }
            if let Err(RecvError::Closed) = changes.recv().await {
                return Ok(outcome(row));
            }
        }
    }

    async fn test_row(&self, channel: ChannelId) -> Result<NewRow, ApiError> {
        let (store, now) = (&self.shared.store, self.shared.now());
        let (id, kind) = (new_notification_id(), NotificationKind::Test);
        let sequence = store.count_rows(&self.user, None, kind).await?;
        let key = IdempotencyKey::of(&Identity {
            profile: &self.user,
            kind,
            event: None,
            instance: id.as_str(),
            start: None,
            turn: Turn::Sequence(sequence),
            channel: &channel,
        });
        let useless_after = now.plus_ms(USEFUL_MS);
        Ok(NewRow {
            message: Some(message(id.clone(), &key, now, useless_after)),
            id,
            kind,
            event: None,
            event_start: None,
            channel,
            key,
            title: TITLE.to_owned(),
            due: now,
            useless_after,
            lead_minutes: 0,
            meeting: Vec::new(),
        })
    }
}

fn message(
    id: NotificationId,
    key: &IdempotencyKey,
    due: Instant,
    useless_after: Instant,
) -> Message {
    Message {
        id,
        idempotency_key: key.as_str().to_owned(),
        title: TITLE.to_owned(),
        story: STORY.to_owned(),
        facts: Vec::new(),
        join_link: None,
        integration: None,
        actions: vec![Action::Open],
        due,
        useless_after,
    }
}

/// Whether its first attempt has ended, however it did.
fn is_tried(row: &LedgerRow) -> bool {
    row.status != NotificationStatus::Pending || row.attempts > 0 && row.attempt_begun.is_none()
}

fn outcome(row: LedgerRow) -> TestOutcome {
    TestOutcome {
        status: row.status,
        error_message: row.error_message,
        provider_answer: None,
    }
}
