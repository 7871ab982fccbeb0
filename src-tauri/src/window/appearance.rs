//! Light or dark, as the person set it for the whole desktop.

use futures_util::StreamExt as _;
use storytime_desktop::appearance::{Appearance, appearances};
use tauri::{AppHandle, Manager as _, Theme};

use super::LABEL;

/// Follows the preference as long as the window lives.
pub async fn follow(app: AppHandle) {
    let mut preferred = match appearances().await {
        Ok(preferred) => preferred,
        Err(error) => return tracing::debug!(%error, "nobody says whether to be dark"),
    };
    while let Some(appearance) = preferred.next().await {
        let theme = match appearance {
            Appearance::Light => Theme::Light,
            Appearance::Dark => Theme::Dark,
        };
        let window = app.get_webview_window(LABEL);
        if let Some(Err(error)) = window.map(|window| window.set_theme(Some(theme))) {
            tracing::warn!(%error, "the window could not be made {appearance:?}");
        }
    }
}
