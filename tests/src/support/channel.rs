//! A channel that keeps what it is handed, and refuses as it is told to.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard};

use storytime_core::channels::{Channel, Message, SendError};
use tokio::sync::watch;

use super::breakable_clock::Defects;

/// Keeps every message it accepts.
#[derive(Debug, Default)]
pub struct RecordingChannel {
    answers: Mutex<VecDeque<SendError>>,
    defects: Defects,
    attempts: watch::Sender<usize>,
    accepted: watch::Sender<Vec<Message>>,
}

impl RecordingChannel {
    /// The next attempts are refused with these, one each.
    pub fn refuse(&self, errors: impl IntoIterator<Item = SendError>) {
        self.answers().extend(errors);
    }

    /// The next attempt ends in a panic.
    pub fn break_the_next_attempt(&self) {
        self.defects.add();
    }

    /// What was accepted so far.
    pub fn messages(&self) -> Vec<Message> {
        self.accepted.borrow().clone()
    }

    /// The titles of what was accepted so far.
    pub fn titles(&self) -> Vec<String> {
        self.messages()
            .into_iter()
            .map(|message| message.title)
            .collect()
    }

    /// Waits until so many messages were accepted.
    pub async fn accepted(&self, count: usize) -> Vec<Message> {
        let mut accepted = self.accepted.subscribe();
        let enough = accepted.wait_for(|messages| messages.len() >= count);
        within_patience(enough, "a message to be accepted")
            .await
            .unwrap()
            .clone()
    }

    /// Waits until so many attempts were made, accepted or refused.
    pub async fn attempted(&self, count: usize) {
        let mut attempts = self.attempts.subscribe();
        let enough = attempts.wait_for(|attempts| *attempts >= count);
        let _ = within_patience(enough, "an attempt").await.unwrap();
    }

    /// How many attempts were made.
    pub fn attempts(&self) -> usize {
        *self.attempts.borrow()
    }

    fn answers(&self) -> MutexGuard<'_, VecDeque<SendError>> {
        self.answers.lock().unwrap()
    }
}

impl Channel for RecordingChannel {
    fn send<'a>(
        &'a self,
        message: &'a Message,
    ) -> Pin<Box<dyn Future<Output = Result<(), SendError>> + Send + 'a>> {
        Box::pin(async move {
            assert!(!self.defects.take(), "a defect, planted by the test");
            let refusal = self.answers().pop_front();
            if refusal.is_none() {
                self.accepted
                    .send_modify(|accepted| accepted.push(message.clone()));
            }
            self.attempts.send_modify(|attempts| *attempts += 1);
            refusal.map_or(Ok(()), Err)
        })
    }
}

/// Ends a wait that would never end, with words that say what was waited for.
pub async fn within_patience<T>(wait: impl Future<Output = T>, what: &str) -> T {
    let patience = std::time::Duration::from_secs(20);
    tokio::time::timeout(patience, wait)
        .await
        .unwrap_or_else(|_| panic!("waited in vain for {what}"))
}
