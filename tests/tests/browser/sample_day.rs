//! `storytime serve` with the sample day in it, which most pages need to have something to show.

use std::path::Path;

use reqwest::Method;
use serde_json::json;

use crate::support::serving::Serving;

/// Starts it in `home` and connects the sample day.
pub async fn serving(home: &Path) -> Serving {
    let serving = Serving::start(home, &home.join("data")).await;
    connect(&serving).await;
    serving
}

/// Connects the sample day.
pub async fn connect(serving: &Serving) {
    let (status, answer) = serving
        .call(Method::POST, "/api/calendars/sample-day", json!({}))
        .await;
    assert_eq!(status, 201, "{answer}");
}
