//! Events and their stories.

use axum::Json;
use axum::extract::Path;
use serde::Deserialize;
use storytime_core::api::EventQuery;
use storytime_types::EventId;
use storytime_types::events::{ChooseTheme, Event, RegenerateStory, Storyline};

use crate::access::Me;
use crate::body::{Asked, Body};
use crate::envelope::Answer;

/// `?from=&to=`
#[derive(Deserialize)]
pub(super) struct Window {
    from: Option<String>,
    to: Option<String>,
}

/// `?all=`
#[derive(Deserialize)]
pub(super) struct Themes {
    /// Whether those that are missing are written.
    #[serde(default)]
    all: bool,
}

pub(super) async fn list(
    Me(api): Me,
    Asked(Window { from, to }): Asked<Window>,
) -> Answer<Vec<Event>> {
    Ok(Json(api.events(EventQuery { from, to }).await?))
}

pub(super) async fn storylines(
    Me(api): Me,
    Path(id): Path<EventId>,
    Asked(Themes { all }): Asked<Themes>,
) -> Answer<Vec<Storyline>> {
    let stories = if all {
        api.storylines_in_all_themes(id).await?
    } else {
        api.storylines(id).await?
    };
    Ok(Json(stories))
}

pub(super) async fn choose_theme(
    Me(api): Me,
    Path(id): Path<EventId>,
    Body(asked): Body<ChooseTheme>,
) -> Answer<Event> {
    Ok(Json(api.choose_theme(id, asked).await?))
}

pub(super) async fn regenerate_story(
    Me(api): Me,
    Path(id): Path<EventId>,
    Body(asked): Body<RegenerateStory>,
) -> Answer<Storyline> {
    Ok(Json(api.regenerate_story(id, asked).await?))
}
