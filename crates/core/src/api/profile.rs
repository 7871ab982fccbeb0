//! The profile, and the zones it may be in.

use storytime_types::ApiError;
use storytime_types::changes::Change;
use storytime_types::fields::WrongField;
use storytime_types::profile::{LeadTime, Profile, ProfileChange, own_addresses};
use storytime_types::status::ZoneName;

use super::Api;
use crate::engine::{draw_in, replan, write_ahead, zone_of};
use crate::events::meeting_link::OwnPatterns;
use crate::events::zones::{self, Zone};
use crate::reminders::TitleFilters;

impl Api {
    /// The profile.
    ///
    /// # Errors
    /// When it was deleted, or the store refuses.
    pub async fn profile(&self) -> Result<Profile, ApiError> {
        self.me().await
    }

    /// Each field of a change that cannot be accepted, and what it must be.
    #[must_use]
    pub fn wrong_in_change(change: &ProfileChange) -> Vec<WrongField> {
        let mut wrong = change.wrong_fields();
        wrong.extend(wrong_zone(change.timezone.as_deref()));
        let patterns = change.meeting_patterns.as_deref().unwrap_or_default();
        if let Err(error) = OwnPatterns::read(patterns) {
            wrong.push(("meetingPatterns", error.to_string()));
        }
        let filters = change.title_filters.as_deref().unwrap_or_default();
        if let Err(error) = TitleFilters::read(filters) {
            wrong.push(("titleFilters", error.to_string()));
        }
        wrong
    }

    /// Changes some fields of the profile. The plan, the stories and, for another zone or another
    /// stretch of time, the calendars follow at once.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` that names each field; nothing is changed then.
    pub async fn change_profile(&self, change: ProfileChange) -> Result<Profile, ApiError> {
        let wrong = Self::wrong_in_change(&change);
        if !wrong.is_empty() {
            return Err(ApiError::invalid(wrong));
        }
        let turn = self.shared.profile_turn.lock().await;
        let before = self.me().await?;
        let after = changed(before.clone(), change)?;
        let rules_changed = before.lead_times != after.lead_times
            || before.all_day_time != after.all_day_time
            || before.timezone != after.timezone;
        self.shared
            .store
            .update_profile(&after, rules_changed, self.shared.now())
            .await?;
        drop(turn);
        if before.timezone != after.timezone || before.time_format != after.time_format {
            self.shared.store.drop_stories(&self.user).await?;
        }
        // Floating times are read in the zone; one's own addresses find one's own answer, one's own
        // patterns meeting links.
        let reads_anew = before.timezone != after.timezone
            || before.own_addresses != after.own_addresses
            || before.meeting_patterns != after.meeting_patterns;
        if reads_anew {
            self.shared.store.forget_windows(&self.user).await?;
        }
        if after.window_days < before.window_days {
            draw_in(&self.shared, &after).await?;
            self.shared.announce(Change::Events);
        }
        let looks_anew = reads_anew
            || before.poll_minutes != after.poll_minutes
            || before.window_days != after.window_days;
        if looks_anew {
            self.shared.look_at_calendars();
        }
        // What was left out and no longer is comes back, as far as it is not too late.
        let reminds_of_others = before.title_filters != after.title_filters
            || before.remind_of_tentative != after.remind_of_tentative
            || before.remind_of_free != after.remind_of_free;
        if reminds_of_others {
            self.shared.announce(Change::Events);
        }
        if rules_changed || reminds_of_others {
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

    /// The profile's zone.
    pub(super) async fn zone(&self) -> Result<Zone, ApiError> {
        Ok(zone_of(&self.me().await?))
    }
}

/// The name of a zone as the database writes it, in whichever letter case it was typed.
pub(super) fn zone_name(typed: &str) -> Option<String> {
    Zone::iana(typed).map(|zone| zone.name().to_owned())
}

/// Of a zone that is in no catalogue.
pub(super) fn wrong_zone(typed: Option<&str>) -> Option<WrongField> {
    let is_wrong = typed.is_some_and(|typed| Zone::iana(typed).is_none());
    is_wrong.then(|| {
        let why = "must be a time zone's name, like Europe/Berlin";
        ("timezone", why.to_owned())
    })
}

fn changed(mut profile: Profile, change: ProfileChange) -> Result<Profile, ApiError> {
    let lead =
        |minutes| LeadTime::minutes(minutes).map_err(|why| ApiError::invalid([("leadTimes", why)]));
    if let Some(name) = change.name {
        profile.name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    }
    if let Some(age) = change.age {
        profile.age = age;
    }
    if let Some(gender) = change.gender {
        profile.gender = gender;
    }
    if let Some(theme) = change.selected_theme {
        profile.selected_theme = theme;
    }
    if let Some(timezone) = change.timezone {
        profile.timezone = zone_name(&timezone).unwrap_or(timezone);
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
    if let Some(patterns) = change.meeting_patterns {
        profile.meeting_patterns = patterns;
    }
    if let Some(filters) = change.title_filters {
        profile.title_filters = filters;
    }
    if let Some(wanted) = change.remind_of_tentative {
        profile.remind_of_tentative = wanted;
    }
    if let Some(wanted) = change.remind_of_free {
        profile.remind_of_free = wanted;
    }
    if let Some(minutes) = change.poll_minutes {
        profile.poll_minutes = minutes;
    }
    if let Some(days) = change.window_days {
        profile.window_days = days;
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
