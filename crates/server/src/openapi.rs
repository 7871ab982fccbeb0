//! The description of the API (OpenAPI 3.1), made from the handlers and their types.

use axum::Json;
use axum::response::{IntoResponse, Response};
use storytime_types::error::ErrorBody;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    Components, ContentBuilder, HttpMethod, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, Ref,
    RefOr, ResponseBuilder, SecurityRequirement,
};
use utoipa::{PartialSchema as _, ToSchema as _};

use crate::routes;

const SCHEME: &str = "token";
const ABOUT: &str = "Calendars, stories and reminders, on this computer alone. Send \
    `Authorization: Bearer TOKEN`: a token is in `serve.token` beside the data of `storytime serve`, \
    or is made in the app's Settings. Whatever is refused comes as \
    `{\"error\":{\"code\",\"message\",\"details\"}}`.";

/// This description.
#[utoipa::path(get, path = "/openapi.json", tag = "about",
    responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value)))]
pub(crate) async fn json() -> Response {
    Json(document()).into_response()
}

/// All of it. Made when somebody asks, which is seldom.
pub(crate) fn document() -> OpenApi {
    let mut all = OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("StoryTime Calendar")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(ABOUT)),
        )
        .components(Some(components()))
        .build();
    for (needs_token, mut part) in routes::described() {
        for (path, item) in &mut part.paths.paths {
            for (method, operation) in operations(item) {
                complete(path, &method, operation, needs_token);
            }
        }
        all = all.nest("/api", part);
    }
    all
}

fn components() -> Components {
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A session's token."))
        .build();
    let mut components = Components::new();
    components.add_security_scheme(SCHEME, SecurityScheme::Http(scheme));
    let mut schemas = vec![(ErrorBody::name().into_owned(), ErrorBody::schema())];
    ErrorBody::schemas(&mut schemas);
    components.schemas.extend(schemas);
    components
}

fn operations(item: &mut PathItem) -> Vec<(HttpMethod, &mut Operation)> {
    let all = [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Put, &mut item.put),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Delete, &mut item.delete),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
        .collect()
}

/// Adds what is the same for every call of its kind: a name, the token, what it may be refused with.
fn complete(path: &str, method: &HttpMethod, operation: &mut Operation, needs_token: bool) {
    operation.operation_id = Some(operation_id(path, method));
    if needs_token {
        operation.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>(
            SCHEME,
            [],
        )]);
    }
    let parameters = operation.parameters.as_deref().unwrap_or_default();
    let takes = |place: ParameterIn| {
        parameters
            .iter()
            .any(|it| matches!(it, RefOr::T(it) if it.parameter_in == place))
    };
    let (in_path, in_query) = (takes(ParameterIn::Path), takes(ParameterIn::Query));
    let has_body = operation.request_body.is_some();
    let refusals = [
        (
            400,
            true,
            "It cannot be read: no JSON, or a query that is not understood.",
        ),
        (401, needs_token, "No token, or none that is known."),
        (
            403,
            true,
            "Meant for another host, sent by another site's page, or nothing that this token or profile may do.",
        ),
        (404, in_path, "There is nothing of that id."),
        (413, has_body, "The body is larger than 1 MiB."),
        (
            422,
            has_body || in_query,
            "A field is not acceptable: `details.fields` says which and why.",
        ),
        (
            429,
            true,
            "Too many calls: `details.retryAfterSeconds` says when to come back.",
        ),
        (500, true, "A fault of ours; the log has the cause."),
        (
            503,
            true,
            "Starting, stopping, out of disk space, or it took too long.",
        ),
    ];
    for (status, applies, why) in refusals {
        if applies {
            let of_its_own = operation.responses.responses.entry(status.to_string());
            of_its_own.or_insert_with(|| refusal(why).into());
        }
    }
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && status.as_str() >= "400"
            && response.content.is_empty()
        {
            *response = refusal(&response.description);
        }
    }
}

fn refusal(why: &str) -> utoipa::openapi::Response {
    let schema = Ref::from_schema_name(ErrorBody::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new()
        .description(why)
        .content("application/json", content)
        .build()
}

/// `PUT /calendars/integrations/{id}` → `putCalendarsIntegrationsId`.
fn operation_id(path: &str, method: &HttpMethod) -> String {
    let mut id = match method {
        HttpMethod::Put => "put",
        HttpMethod::Post => "post",
        HttpMethod::Delete => "delete",
        _ => "get",
    }
    .to_owned();
    for word in path.split(|one: char| !one.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        id.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        id.push_str(letters.as_str());
    }
    id
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn described() -> Vec<(String, HttpMethod, Operation)> {
        let mut all = Vec::new();
        for (path, mut item) in document().paths.paths {
            let found = operations(&mut item);
            all.extend(
                found
                    .into_iter()
                    .map(|(method, operation)| (path.clone(), method, operation.clone())),
            );
        }
        all
    }

    #[test]
    fn every_call_has_a_name_a_summary_a_success_and_what_it_may_be_refused_with() {
        let mut names = BTreeSet::new();
        for (path, _, operation) in described() {
            let name = operation.operation_id.clone().unwrap();
            assert!(names.insert(name.clone()), "{name} twice");
            assert!(operation.summary.is_some(), "{name} says nothing of itself");
            assert!(path.starts_with("/api/"), "{path}");
            let statuses: Vec<_> = operation.responses.responses.keys().cloned().collect();
            assert!(
                statuses.iter().any(|it| it.starts_with('2')),
                "{name}: {statuses:?}"
            );
            for always in ["400", "403", "429", "500", "503"] {
                assert!(
                    statuses.iter().any(|it| it == always),
                    "{name}: {statuses:?}"
                );
            }
        }
    }

    #[test]
    fn only_signing_in_and_this_description_need_no_token() {
        let open: Vec<_> = described()
            .into_iter()
            .filter(|(_, _, operation)| operation.security.is_none())
            .map(|(path, ..)| path)
            .collect();
        assert!(
            open.iter().all(|path| {
                [
                    "/api/auth/code",
                    "/api/auth/lock",
                    "/api/auth/login",
                    "/api/auth/register",
                    "/api/openapi.json",
                ]
                .contains(&path.as_str())
            }),
            "{open:?}"
        );
    }

    #[test]
    fn every_schema_that_is_named_is_there() {
        let text = serde_json::to_value(document()).unwrap();
        let mut missing = Vec::new();
        look(&text, &mut |name| {
            if text.pointer(name.trim_start_matches('#')).is_none() {
                missing.push(name.to_owned());
            }
        });
        assert!(missing.is_empty(), "{missing:?}");
    }

    fn look(value: &serde_json::Value, found: &mut impl FnMut(&str)) {
        match value {
            serde_json::Value::Object(fields) => {
                for (name, value) in fields {
                    match value.as_str() {
                        Some(target) if name == "$ref" => found(target),
                        _ => look(value, found),
                    }
                }
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| look(item, found)),
            _ => {}
        }
    }
}
