//! What a person signs in with: e-mail address and password hash in `users`.

use storytime_types::person::Gender;
use storytime_types::{Instant, SessionId, UserId};

use super::{Store, StoreError, new_id};
use crate::accounts::PasswordHash;

/// So many profiles there are at most: whoever can reach the API can make one.
const MOST_PROFILES: i64 = 200;

/// An account as it is about to be written; addresses are in lower case.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// One account each.
    pub email: String,
    /// Of its password.
    pub password: PasswordHash,
    /// What to call the person.
    pub name: Option<String>,
    /// In years.
    pub age: Option<i64>,
    /// How the stories speak of the person.
    pub gender: Option<Gender>,
    /// IANA name of the zone; an adopted profile keeps its own where this is absent.
    pub timezone: Option<String>,
    /// Whether somebody inside asked for it.
    pub is_invited: bool,
    /// The session in which they did; it stays.
    pub asked_through: Option<SessionId>,
}

/// What became of an account that was to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is this profile's.
    As(UserId),
    /// Another one has the address.
    Taken,
    /// There are as many profiles as one computer is good for.
    TooMany,
}

/// What became of an address that was to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readdressed {
    /// It is the profile's.
    Done,
    /// Another account has it.
    Taken,
    /// The password was changed meanwhile.
    Overtaken,
}

/// Who signs in, and with what.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Whose they are.
    pub user: UserId,
    /// None where no password was set.
    pub password: Option<PasswordHash>,
}

impl Store {
    /// Whether a profile is as it was made: nothing was chosen, and nothing connected.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn is_untouched(&self, user: &UserId) -> Result<bool, StoreError> {
        let untouched = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM users WHERE id = ?1 AND updated_at = created_at)
                 AND NOT EXISTS (SELECT 1 FROM calendar_integrations WHERE user_id = ?1)",
        )
        .bind(user.as_str())
        .fetch_one(&self.read)
        .await?;
        Ok(untouched)
    }

    /// Gives the owner's profile this account where it has neither address nor password yet, and ends
    /// its other sessions, because that locks it; makes a profile of its own for it otherwise. `zone` is that of a new profile which names none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn write_account(
        &self,
        new: &NewAccount,
        zone: &str,
        now: Instant,
    ) -> Result<Written, StoreError> {
        let mut transaction = self.write.begin().await?;
        let taken: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM users WHERE email = ?)")
            .bind(&new.email)
            .fetch_one(&mut *transaction)
            .await?;
        if taken {
            return Ok(Written::Taken);
        }
        let adopted: Option<String> = sqlx::query_scalar(
            "UPDATE users SET email = ?1, password_hash = ?2, name = coalesce(?3, name),
                 age = coalesce(?4, age), gender = coalesce(?5, gender),
                 timezone = coalesce(?6, timezone), updated_at = ?7
             WHERE is_owner = 1 AND is_active = 1 AND email IS NULL AND password_hash IS NULL
             RETURNING id",
        )
        .bind(&new.email)
        .bind(new.password.as_str())
        .bind(&new.name)
        .bind(new.age)
        .bind(new.gender.map(Gender::as_str))
        .bind(&new.timezone)
        .bind(now.ms())
        .fetch_optional(&mut *transaction)
        .await?;
        if let Some(id) = adopted.map(UserId) {
            let keep = new.asked_through.as_ref();
            super::sessions::end_all(&mut transaction, &id, keep).await?;
            transaction.commit().await?;
            return Ok(Written::As(id));
        }
        let profiles: i64 = sqlx::query_scalar("SELECT count(*) FROM users")
            .fetch_one(&mut *transaction)
            .await?;
        if profiles >= MOST_PROFILES {
            return Ok(Written::TooMany);
        }
        let id = UserId(new_id());
        sqlx::query(
            "INSERT INTO users (id, email, password_hash, name, age, gender, timezone, created_at,
                 updated_at, is_invited)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)",
        )
        .bind(id.as_str())
        .bind(&new.email)
        .bind(new.password.as_str())
        .bind(&new.name)
        .bind(new.age)
        .bind(new.gender.map(Gender::as_str))
        .bind(new.timezone.as_deref().unwrap_or(zone))
        .bind(now.ms())
        .bind(new.is_invited)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Written::As(id))
    }

    /// Whether a profile may have files of this computer read: that of the person whose it is, and
    /// those that somebody inside asked for.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn may_read_files(&self, user: &UserId) -> Result<bool, StoreError> {
        let may: Option<bool> =
            sqlx::query_scalar("SELECT is_owner OR is_invited FROM users WHERE id = ?")
                .bind(user.as_str())
                .fetch_optional(&self.read)
                .await?;
        Ok(may.unwrap_or(false))
    }

    /// Who has this address; with none, the owner's profile as long as it has no address either.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn credentials(
        &self,
        email: Option<&str>,
    ) -> Result<Option<Credentials>, StoreError> {
        let found: Option<(String, Option<String>)> = sqlx::query_as(
            "SELECT id, password_hash FROM users
             WHERE is_active = 1 AND email IS ?1 AND (?1 IS NOT NULL OR is_owner = 1)",
        )
        .bind(email)
        .fetch_optional(&self.read)
        .await?;
        Ok(found.map(credentials))
    }

    /// What a profile signs in with.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn credentials_of(&self, user: &UserId) -> Result<Option<Credentials>, StoreError> {
        let found: Option<(String, Option<String>)> =
            sqlx::query_as("SELECT id, password_hash FROM users WHERE id = ? AND is_active = 1")
                .bind(user.as_str())
                .fetch_optional(&self.read)
                .await?;
        Ok(found.map(credentials))
    }

    /// Gives a profile another address, which is in lower case, if its password is still the one in
    /// `before` and no other account has that address.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_email(
        &self,
        before: &Credentials,
        email: &str,
        now: Instant,
    ) -> Result<Readdressed, StoreError> {
        let mut transaction = self.write.begin().await?;
        let taken: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM users WHERE email = ?1 AND id != ?2)")
                .bind(email)
                .bind(before.user.as_str())
                .fetch_one(&mut *transaction)
                .await?;
        if taken {
            return Ok(Readdressed::Taken);
        }
        let set = sqlx::query(
            "UPDATE users SET email = ?2, updated_at = ?3 WHERE id = ?1 AND password_hash IS ?4",
        )
        .bind(before.user.as_str())
        .bind(email)
        .bind(now.ms())
        .bind(before.password.as_ref().map(PasswordHash::as_str))
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(match set.rows_affected() {
            0 => Readdressed::Overtaken,
            _ => Readdressed::Done,
        })
    }

    /// Sets or removes a password and ends every session of the profile but `keep`, if the password
    /// is still the one in `before`: of two changes at once one wins.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_password(
        &self,
        before: &Credentials,
        password: Option<&PasswordHash>,
        keep: Option<&SessionId>,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write.begin().await?;
        let set = sqlx::query(
            "UPDATE users SET password_hash = ?2, updated_at = ?3
             WHERE id = ?1 AND password_hash IS ?4",
        )
        .bind(before.user.as_str())
        .bind(password.map(PasswordHash::as_str))
        .bind(now.ms())
        .bind(before.password.as_ref().map(PasswordHash::as_str))
        .execute(&mut *transaction)
        .await?;
        if set.rows_affected() == 0 {
            return Ok(false);
        }
        super::sessions::end_all(&mut transaction, &before.user, keep).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

fn credentials((id, hash): (String, Option<String>)) -> Credentials {
    Credentials {
        user: UserId(id),
        password: hash.map(PasswordHash::from),
    }
}
