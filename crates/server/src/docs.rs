//! Swagger UI, from the binary: `/api/docs`.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use utoipa_swagger_ui::Config;

use crate::envelope::{Refusal, nothing_here};
use storytime_types::ErrorCode;

const DESCRIPTION: &str = "/api/openapi.json";
/// The one style that stands in its page: the colours of its logo, which would be black on black.
const LOGO: &str = ".logo_small_svg__cls-2{fill:#fff}.logo_small_svg__cls-3{fill:#85ea2d}";

/// Its own files, calls to this address and the logo's style, known by its hash (CSP, level 3); no
/// script in the page itself. Its drawings are `data:`.
fn policy() -> String {
    let logo = STANDARD.encode(Sha256::digest(LOGO));
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-{logo}'; \
         img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
}

/// To where its files stand beside it.
pub(crate) async fn index() -> Redirect {
    Redirect::permanent("/api/docs/")
}

/// Its page.
pub(crate) async fn page() -> Response {
    answer("index.html")
}

/// One of its files.
pub(crate) async fn file(Path(path): Path<String>) -> Response {
    answer(&path)
}

fn answer(path: &str) -> Response {
    let config = Config::from(DESCRIPTION)
        .validator_url("none")
        .try_it_out_enabled(true)
        .persist_authorization(false);
    match utoipa_swagger_ui::serve(path, Arc::new(config)) {
        Ok(Some(file)) => {
            let mut response = file.bytes.into_owned().into_response();
            let headers = response.headers_mut();
            if let Ok(kind) = HeaderValue::from_str(&file.content_type) {
                headers.insert(header::CONTENT_TYPE, kind);
            }
            if let Ok(policy) = HeaderValue::from_str(&policy()) {
                headers.insert(header::CONTENT_SECURITY_POLICY, policy);
            }
            if file.gzpipped {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
            response
        }
        Ok(None) => nothing_here().into_response(),
        Err(error) => {
            tracing::error!(%error, path, "Swagger UI cannot be served");
            Refusal::new(
                ErrorCode::Internal,
                "The page cannot be made; the log says why.",
            )
            .into_response()
        }
    }
}
