//! Removing what is connected, with everything that came through it.

use storytime_types::problems::ProblemKind;
use storytime_types::removal::{RemoveIntegration, Removed};
use storytime_types::{ApiError, CalendarId, ErrorCode, IntegrationId};

use super::{Api, not_found, to_its_end};
use crate::engine::{Unconfirmed, hold_back};
use crate::store::calendars::removal::{History, Removal};
use crate::store::problems::NewProblem;

impl Api {
    /// Removes an integration with everything that came through it, and gives its access back where
    /// the provider has a call for that. What was sent stays in the ledger and in the backups, unless
    /// that is to go, too. What is said in the answer is kept among the problems as well.
    ///
    /// # Errors
    /// When there is no such integration, or the database refuses: nothing is removed then.
    /// `FORBIDDEN` to a script's token that wants backups changed.
    pub async fn disconnect(
        &self,
        id: IntegrationId,
        asked: RemoveIntegration,
    ) -> Result<Removed, ApiError> {
        if asked.with_backups {
            self.person_only()?;
        }
        let api = self.clone();
        to_its_end(async move { api.remove(&id, asked).await }).await
    }

    /// Removes a calendar that its account lists no longer, with everything that came from it.
    ///
    /// # Errors
    /// When there is no such calendar. `CONFLICT` where its account lists it: it would come back.
    pub async fn remove_gone_calendar(&self, id: CalendarId) -> Result<(), ApiError> {
        let api = self.clone();
        to_its_end(async move { api.remove_gone(id).await }).await
    }

    async fn remove(
        &self,
        id: &IntegrationId,
        asked: RemoveIntegration,
    ) -> Result<Removed, ApiError> {
        let history = match asked.with_history {
            true => History::Goes,
            false => History::Stays,
        };
        let held_back = hold_back(&self.shared, id).await;
        let (store, now) = (&self.shared.store, self.shared.now());
        let access = self.shared.to_surrender(id).await;
        let gone = store.delete_integration(&self.user, id, history, now);
        let calendars = gone.await?.ok_or_else(|| not_found("integration"))?;
        drop(held_back);
        self.forget_files_of(calendars).await;
        let mut notices = Vec::new();
        if asked.with_backups {
            notices.extend(self.leave_backups(id, history).await);
        }
        if let Some(access) = access
            && let Err(unconfirmed) = self.shared.surrender(access).await
        {
            notices.push(self.tell_unconfirmed(unconfirmed).await);
        }
        self.shared.want_backup();
        self.switched("integration", true).await?;
        Ok(Removed { notices })
    }

    async fn remove_gone(&self, id: CalendarId) -> Result<(), ApiError> {
        let (store, now) = (&self.shared.store, self.shared.now());
        match store.delete_gone_calendar(&self.user, &id, now).await? {
            None => return Err(not_found("calendar")),
            Some(Removal::StillThere) => {
                let sentence =
                    "This calendar is still there, so it would come back: switch it off.";
                return Err(ApiError::new(ErrorCode::Conflict, sentence));
            }
            Some(Removal::Removed) => {}
        }
        self.forget_files_of(vec![id]).await;
        self.shared.want_backup();
        self.switched("calendar", true).await
    }

    /// Removes what lies on the disk of calendars whose rows are gone.
    async fn forget_files_of(&self, calendars: Vec<CalendarId>) {
        for calendar in calendars {
            if let Err(error) = self.shared.bodies.forget(&calendar).await {
                tracing::warn!(%error, "a copy of a removed calendar could not be removed");
            }
        }
        if let Err(error) = self.shared.store.forget_what_was_removed().await {
            tracing::warn!(%error, "what was removed can be found in the database's file until tonight");
        }
    }

    /// Takes an integration out of the backups, and answers what could not be done.
    async fn leave_backups(&self, id: &IntegrationId, history: History) -> Option<String> {
        let (store, now) = (&self.shared.store, self.shared.now());
        let left = store.remove_integration_from_backups(&self.user, id, history, now);
        match left.await {
            Ok(0) => None,
            Ok(1) => Some(
                "One damaged copy of the database could not be changed: remove it by hand from the \
                 data folder, if it may hold what was removed."
                    .to_owned(),
            ),
            Ok(many) => Some(format!(
                "{many} damaged copies of the database could not be changed: remove them by hand \
                 from the data folder, if they may hold what was removed."
            )),
            Err(error) => Some(format!(
                "It is gone from here, but not from every backup: {error}. Backups are dropped after \
                 seven days."
            )),
        }
    }

    /// Keeps that an access may still be there, and answers it.
    async fn tell_unconfirmed(&self, unconfirmed: Unconfirmed) -> String {
        let sentence = format!("{unconfirmed}.");
        let problem = NewProblem {
            integration: None,
            kind: ProblemKind::Access,
            text: sentence.clone(),
            advice: "",
        };
        let (store, now) = (&self.shared.store, self.shared.now());
        if let Err(error) = store.record_problem(Some(&self.user), &problem, now).await {
            tracing::warn!(%error, "a problem could not be noted");
        }
        sentence
    }
}
