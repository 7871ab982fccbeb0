//! The account, as Google's API shows it. Its access tokens end so soon that each sync renews them.

use std::path::Path;

use serde_json::{Value, json};
use storytime_types::Instant;

use super::plan;

/// The account's calendars.
pub(super) const CALENDARS: [&str; 2] = ["ann@example.org", "team@example.org"];

/// Begins every token that is given out.
pub const TOKEN: &str = "t0ken-of-ann";

/// How long an access token lasts, in seconds: one with less than five minutes is renewed.
const LASTS_S: u32 = 240;

pub(super) fn stand_in(here: &str, data: &Path) {
    let text = format!(
        "[google]\nclient_id = \"an-id\"\nauth_url = \"{here}/authorize\"\n\
         token_url = \"{here}/token\"\nrevoke_url = \"{here}/revoke\"\n\
         api_url = \"{here}/calendar/v3\"\n"
    );
    std::fs::write(data.join("providers.toml"), text).unwrap();
}

/// What is answered to a question to the account; none where it is about something else.
pub(super) fn answer(target: &str, base: Instant, has_changed: bool) -> Option<String> {
    let path = target.split('?').next().unwrap_or_default();
    let answer = match path {
        "/token" => tokens(base),
        "/calendar/v3/users/me/calendarList" => list(),
        _ => {
            let name = path.strip_prefix("/calendar/v3/calendars/")?;
            events(
                &name.replace("%40", "@").replace("/events", ""),
                base,
                has_changed,
            )
        }
    };
    Some(answer.to_string())
}

fn tokens(base: Instant) -> Value {
    json!({
        "access_token": format!("{TOKEN}-{base}"),
        "refresh_token": format!("{TOKEN}-{base}-again"),
        "token_type": "Bearer",
        "expires_in": LASTS_S,
        "scope": "https://www.googleapis.com/auth/calendar.events.readonly \
                  https://www.googleapis.com/auth/calendar.calendarlist.readonly",
    })
}

fn list() -> Value {
    let entry = |id: &&str| {
        json!({
            "id": id, "summary": id, "primary": *id == CALENDARS[0], "timeZone": "UTC",
            "accessRole": "owner", "selected": true,
        })
    };
    let items: Vec<_> = CALENDARS.iter().map(entry).collect();
    json!({"kind": "calendar#calendarList", "items": items})
}

fn events(name: &str, base: Instant, has_changed: bool) -> Value {
    let at = |minutes| json!({"dateTime": base.plus_ms(minutes * Instant::MINUTE).to_string()});
    let items: Vec<_> = plan(has_changed)
        .map(|(number, minutes)| {
            let id = format!("{name}-{number}");
            json!({
                "id": id, "iCalUID": id, "status": "confirmed",
                "summary": format!("Meeting {number} of {name}"),
                "start": at(minutes), "end": at(minutes + 30),
            })
        })
        .collect();
    json!({
        "kind": "calendar#events", "timeZone": "UTC", "accessRole": "owner",
        "defaultReminders": [], "items": items,
    })
}
