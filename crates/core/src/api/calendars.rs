//! Connecting and switching calendars.

use storytime_types::calendars::{
    CalendarProvider, ConnectIcs, Connected, ConnectedIntegration, Integration, IntegrationStatus,
    SwitchIntegration,
};
use storytime_types::changes::Change;
use storytime_types::choices::ChangeCalendar;
use storytime_types::{ApiError, CalendarId, ErrorCode, Instant, IntegrationId};

use super::{Api, answers, not_found, to_its_end, troubles};
use crate::calendars::ics::IcsAddress;
use crate::calendars::source::{FoundCalendar, SourceAddress};
use crate::config::poll_every_ms;
use crate::engine::{
    FirstRead, ImportError, InVain, SecretError, connect, freshness, replan, to_connect,
    while_waited_for, write_ahead, zone_of,
};
use crate::store::calendars::choices::Choices;
use crate::store::calendars::{NewCalendar, NewIntegration};
use crate::store::new_id;

impl Api {
    /// Every integration with its calendars.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn calendars(&self) -> Result<Vec<Integration>, ApiError> {
        let (profile, now) = (self.me().await?, self.shared.now());
        let (zone, poll_ms) = (zone_of(&profile), poll_every_ms(&profile));
        let local = |at: Option<Instant>| at.map(|at| answers::moment(at, &zone));
        let mut found = self.shared.store.integrations(&self.user, now).await?;
        let refresh = self.shared.store.refresh_intervals(&self.user).await?;
        for integration in &mut found {
            answers::made_readable(integration);
            troubles::tell(integration);
            self.shared.tell_reading_times(&self.user, integration);
            let refresh_ms = refresh.get(&integration.id).copied().unwrap_or(0);
            integration.stale = freshness(integration, poll_ms.max(refresh_ms), now);
            integration.last_sync_local = local(integration.last_sync_at);
            let still_read_since = self.shared.still_read_since(&integration.id);
            integration.still_read_since = local(still_read_since);
            for calendar in &mut integration.calendars {
                calendar.last_sync_local = local(calendar.last_sync_at);
                calendar.missing_since_local = local(calendar.missing_since);
            }
        }
        Ok(found)
    }

    /// Connects a calendar file, a folder of them, or a subscription address, and reads it at once;
    /// what takes longer than a few seconds goes on being read after the answer.
    ///
    /// # Errors
    /// One sentence that says what is wrong with the address or the calendar; nothing is kept then.
    pub async fn connect_ics(&self, asked: ConnectIcs) -> Result<Connected, ApiError> {
        let typed = match (&asked.url, &asked.path) {
            (Some(typed), None) | (None, Some(typed)) => typed,
            _ => {
                let why = "give one of the two, an address or a path".to_owned();
                return Err(ApiError::invalid([("url", why)]));
            }
        };
        let field = if asked.url.is_some() { "url" } else { "path" };
        let address = IcsAddress::parse(typed)
            .map_err(|error| ApiError::invalid([(field, error.to_string())]))?;
        let is_file = !matches!(address, IcsAddress::Url(_));
        if is_file && !self.shared.store.may_read_files(&self.user).await? {
            return Err(ApiError::new(
                ErrorCode::Forbidden,
                "Files of this computer are read for its own profile and for those that it \
                 registered: connect an address instead.",
            ));
        }
        self.connect_address(&address, address.name()).await
    }

    pub(super) async fn connect_address(
        &self,
        address: &IcsAddress,
        name: String,
    ) -> Result<Connected, ApiError> {
        self.refuse_a_second(address).await?;
        let source = SourceAddress::Ics(address.clone());
        let found = while_waited_for(&source, self.shared.source.list(&source)).await;
        let found = found
            .map_err(|error| source_failed(address, error))?
            .calendars;
        let calendars_found = found.len();
        let (api, kept) = (self.clone(), address.clone());
        let (id, reading) = to_its_end(async move { api.keep(&kept, name, found).await }).await?;
        let read = reading.outcome().await;
        read.map_err(|error| source_failed(address, error))?;
        Ok(self.connected(id, CalendarProvider::Ics, calendars_found))
    }

    async fn refuse_a_second(&self, address: &IcsAddress) -> Result<(), ApiError> {
        if self.is_connected(address).await? {
            let sentence = "This calendar is connected already: see Calendars.";
            return Err(ApiError::new(ErrorCode::Conflict, sentence));
        }
        Ok(())
    }

    /// Says that an integration is connected and read.
    pub(super) fn connected(
        &self,
        id: IntegrationId,
        provider: CalendarProvider,
        calendars_found: usize,
    ) -> Connected {
        self.shared.want_backup();
        self.shared.announce(Change::Sync);
        self.shared.announce(Change::Events);
        Connected {
            success: true,
            integration: ConnectedIntegration {
                id,
                provider,
                status: IntegrationStatus::Active,
                calendars_found,
            },
        }
    }

    /// Keeps an integration and begins to read it, unless somebody was faster.
    async fn keep(
        &self,
        address: &IcsAddress,
        name: String,
        found: Vec<FoundCalendar>,
    ) -> Result<(IntegrationId, FirstRead), ApiError> {
        let _alone = to_connect(&self.shared).await;
        self.refuse_a_second(address).await?;
        let id = IntegrationId(new_id());
        let stored = self.shared.address_to_store(&id, address).await?;
        let new = NewIntegration {
            id: id.clone(),
            provider: CalendarProvider::Ics,
            name,
            address: stored.text.clone(),
            shown_address: stored.shown.clone(),
            login: None,
            account: None,
            calendars: found.iter().map(NewCalendar::from).collect(),
        };
        let reading = connect(&self.shared, self.me().await?, &new, found, InVain::Removed).await?;
        Ok((id, reading))
    }

    /// Whether the profile has this address already. What cannot be opened now counts as another.
    async fn is_connected(&self, address: &IcsAddress) -> Result<bool, ApiError> {
        let wanted = address.to_text();
        for one in self.shared.store.addresses(Some(&self.user)).await? {
            let opened = self
                .shared
                .stored_address(&one.integration, &one.address)
                .await;
            match opened {
                Ok(known) if known.to_text() == wanted => return Ok(true),
                Err(SecretError::Store(error)) => return Err(error.into()),
                Ok(_) | Err(_) => {}
            }
        }
        Ok(false)
    }

    /// Changes what is chosen for one calendar; its reminders follow.
    ///
    /// # Errors
    /// A `VALIDATION_ERROR` for lead times that are none, or when there is no such calendar.
    pub async fn change_calendar(
        &self,
        id: CalendarId,
        asked: ChangeCalendar,
    ) -> Result<(), ApiError> {
        let choices = Choices {
            is_active: asked.is_active,
            name: asked.checked_name()?,
            privacy: asked.privacy,
            private_as_others: asked.private_as_others,
            lead_times: asked.checked_lead_times()?,
            use_provider_reminders: asked.use_provider_reminders,
        };
        let (store, now) = (&self.shared.store, self.shared.now());
        let is_known = store.choose(&self.user, &id, &choices, now).await?;
        self.switched("calendar", is_known).await?;
        // Stories do not name a neighbour that must not be named elsewhere.
        if choices.changes_what_leaves() {
            write_ahead(&self.shared, &self.me().await?).await?;
        }
        Ok(())
    }

    /// Switches one integration on or off; its reminders follow.
    ///
    /// # Errors
    /// When there is no such integration.
    pub async fn switch_integration(
        &self,
        id: IntegrationId,
        asked: SwitchIntegration,
    ) -> Result<(), ApiError> {
        let Some(on) = asked.is_active else {
            return Ok(());
        };
        let (store, now) = (&self.shared.store, self.shared.now());
        let is_known = store.switch_integration(&self.user, &id, on, now).await?;
        self.switched("integration", is_known).await
    }

    /// Reminders and surfaces follow what was switched, if there was such a thing.
    pub(super) async fn switched(&self, what: &str, is_known: bool) -> Result<(), ApiError> {
        if !is_known {
            return Err(not_found(what));
        }
        replan(&self.shared, &self.me().await?, None).await?;
        self.shared.look_at_calendars();
        for change in [Change::Sync, Change::Events, Change::Ledger] {
            self.shared.announce(change);
        }
        Ok(())
    }
}

/// A path that leads to no calendar is a wrong value of the field; a server that does not answer with
/// one is its own fault.
fn source_failed(address: &IcsAddress, error: impl Into<ImportError>) -> ApiError {
    let sentence = match error.into() {
        ImportError::Store(error) => return error.into(),
        error => error.of_refused(),
    };
    match address {
        IcsAddress::Url(_) => ApiError::new(ErrorCode::SourceFailed, sentence),
        IcsAddress::File(_) | IcsAddress::Folder(_) => ApiError {
            message: sentence.clone(),
            ..ApiError::invalid([("path", sentence)])
        },
    }
}
