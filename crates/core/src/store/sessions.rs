//! Sessions: who may call the API. Only a token's SHA-256 is stored, never the token.

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use storytime_types::accounts::SessionKind;
use storytime_types::{Instant, SessionId, UserId};

use super::{Store, StoreError, new_id};

/// How many sign-ins of a profile are kept; one more ends the one that was not used for longest.
const MOST_SIGN_INS: i64 = 50;

/// A session as it is about to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewSession<'a> {
    /// SHA-256 of its token, in hexadecimal digits.
    pub token_hash: &'a str,
    /// Whose it is.
    pub user: &'a UserId,
    /// Which browser, or what the person called the token.
    pub name: &'a str,
    /// A person or a script.
    pub kind: SessionKind,
    /// When it ends, unless it is used before.
    pub expires_at: Instant,
}

/// A session as it is stored, without its token's hash.
#[derive(Clone, Debug)]
pub struct StoredSession {
    /// To end it by.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// Which browser, or what the person called the token.
    pub name: String,
    /// A person or a script.
    pub kind: SessionKind,
    /// When it began.
    pub created_at: Instant,
    /// When it was last used, to the minute.
    pub last_used: Instant,
    /// When it ends, unless it is used before.
    pub expires_at: Instant,
}

impl Store {
    /// Keeps a session under its token's hash.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_session(
        &self,
        new: NewSession<'_>,
        now: Instant,
    ) -> Result<SessionId, StoreError> {
        let id = SessionId(new_id());
        let mut transaction = self.write.begin().await?;
        sqlx::query(
            "INSERT INTO sessions (token_hash, user_id, name, created_at, last_used, expires_at,
                 id, kind)
             VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7)",
        )
        .bind(new.token_hash)
        .bind(new.user.as_str())
        .bind(new.name)
        .bind(now.ms())
        .bind(new.expires_at.ms())
        .bind(id.as_str())
        .bind(new.kind.as_str())
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "DELETE FROM sessions WHERE user_id = ?1 AND kind = 'SIGNIN' AND id NOT IN
                 (SELECT id FROM sessions WHERE user_id = ?1 AND kind = 'SIGNIN'
                  ORDER BY id = ?2 DESC, last_used DESC, id DESC LIMIT ?3)",
        )
        .bind(new.user.as_str())
        .bind(id.as_str())
        .bind(MOST_SIGN_INS)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// The session of a token, unless it or its profile has ended.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn session(
        &self,
        token_hash: &str,
        now: Instant,
    ) -> Result<Option<StoredSession>, StoreError> {
        sqlx::query(
            "SELECT s.* FROM sessions s JOIN users u ON u.id = s.user_id AND u.is_active = 1
             WHERE s.token_hash = ? AND s.expires_at > ?",
        )
        .bind(token_hash)
        .bind(now.ms())
        .fetch_optional(&self.read)
        .await?
        .map(|row| read_session(&row))
        .transpose()
    }

    /// Notes that a session is used and lets it last until `until`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn slide_session(
        &self,
        session: &SessionId,
        now: Instant,
        until: Instant,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE sessions SET last_used = ?2, expires_at = ?3 WHERE id = ?1")
            .bind(session.as_str())
            .bind(now.ms())
            .bind(until.ms())
            .execute(&self.write)
            .await?;
        Ok(())
    }

    /// Every session of a profile that has not ended, the one used last first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sessions(
        &self,
        user: &UserId,
        now: Instant,
    ) -> Result<Vec<StoredSession>, StoreError> {
        sqlx::query(
            "SELECT * FROM sessions WHERE user_id = ? AND expires_at > ?
             ORDER BY last_used DESC, id DESC",
        )
        .bind(user.as_str())
        .bind(now.ms())
        .fetch_all(&self.read)
        .await?
        .iter()
        .map(read_session)
        .collect()
    }

    /// How many sessions of a kind a profile has.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn count_sessions(
        &self,
        user: &UserId,
        kind: SessionKind,
    ) -> Result<u32, StoreError> {
        let count =
            sqlx::query_scalar("SELECT count(*) FROM sessions WHERE user_id = ? AND kind = ?");
        let count = count.bind(user.as_str()).bind(kind.as_str());
        Ok(count.fetch_one(&self.read).await?)
    }

    /// Ends one session of a profile; answers whether there was one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_session(
        &self,
        user: &UserId,
        session: &SessionId,
    ) -> Result<bool, StoreError> {
        let ended = sqlx::query("DELETE FROM sessions WHERE id = ? AND user_id = ?")
            .bind(session.as_str())
            .bind(user.as_str())
            .execute(&self.write)
            .await?;
        Ok(ended.rows_affected() > 0)
    }

    /// Ends every session of a profile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_sessions(&self, user: &UserId) -> Result<(), StoreError> {
        let mut connection = self.write.acquire().await?;
        end_all(&mut connection, user, None).await
    }

    /// Ends every session of a profile with this name; `serve` replaces its own at each start.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_sessions_named(&self, user: &UserId, name: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE user_id = ? AND name = ?")
            .bind(user.as_str())
            .bind(name)
            .execute(&self.write)
            .await?;
        Ok(())
    }
}

/// Ends every session of a profile but `keep`.
pub(super) async fn end_all(
    connection: &mut SqliteConnection,
    user: &UserId,
    keep: Option<&SessionId>,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE user_id = ? AND id IS NOT ?")
        .bind(user.as_str())
        .bind(keep.map(SessionId::as_str))
        .execute(connection)
        .await?;
    Ok(())
}

fn read_session(row: &SqliteRow) -> Result<StoredSession, StoreError> {
    let id: String = row.try_get("id")?;
    let kind: &str = row.try_get("kind")?;
    let kind = SessionKind::parse(kind).ok_or_else(|| StoreError::Unreadable {
        table: "sessions",
        column: "kind",
        row: id.clone(),
    })?;
    let name: Option<String> = row.try_get("name")?;
    Ok(StoredSession {
        user: UserId(row.try_get("user_id")?),
        name: name.unwrap_or_default(),
        kind,
        created_at: Instant::from_ms(row.try_get("created_at")?),
        last_used: Instant::from_ms(row.try_get("last_used")?),
        expires_at: Instant::from_ms(row.try_get("expires_at")?),
        id: SessionId(id),
    })
}
