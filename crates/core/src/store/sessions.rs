//! Sessions: who may call the API. Only a token's SHA-256 is stored, never the token.

use storytime_types::{Instant, UserId};

use super::{Store, StoreError};

impl Store {
    /// Keeps a session under its token's hash.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_session(
        &self,
        token_hash: &str,
        user: &UserId,
        name: &str,
        now: Instant,
        expires_at: Instant,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO sessions (token_hash, user_id, name, created_at, last_used, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?4, ?5)",
        )
        .bind(token_hash)
        .bind(user.as_str())
        .bind(name)
        .bind(now.ms())
        .bind(expires_at.ms())
        .execute(&self.write)
        .await?;
        Ok(())
    }

    /// Whose session it is, unless it has ended.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn session_user(
        &self,
        token_hash: &str,
        now: Instant,
    ) -> Result<Option<UserId>, StoreError> {
        let user: Option<String> = sqlx::query_scalar(
            "SELECT user_id FROM sessions WHERE token_hash = ? AND expires_at > ?",
        )
        .bind(token_hash)
        .bind(now.ms())
        .fetch_optional(&self.read)
        .await?;
        Ok(user.map(UserId))
    }

    /// Ends every session of this name; `serve` replaces its own at each start.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_sessions_named(&self, name: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE name = ?")
            .bind(name)
            .execute(&self.write)
            .await?;
        Ok(())
    }
}
