//! Events and their stories.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use storytime_core::api::{Api, EventQuery};
use storytime_types::EventId;
use storytime_types::events::{Event, RegenerateStory, Storyline};

use crate::body::{Asked, Body};
use crate::envelope::Answer;

/// `?from=&to=`
#[derive(Deserialize)]
pub(super) struct Window {
    from: Option<String>,
    to: Option<String>,
}

pub(super) async fn list(
    State(api): State<Api>,
    Asked(Window { from, to }): Asked<Window>,
) -> Answer<Vec<Event>> {
    Ok(Json(api.events(EventQuery { from, to }).await?))
}

pub(super) async fn storylines(
    State(api): State<Api>,
    Path(id): Path<EventId>,
) -> Answer<Vec<Storyline>> {
    Ok(Json(api.storylines(id).await?))
}

pub(super) async fn regenerate_story(
    State(api): State<Api>,
    Path(id): Path<EventId>,
    Body(asked): Body<RegenerateStory>,
) -> Answer<Storyline> {
    Ok(Json(api.regenerate_story(id, asked).await?))
}
