//! The first time that an integration is read, while the person waits for it.

use storytime_types::IntegrationId;
use storytime_types::calendars::IntegrationStatus;
use storytime_types::profile::Profile;

use super::integration::{Visit, note_failure};
use super::note_visit;
use crate::calendars::source::FoundCalendar;
use crate::engine::import::{Expansion, ImportError, import_calendar};
use crate::engine::{Shared, write_ahead};
use crate::store::calendars::NewIntegration;

/// Writes an integration and reads it for the first time; where that fails nothing of it is kept.
pub(crate) async fn connect(
    shared: &Shared,
    profile: &Profile,
    new: &NewIntegration,
    found: &[FoundCalendar],
) -> Result<(), ImportError> {
    shared
        .store
        .insert_integration(&profile.id, new, shared.now())
        .await?;
    match read_first(shared, profile, &new.id, found).await {
        Ok(()) => Ok(()),
        Err(error) => {
            shared
                .store
                .delete_integration(&profile.id, &new.id, shared.now())
                .await?;
            Err(error)
        }
    }
}

/// Writes an account that a person has just signed in to, and reads it for the first time. Where that
/// fails it stays all the same, with the reason, and is tried again like any other: nobody has to sign
/// in twice for a server's bad minute, and no token is kept for what is not shown.
///
/// Answers how it fares.
pub(crate) async fn connect_signed_in(
    shared: &Shared,
    profile: &Profile,
    new: &NewIntegration,
    found: &[FoundCalendar],
) -> Result<IntegrationStatus, ImportError> {
    shared
        .store
        .insert_integration(&profile.id, new, shared.now())
        .await?;
    let Err(error) = read_first(shared, profile, &new.id, found).await else {
        return Ok(IntegrationStatus::Active);
    };
    let status = if error.wants_reconnecting() {
        IntegrationStatus::Expired
    } else {
        IntegrationStatus::Error
    };
    tracing::info!("a new account could not be read at once");
    note_visit(shared, &new.id, Visit::failed(error)).await?;
    Ok(status)
}

async fn read_first(
    shared: &Shared,
    profile: &Profile,
    id: &IntegrationId,
    found: &[FoundCalendar],
) -> Result<(), ImportError> {
    let mut calendars = shared.store.calendars_to_sync(&profile.id).await?;
    calendars.retain(|calendar| calendar.integration == *id);
    let mut visit = Visit::default();
    for calendar in &calendars {
        let here = found
            .iter()
            .find(|one| one.provider_id == calendar.provider_calendar_id);
        let Some(here) = here else { continue };
        match import_calendar(shared, profile, calendar, here, Expansion::Always).await {
            Ok(_) => visit.some_read = true,
            Err(error) => {
                note_failure(shared, calendar, &error).await?;
                visit.errors.push(error);
            }
        }
    }
    write_ahead(shared, profile).await?;
    // A folder with one damaged file among others is worth having.
    let some_read = visit.some_read;
    match visit.into_error() {
        Some(error) if !some_read => Err(error),
        failure => {
            let (store, now) = (&shared.store, shared.now());
            shared.reading_times.note_integration(id, now);
            match failure.map(|error| error.to_string()) {
                None => store.mark_integration_well(id, now).await?,
                Some(sentence) => {
                    store
                        .mark_integration_failed(id, &sentence, some_read, now)
                        .await?;
                }
            }
            Ok(())
        }
    }
}
