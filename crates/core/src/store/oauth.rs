//! Sign-ins under way (`oauth_states`), and the tokens of integrations. Verifiers and tokens are
//! sealed; to the store they are text.

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use storytime_types::calendars::CalendarProvider;
use storytime_types::{Instant, IntegrationId, UserId};

use super::{Store, StoreError};

/// A sign-in that waits for the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSignIn {
    /// What the browser brings back.
    pub state: String,
    /// Whose it is.
    pub user: UserId,
    /// At whom.
    pub provider: CalendarProvider,
    /// The PKCE verifier, sealed.
    pub verifier: String,
    /// Where the browser is sent back to.
    pub redirect: String,
    /// Until when it may come.
    pub expires_at: Instant,
}

/// The tokens of an integration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredTokens {
    /// The access token, sealed; none where it was forgotten.
    pub access: Option<String>,
    /// The refresh token, sealed; none where it was forgotten.
    pub refresh: Option<String>,
    /// When the access token ends.
    pub expires_at: Option<Instant>,
}

/// An account at Google or Microsoft, as it is about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// Its e-mail address.
    pub username: String,
    /// What opens it.
    pub tokens: StoredTokens,
}

impl Store {
    /// Notes a sign-in before the browser is sent off.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn keep_sign_in(&self, new: &StoredSignIn, now: Instant) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO oauth_states
                 (state, user_id, provider, code_verifier, redirect_uri, created_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .bind(&new.state)
        .bind(new.user.as_str())
        .bind(new.provider.as_str())
        .bind(&new.verifier)
        .bind(&new.redirect)
        .bind(now.ms())
        .bind(new.expires_at.ms())
        .execute(&self.write)
        .await?;
        Ok(())
    }

    /// Takes a sign-in of this profile out: each can be had once.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_sign_in(
        &self,
        user: &UserId,
        state: &str,
    ) -> Result<Option<StoredSignIn>, StoreError> {
        let taken = sqlx::query(
            "DELETE FROM oauth_states WHERE state = ?1 AND user_id = ?2
             RETURNING state AS id, state, user_id, provider, code_verifier, redirect_uri, expires_at",
        )
        .bind(state)
        .bind(user.as_str())
        .fetch_optional(&self.write)
        .await?;
        taken.as_ref().map(read_sign_in).transpose()
    }

    /// Where an integration's tokens are from, and the tokens; none where there is no such
    /// integration.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn tokens_of(
        &self,
        id: &IntegrationId,
    ) -> Result<Option<(CalendarProvider, StoredTokens)>, StoreError> {
        let row = sqlx::query(
            "SELECT id, provider, access_token, refresh_token, token_expiry
             FROM calendar_integrations WHERE id = ?",
        )
        .bind(id.as_str())
        .fetch_optional(&self.read)
        .await?;
        let read = row.map(|row| {
            let tokens = StoredTokens {
                access: row.try_get("access_token")?,
                refresh: row.try_get("refresh_token")?,
                expires_at: row
                    .try_get::<Option<i64>, _>("token_expiry")?
                    .map(Instant::from_ms),
            };
            Ok((read_provider(&row)?, tokens))
        });
        read.transpose()
    }

    /// Puts renewed tokens in the place of those before; a refresh token that was not replaced stays.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn renew_tokens(
        &self,
        id: &IntegrationId,
        renewed: &StoredTokens,
        now: Instant,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write.begin().await?;
        put_tokens(&mut transaction, id, renewed, now).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Gives an integration the tokens of another sign-in: it can be read again. Answers whether
    /// there is such an integration.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sign_in_again(
        &self,
        user: &UserId,
        id: &IntegrationId,
        tokens: &StoredTokens,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write.begin().await?;
        put_tokens(&mut transaction, id, tokens, now).await?;
        let done = sqlx::query(
            "UPDATE calendar_integrations SET status = 'ACTIVE', error_message = NULL
             WHERE id = ?1 AND user_id = ?2",
        )
        .bind(id.as_str())
        .bind(user.as_str())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(done.rows_affected() == 1)
    }
}

/// Writes whose a new integration is and what opens it, where it is such an account.
pub(super) async fn put_account(
    connection: &mut SqliteConnection,
    id: &IntegrationId,
    account: Option<&NewAccount>,
    now: Instant,
) -> Result<(), StoreError> {
    let Some(account) = account else {
        return Ok(());
    };
    sqlx::query("UPDATE calendar_integrations SET username = ?2 WHERE id = ?1")
        .bind(id.as_str())
        .bind(&account.username)
        .execute(&mut *connection)
        .await?;
    put_tokens(connection, id, &account.tokens, now).await
}

/// Writes tokens; a refresh token that is not given stays as it is.
async fn put_tokens(
    connection: &mut SqliteConnection,
    id: &IntegrationId,
    tokens: &StoredTokens,
    now: Instant,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE calendar_integrations
         SET access_token = ?2, refresh_token = coalesce(?3, refresh_token), token_expiry = ?4,
             updated_at = ?5
         WHERE id = ?1",
    )
    .bind(id.as_str())
    .bind(&tokens.access)
    .bind(&tokens.refresh)
    .bind(tokens.expires_at.map(Instant::ms))
    .bind(now.ms())
    .execute(connection)
    .await?;
    Ok(())
}

fn read_sign_in(row: &SqliteRow) -> Result<StoredSignIn, StoreError> {
    Ok(StoredSignIn {
        state: row.try_get("state")?,
        user: UserId(row.try_get("user_id")?),
        provider: read_provider(row)?,
        verifier: row.try_get("code_verifier")?,
        redirect: row.try_get("redirect_uri")?,
        expires_at: Instant::from_ms(row.try_get("expires_at")?),
    })
}

/// At whom an integration or a sign-in is.
pub(super) fn read_provider(row: &SqliteRow) -> Result<CalendarProvider, StoreError> {
    let row_id = row.try_get("id")?;
    CalendarProvider::parse(row.try_get("provider")?).ok_or(StoreError::Unreadable {
        table: "calendar_integrations",
        column: "provider",
        row: row_id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::calendars::NewIntegration;

    fn now() -> Instant {
        Instant::from_ms(1_800_000_000_000)
    }

    fn sign_in(state: &str) -> StoredSignIn {
        StoredSignIn {
            state: state.into(),
            user: UserId("ann".into()),
            provider: CalendarProvider::Google,
            verifier: "st1.sealed".into(),
            redirect: "http://127.0.0.1:1".into(),
            expires_at: now().plus_ms(10 * Instant::MINUTE),
        }
    }

    #[tokio::test]
    async fn a_sign_in_is_had_once_and_by_its_own_profile_only() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(folder.path(), now()).await.unwrap();
        let (ann, bob) = (UserId("ann".into()), UserId("bob".into()));
        store.keep_sign_in(&sign_in("a"), now()).await.unwrap();

        assert_eq!(store.take_sign_in(&bob, "a").await.unwrap(), None);
        assert_eq!(store.take_sign_in(&ann, "b").await.unwrap(), None);
        let taken = store.take_sign_in(&ann, "a").await.unwrap();
        assert_eq!(taken, Some(sign_in("a")));
        assert_eq!(store.take_sign_in(&ann, "a").await.unwrap(), None);
    }

    /// An integration with tokens of its own.
    async fn connected(store: &Store) -> IntegrationId {
        let id = IntegrationId("google".into());
        let new = NewIntegration {
            id: id.clone(),
            provider: CalendarProvider::Google,
            name: "ann@example.org".into(),
            address: String::new(),
            shown_address: None,
            login: None,
            account: Some(NewAccount {
                username: "ann@example.org".into(),
                tokens: tokens("first"),
            }),
            calendars: Vec::new(),
        };
        let ann = UserId("ann".into());
        store.insert_integration(&ann, &new, now()).await.unwrap();
        id
    }

    fn tokens(which: &str) -> StoredTokens {
        StoredTokens {
            access: Some(format!("access {which}")),
            refresh: Some(format!("refresh {which}")),
            expires_at: Some(now()),
        }
    }

    #[tokio::test]
    async fn a_rotated_refresh_token_comes_with_its_access_token_or_neither_does() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(folder.path(), now()).await.unwrap();
        let id = connected(&store).await;
        let kept = async |store: &Store| store.tokens_of(&id).await.unwrap().unwrap().1;
        for half in ["access_token", "refresh_token"] {
            let trigger = format!(
                "CREATE TRIGGER breaks_down BEFORE UPDATE OF {half} ON calendar_integrations
                 BEGIN SELECT RAISE(FAIL, 'the process ends here'); END"
            );
            sqlx::query(sqlx::AssertSqlSafe(trigger))
                .execute(&store.write)
                .await
                .unwrap();

            let renewal = store.renew_tokens(&id, &tokens("second"), now()).await;

            assert!(renewal.is_err());
            assert_eq!(kept(&store).await, tokens("first"), "{half}");
            sqlx::query("DROP TRIGGER breaks_down")
                .execute(&store.write)
                .await
                .unwrap();
        }

        store
            .renew_tokens(&id, &tokens("second"), now())
            .await
            .unwrap();
        drop(store);

        let (store, _) = Store::open(folder.path(), now()).await.unwrap();
        assert_eq!(kept(&store).await, tokens("second"));
    }

    #[tokio::test]
    async fn a_refresh_token_that_was_not_replaced_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(folder.path(), now()).await.unwrap();
        let id = connected(&store).await;
        let renewed = StoredTokens {
            refresh: None,
            ..tokens("second")
        };

        store.renew_tokens(&id, &renewed, now()).await.unwrap();

        let (_, kept) = store.tokens_of(&id).await.unwrap().unwrap();
        assert_eq!(kept.access.as_deref(), Some("access second"));
        assert_eq!(kept.refresh.as_deref(), Some("refresh first"));
    }
}
