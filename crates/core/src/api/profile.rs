//! The profile, the zones it may be in, and sessions for scripts and browsers.

use sha2::{Digest as _, Sha256};
use storytime_types::changes::Change;
use storytime_types::profile::{LeadTime, Profile, ProfileChange, own_addresses};
use storytime_types::status::ZoneName;
use storytime_types::{ApiError, Instant, UserId};

use super::Api;
use crate::engine::{replan, write_ahead, zone_of};
use crate::events::zones::{self, Zone};

/// How long a session lasts, in milliseconds: 30 days.
const SESSION_MS: i64 = 30 * Instant::DAY;

impl Api {
    /// The profile.
    ///
    /// # Errors
    /// When it was deleted, or the store refuses.
    pub async fn profile(&self) -> Result<Profile, ApiError> {
        self.me().await
    }

    /// Changes some fields of the profile. The plan, the stories and, for another zone, the
    /// calendars follow at once.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names each field; nothing is changed then.
    pub async fn change_profile(&self, change: ProfileChange) -> Result<Profile, ApiError> {
        let mut wrong = change.wrong_fields();
        let timezone = change.timezone.as_deref();
        if timezone.is_some_and(|name| Zone::iana(name).is_none()) {
            let why = "must be a time zone's name, like Europe/Berlin".to_owned();
            wrong.push(("timezone", why));
        }
        if !wrong.is_empty() {
            return Err(ApiError::invalid(wrong));
        }
        let before = self.me().await?;
        let after = changed(before.clone(), change)?;
        let rules_changed = before.lead_times != after.lead_times
            || before.all_day_time != after.all_day_time
            || before.timezone != after.timezone;
        self.shared
            .store
            .update_profile(&after, rules_changed, self.shared.now())
            .await?;
        if before.timezone != after.timezone || before.time_format != after.time_format {
            self.shared.store.drop_stories(&self.user).await?;
        }
        // Floating times are read in the zone; one's own addresses find one's own answer.
        if before.timezone != after.timezone || before.own_addresses != after.own_addresses {
            self.shared.store.forget_windows(&self.user).await?;
            self.shared.look_at_calendars();
        }
        if rules_changed {
            replan(&self.shared, &after, None).await?;
        }
        write_ahead(&self.shared, &after).await?;
        self.shared.announce(Change::Settings);
        Ok(after)
    }

    /// Every zone that a profile may be in, with its present offset.
    ///
    /// # Errors
    /// None today.
    pub async fn zones(&self) -> Result<Vec<ZoneName>, ApiError> {
        let now = self.shared.now();
        let zones = zones::names().iter().filter_map(|name| {
            let zone = Zone::iana(name)?;
            Some(ZoneName {
                name: (*name).to_owned(),
                offset: zone.offset_text(now),
            })
        });
        Ok(zones.collect())
    }

    /// Keeps a session of this profile for whoever shows `token`. One of the same name before it
    /// ends.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn open_session(&self, token: &str, name: &str) -> Result<(), ApiError> {
        let now = self.shared.now();
        let store = &self.shared.store;
        store.end_sessions_named(name).await?;
        let until = now.plus_ms(SESSION_MS);
        store
            .insert_session(&token_hash(token), &self.user, name, now, until)
            .await?;
        Ok(())
    }

    /// Whose session a token is, unless it has ended.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn session_user(&self, token: &str) -> Result<Option<UserId>, ApiError> {
        let now = self.shared.now();
        Ok(self
            .shared
            .store
            .session_user(&token_hash(token), now)
            .await?)
    }

    /// The profile's zone.
    pub(super) async fn zone(&self) -> Result<Zone, ApiError> {
        Ok(zone_of(&self.me().await?))
    }
}

fn token_hash(token: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(token)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            // Writing into a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

fn changed(mut profile: Profile, change: ProfileChange) -> Result<Profile, ApiError> {
    let lead =
        |minutes| LeadTime::minutes(minutes).map_err(|why| ApiError::invalid([("leadTimes", why)]));
    if let Some(name) = change.name {
        profile.name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    }
    if let Some(theme) = change.selected_theme {
        profile.selected_theme = theme;
    }
    if let Some(timezone) = change.timezone {
        profile.timezone = timezone;
    }
    if let Some(time) = change.all_day_time {
        profile.all_day_time = time;
    }
    if let Some(format) = change.time_format {
        profile.time_format = format;
    }
    if let Some(typed) = change.own_addresses {
        profile.own_addresses =
            own_addresses(&typed).map_err(|why| ApiError::invalid([("ownAddresses", why)]))?;
    }
    if let Some(leads) = change.lead_times {
        profile.lead_times = leads.into_iter().map(lead).collect::<Result<_, _>>()?;
    }
    if let Some(minutes) = change.notification_minutes {
        let first = lead(minutes)?;
        match profile.lead_times.first_mut() {
            Some(main) => *main = first,
            None => profile.lead_times.push(first),
        }
    }
    let mut seen = std::collections::HashSet::new();
    profile.lead_times.retain(|lead| seen.insert(*lead));
    if let Some(main) = profile.lead_times.first() {
        profile.notification_minutes = main.as_minutes();
    }
    Ok(profile)
}
