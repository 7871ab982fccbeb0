//! Events and their stories.

use axum::Json;
use axum::extract::Path;
use serde::Deserialize;
use storytime_core::api::EventQuery;
use storytime_types::EventId;
use storytime_types::choices::Mute;
use storytime_types::events::{ChooseTheme, Event, RegenerateStory, Storyline};
use utoipa::IntoParams;

use crate::access::Me;
use crate::body::{Asked, Body};
use crate::envelope::Answer;

/// `?from=&to=`
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Window {
    /// A date in the profile's zone, or an instant.
    from: Option<String>,
    /// As `from`; exclusive.
    to: Option<String>,
    /// So many at most.
    limit: Option<u32>,
}

/// `?all=`
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Themes {
    /// Whether those that are missing are written.
    #[serde(default)]
    all: bool,
}

/// The next events, or all between two moments.
#[utoipa::path(get, path = "/events", tag = "events", params(Window),
    responses((status = 200, description = "Found.", body = [Event])))]
pub(super) async fn list(
    Me(api): Me,
    Asked(Window { from, to, limit }): Asked<Window>,
) -> Answer<Vec<Event>> {
    Ok(Json(api.events(EventQuery { from, to, limit }).await?))
}

/// The stories of an event, one a theme.
#[utoipa::path(get, path = "/events/{id}/storylines", tag = "events", params(("id" = String, Path), Themes),
    responses((status = 200, description = "Found.", body = [Storyline])))]
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

/// Mutes an event or its series, or lets both remind again.
#[utoipa::path(put, path = "/events/{id}/mute", tag = "events", request_body = Mute, params(("id" = String, Path)),
    responses((status = 200, description = "Done.", body = Event)))]
pub(super) async fn mute(
    Me(api): Me,
    Path(id): Path<EventId>,
    Body(asked): Body<Mute>,
) -> Answer<Event> {
    Ok(Json(api.mute(id, asked).await?))
}

/// Tells one event in a style of its own, or in the profile's again.
#[utoipa::path(put, path = "/events/{id}/theme", tag = "events", request_body = ChooseTheme, params(("id" = String, Path)),
    responses((status = 200, description = "Done.", body = Event)))]
pub(super) async fn choose_theme(
    Me(api): Me,
    Path(id): Path<EventId>,
    Body(asked): Body<ChooseTheme>,
) -> Answer<Event> {
    Ok(Json(api.choose_theme(id, asked).await?))
}

/// Writes the story of an event again.
#[utoipa::path(post, path = "/events/{id}/regenerate-story", tag = "events", request_body = RegenerateStory, params(("id" = String, Path)),
    responses((status = 200, description = "Done.", body = Storyline)))]
pub(super) async fn regenerate_story(
    Me(api): Me,
    Path(id): Path<EventId>,
    Body(asked): Body<RegenerateStory>,
) -> Answer<Storyline> {
    Ok(Json(api.regenerate_story(id, asked).await?))
}
