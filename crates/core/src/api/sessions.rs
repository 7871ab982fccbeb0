//! Sessions: who may call the API as this profile, and ending them.

use std::sync::Arc;

use storytime_types::accounts::{MadeToken, NewToken, Session, SessionKind};
use storytime_types::changes::Change;
use storytime_types::{ApiError, ErrorCode, Instant, Secret, SessionId, UserId};

use super::{Api, answers, not_found};
use crate::accounts::{new_token, token_hash};
use crate::store::sessions::{NewSession, StoredSession};

/// How long a session lasts without being used, in milliseconds: 30 days.
const SESSION_MS: i64 = 30 * Instant::DAY;
/// That a session is used again is written at most once in so long, in milliseconds.
const NOTED_EVERY_MS: i64 = Instant::MINUTE;
/// How many named tokens a profile may have.
const MOST_TOKENS: u32 = 50;

/// The session that use cases are called through.
#[derive(Clone, Debug)]
pub(super) struct CalledBy {
    id: SessionId,
    kind: SessionKind,
}

impl Api {
    pub(super) fn as_profile(&self, user: UserId) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            user,
            session: None,
        }
    }

    /// The use cases as the profile whose session this token is; none where it is unknown or has
    /// ended. From now on it lasts 30 days again.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn of_session(&self, token: &str) -> Result<Option<Self>, ApiError> {
        let (store, now) = (&self.shared.store, self.shared.now());
        let Some(session) = store.session(&token_hash(token), now).await? else {
            return Ok(None);
        };
        if is_worth_noting(&session, now) {
            let until = now.plus_ms(SESSION_MS);
            // A full disk must not lock anybody out.
            if let Err(error) = store.slide_session(&session.id, now, until).await {
                tracing::warn!(%error, "that a session is used was not noted");
            }
        }
        let by = CalledBy {
            id: session.id,
            kind: session.kind,
        };
        Ok(Some(Self {
            session: Some(by),
            ..self.as_profile(session.user)
        }))
    }

    /// Whether this token is that of a session. That does not count as using it.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn is_session(&self, token: &str) -> Result<bool, ApiError> {
        let (store, now) = (&self.shared.store, self.shared.now());
        Ok(store.session(&token_hash(token), now).await?.is_some())
    }

    /// Whose use cases these are.
    #[must_use]
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// The session that they are called through; none in the app itself.
    #[must_use]
    pub fn session(&self) -> Option<&SessionId> {
        self.session.as_ref().map(|by| &by.id)
    }

    /// Of which kind that session is.
    pub(super) fn session_kind(&self) -> Option<SessionKind> {
        self.session.as_ref().map(|by| by.kind)
    }

    /// Whoever asked goes on in a new session of `user`: where that is the same profile, the sign-in
    /// that they asked through is over. What is in `serve.token` stays.
    pub(super) async fn goes_on_as(&self, user: &UserId) {
        let over = self.session.as_ref();
        let over = over.filter(|by| by.kind == SessionKind::SignIn && self.user == *user);
        let Some(by) = over else { return };
        // The new one is there and is to be answered.
        if let Err(error) = self.shared.store.end_session(user, &by.id).await {
            tracing::warn!(%error, "the sign-in before is left to end by itself");
        }
    }

    /// Whether these use cases may still be called so: through a session that has not ended, or
    /// without one because no password locks the local profile.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn still_stands(&self) -> Result<bool, ApiError> {
        let Some(session) = self.session() else {
            return Ok(self.unlocked().await?.is_some());
        };
        let (store, now) = (&self.shared.store, self.shared.now());
        let sessions = store.sessions(&self.user, now).await?;
        Ok(sessions.iter().any(|one| one.id == *session))
    }

    /// Keeps a session of this profile for who can read the data folder, where `token` stands. One of
    /// the same name before it ends.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn open_session(&self, token: &str, name: &str) -> Result<(), ApiError> {
        let store = &self.shared.store;
        store.end_sessions_named(&self.user, name).await?;
        self.keep_session(token, name, SessionKind::Serve).await?;
        Ok(())
    }

    /// Begins a session of this profile: its token, and what to end it by.
    pub(super) async fn begin_session(
        &self,
        name: &str,
        kind: SessionKind,
    ) -> Result<(Secret<String>, SessionId), ApiError> {
        let token = new_token().map_err(|error| {
            tracing::error!(%error, "no random numbers");
            ApiError::new(
                ErrorCode::Internal,
                "No token could be made; the log says why.",
            )
        })?;
        let id = self.keep_session(&token, name, kind).await?;
        Ok((Secret::new(token), id))
    }

    async fn keep_session(
        &self,
        token: &str,
        name: &str,
        kind: SessionKind,
    ) -> Result<SessionId, ApiError> {
        let now = self.shared.now();
        let new = NewSession {
            token_hash: &token_hash(token),
            user: &self.user,
            name,
            kind,
            expires_at: now.plus_ms(SESSION_MS),
        };
        Ok(self.shared.store.insert_session(new, now).await?)
    }

    /// Ends the session that asks.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn logout(&self) -> Result<(), ApiError> {
        if let Some(session) = self.session() {
            self.shared.store.end_session(&self.user, session).await?;
            self.shared.announce(Change::Settings);
        }
        Ok(())
    }

    /// Every session of this profile, the one used last first.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn sessions(&self) -> Result<Vec<Session>, ApiError> {
        let (zone, now) = (self.zone().await?, self.shared.now());
        let stored = self.shared.store.sessions(&self.user, now).await?;
        let answer = |one: StoredSession| Session {
            is_this: self.session() == Some(&one.id),
            created_local: answers::moment(one.created_at, &zone),
            last_used_local: answers::moment(one.last_used, &zone),
            created_at: one.created_at,
            last_used_at: one.last_used,
            expires_at: one.expires_at,
            id: one.id,
            name: one.name,
            kind: one.kind,
        };
        Ok(stored.into_iter().map(answer).collect())
    }

    /// Ends one session of this profile.
    ///
    /// # Errors
    /// `NOT_FOUND` when there is none of that id, or it is another profile's; `FORBIDDEN` to a
    /// script's token, unless it is its own.
    pub async fn end_session(&self, id: SessionId) -> Result<(), ApiError> {
        if self.session() != Some(&id) {
            self.person_only()?;
        }
        if !self.shared.store.end_session(&self.user, &id).await? {
            return Err(not_found("session"));
        }
        self.shared.announce(Change::Settings);
        Ok(())
    }

    /// Ends every session of this profile, the one that asks too.
    ///
    /// # Errors
    /// When the store refuses; `FORBIDDEN` to a script's token.
    pub async fn end_all_sessions(&self) -> Result<(), ApiError> {
        self.person_only()?;
        self.shared.store.end_sessions(&self.user).await?;
        tracing::info!("every session of a profile was ended at the person's wish");
        self.shared.announce(Change::Settings);
        Ok(())
    }

    /// The tokens that were made for scripts.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn tokens(&self) -> Result<Vec<Session>, ApiError> {
        let mut sessions = self.sessions().await?;
        sessions.retain(|one| one.kind == SessionKind::Token);
        Ok(sessions)
    }

    /// Makes a token for a script; it is shown this once.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` for its name, `CONFLICT` when there are too many, `FORBIDDEN` to a token.
    pub async fn make_token(&self, asked: NewToken) -> Result<MadeToken, ApiError> {
        self.person_only()?;
        asked.validate()?;
        let store = &self.shared.store;
        if store.count_sessions(&self.user, SessionKind::Token).await? >= MOST_TOKENS {
            return Err(ApiError::new(
                ErrorCode::Conflict,
                format!("There are {MOST_TOKENS} tokens already: end one that is not needed."),
            ));
        }
        let name = asked.name.trim();
        let (token, id) = self.begin_session(name, SessionKind::Token).await?;
        tracing::info!("a token for a script was made");
        self.shared.announce(Change::Settings);
        let made = self.tokens().await?.into_iter().find(|one| one.id == id);
        let session = made.ok_or_else(|| not_found("session"))?;
        Ok(MadeToken { token, session })
    }
}

/// The first use of a token always is: the person looks whether what they set up works.
fn is_worth_noting(session: &StoredSession, now: Instant) -> bool {
    let is_first = session.last_used == session.created_at && now > session.created_at;
    let is_first_of_token = is_first && session.kind != SessionKind::SignIn;
    is_first_of_token || now.ms_since(session.last_used) >= NOTED_EVERY_MS
}
