//! Profiles: `users`.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use storytime_types::person::Gender;
use storytime_types::profile::{LeadTime, Profile, Theme, TimeFormat};
use storytime_types::{Instant, UserId};

use super::settings::{Setting, set_instant};
use super::{Store, StoreError, new_id};

/// A profile as it is about to be written.
#[derive(Clone, Debug)]
pub struct NewProfile {
    /// What to call the person.
    pub name: Option<String>,
    /// IANA name of the zone.
    pub timezone: String,
}

impl Store {
    /// The profile that owns tray, window and native channel.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn local_profile(&self) -> Result<Option<Profile>, StoreError> {
        sqlx::query("SELECT * FROM users WHERE is_owner = 1 AND is_active = 1")
            .fetch_optional(&self.read)
            .await?
            .map(|row| read_profile(&row))
            .transpose()
    }

    /// Every profile that the engine serves, the owner's first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn active_profiles(&self) -> Result<Vec<UserId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT id FROM users WHERE is_active = 1 ORDER BY is_owner DESC, created_at, id",
        )
        .fetch_all(&self.read)
        .await?;
        Ok(ids.into_iter().map(UserId).collect())
    }

    /// A profile by its id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn profile(&self, user: &UserId) -> Result<Option<Profile>, StoreError> {
        sqlx::query("SELECT * FROM users WHERE id = ?")
            .bind(user.as_str())
            .fetch_optional(&self.read)
            .await?
            .map(|row| read_profile(&row))
            .transpose()
    }

    /// Makes the owner's profile together with its primary native channel.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn create_profile(
        &self,
        new: &NewProfile,
        now: Instant,
    ) -> Result<UserId, StoreError> {
        let id = UserId(new_id());
        let mut transaction = self.write.begin().await?;
        sqlx::query(
            "INSERT INTO users (id, name, timezone, is_owner, created_at, updated_at)
             VALUES (?1, ?2, ?3, 1, ?4, ?4)",
        )
        .bind(id.as_str())
        .bind(&new.name)
        .bind(&new.timezone)
        .bind(now.ms())
        .execute(&mut *transaction)
        .await?;
        super::channels::insert_native(&mut transaction, &id, now).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Writes every field of the profile that a person can change. `rules_changed` marks the
    /// moment from which new lead times count.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn update_profile(
        &self,
        profile: &Profile,
        rules_changed: bool,
        now: Instant,
    ) -> Result<(), StoreError> {
        let leads: Vec<u32> = profile
            .lead_times
            .iter()
            .map(|lead| lead.as_minutes())
            .collect();
        let mut transaction = self.write.begin().await?;
        sqlx::query(
            "UPDATE users SET name = ?2, selected_theme = ?3, timezone = ?4,
                 notification_minutes = ?5, lead_times = ?6, all_day_time = ?7, updated_at = ?8,
                 own_addresses = ?9, time_format = ?10, age = ?11, gender = ?12,
                 meeting_patterns = ?13, title_filters = ?14, remind_of_tentative = ?15,
                 remind_of_free = ?16, poll_minutes = ?17, window_days = ?18
             WHERE id = ?1",
        )
        .bind(profile.id.as_str())
        .bind(&profile.name)
        .bind(profile.selected_theme.as_str())
        .bind(&profile.timezone)
        .bind(profile.notification_minutes)
        .bind(serde_json::json!(leads).to_string())
        .bind(&profile.all_day_time)
        .bind(now.ms())
        .bind(serde_json::json!(profile.own_addresses).to_string())
        .bind(profile.time_format.as_str())
        .bind(profile.age)
        .bind(profile.gender.map(Gender::as_str))
        .bind(serde_json::json!(profile.meeting_patterns).to_string())
        .bind(serde_json::json!(profile.title_filters).to_string())
        .bind(profile.remind_of_tentative)
        .bind(profile.remind_of_free)
        .bind(profile.poll_minutes)
        .bind(profile.window_days)
        .execute(&mut *transaction)
        .await?;
        if rules_changed {
            set_instant(
                &mut transaction,
                &profile.id,
                Setting::RulesChangedAt,
                Some(now),
            )
            .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// When every calendar of the profile was last read, as far as it is stored.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn profile_synced_at(&self, user: &UserId) -> Result<Option<Instant>, StoreError> {
        let at: Option<i64> = sqlx::query_scalar("SELECT last_sync_at FROM users WHERE id = ?")
            .bind(user.as_str())
            .fetch_optional(&self.read)
            .await?
            .flatten();
        Ok(at.map(Instant::from_ms))
    }
}

pub(super) fn read_profile(row: &SqliteRow) -> Result<Profile, StoreError> {
    let id: String = row.try_get("id")?;
    let unreadable = |column| StoreError::Unreadable {
        table: "users",
        column,
        row: id.clone(),
    };
    let theme: String = row.try_get("selected_theme")?;
    let leads: String = row.try_get("lead_times")?;
    let lead_times: Vec<LeadTime> =
        serde_json::from_str(&leads).map_err(|_| unreadable("lead_times"))?;
    let own: String = row.try_get("own_addresses")?;
    let patterns: String = row.try_get("meeting_patterns")?;
    let filters: String = row.try_get("title_filters")?;
    let time_format: String = row.try_get("time_format")?;
    let gender: Option<String> = row.try_get("gender")?;
    let gender = gender.map(|text| Gender::parse(&text).ok_or_else(|| unreadable("gender")));
    let ai_key: Option<&str> = row.try_get("ai_api_key")?;
    let password_hash: Option<&str> = row.try_get("password_hash")?;
    Ok(Profile {
        email: row.try_get("email")?,
        name: row.try_get("name")?,
        selected_theme: Theme::parse(&theme).ok_or_else(|| unreadable("selected_theme"))?,
        timezone: row.try_get("timezone")?,
        notification_minutes: row.try_get("notification_minutes")?,
        lead_times,
        all_day_time: row.try_get("all_day_time")?,
        time_format: TimeFormat::parse(&time_format).ok_or_else(|| unreadable("time_format"))?,
        own_addresses: serde_json::from_str(&own).map_err(|_| unreadable("own_addresses"))?,
        meeting_patterns: serde_json::from_str(&patterns)
            .map_err(|_| unreadable("meeting_patterns"))?,
        title_filters: serde_json::from_str(&filters).map_err(|_| unreadable("title_filters"))?,
        remind_of_tentative: row.try_get("remind_of_tentative")?,
        remind_of_free: row.try_get("remind_of_free")?,
        poll_minutes: row.try_get("poll_minutes")?,
        window_days: row.try_get("window_days")?,
        age: row.try_get("age")?,
        gender: gender.transpose()?,
        ai_provider: row.try_get("ai_provider")?,
        ai_model: row.try_get("ai_model")?,
        has_ai_key: ai_key.is_some(),
        has_password: password_hash.is_some(),
        is_owner: row.try_get("is_owner")?,
        created_at: Instant::from_ms(row.try_get("created_at")?),
        id: UserId(id),
    })
}
