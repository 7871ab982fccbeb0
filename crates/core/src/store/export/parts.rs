//! The tables of an export, and how each of their columns is written. Every column is either named
//! here or left out on purpose, because it holds a secret or an inner mark.

/// How a column's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// As it is.
    Plain,
    /// 0 or 1.
    Flag,
    /// Milliseconds, written as RFC 3339 in UTC.
    At,
    /// JSON that stands in its column as text.
    Json,
    /// A path as it is; of an address only scheme and host, because the rest may be its secret.
    Place,
    /// The settings of a channel, without its secrets.
    ChannelSettings,
}

use Kind::{At, ChannelSettings, Flag, Json, Place, Plain};

/// One table of an export.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Its key in the export.
    pub name: &'static str,
    /// Whether there is only one row, the profile's own.
    pub is_single: bool,
    pub(super) table: &'static str,
    pub(super) owner: &'static str,
    pub(super) columns: &'static [(&'static str, Kind)],
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "what a reader and the test ask for")
    )]
    pub(super) left_out: &'static [&'static str],
}

/// Every table that a person's data is in, in the order of an export.
pub const PARTS: [Part; 12] = [
    Part {
        name: "profile",
        is_single: true,
        table: "users",
        owner: "id",
        columns: &[
            ("id", Plain),
            ("email", Plain),
            ("name", Plain),
            ("age", Plain),
            ("gender", Plain),
            ("timezone", Plain),
            ("selected_theme", Plain),
            ("lead_times", Json),
            ("all_day_time", Plain),
            ("time_format", Plain),
            ("own_addresses", Json),
            ("ai_provider", Plain),
            ("ai_model", Plain),
            ("created_at", At),
            ("updated_at", At),
        ],
        left_out: &[
            "password_hash",
            "ai_api_key",
            "notification_minutes",
            "is_active",
            "is_owner",
            "last_sync_at",
        ],
    },
    Part {
        name: "settings",
        is_single: false,
        table: "settings",
        owner: "user_id",
        columns: &[("name", Plain), ("value", Plain)],
        left_out: &[],
    },
    Part {
        name: "channels",
        is_single: false,
        table: "notification_channels",
        owner: "user_id",
        columns: &[
            ("id", Plain),
            ("type", Plain),
            ("identifier", Place),
            ("name", Plain),
            ("is_active", Flag),
            ("is_primary", Flag),
            ("routing", Plain),
            ("metadata", ChannelSettings),
            ("created_at", At),
            ("updated_at", At),
        ],
        left_out: &[],
    },
    Part {
        name: "integrations",
        is_single: false,
        table: "calendar_integrations",
        owner: "user_id",
        columns: &[
            ("id", Plain),
            ("provider", Plain),
            ("name", Plain),
            ("address", Place),
            ("username", Plain),
            ("status", Plain),
            ("last_sync_at", At),
            ("created_at", At),
            ("updated_at", At),
        ],
        left_out: &[
            "password",
            "access_token",
            "refresh_token",
            "token_expiry",
            "error_message",
            "shown_address",
        ],
    },
    Part {
        name: "calendars",
        is_single: false,
        table: "calendars",
        owner: "user_id",
        columns: &[
            ("id", Plain),
            ("integration_id", Plain),
            ("name", Plain),
            ("timezone", Plain),
            ("is_primary", Flag),
            ("is_active", Flag),
            ("last_sync_at", At),
            ("created_at", At),
            ("updated_at", At),
        ],
        // A calendar file's own id is its address.
        left_out: &[
            "provider_calendar_id",
            "sync_token",
            "window_until",
            "notice",
            "error_message",
        ],
    },
    Part {
        name: "events",
        is_single: false,
        table: "events",
        owner: "user_id",
        columns: &[
            ("id", Plain),
            ("calendar_id", Plain),
            ("provider_event_id", Plain),
            ("instance", Plain),
            ("title", Plain),
            ("description", Plain),
            ("start_time", At),
            ("end_time", At),
            ("is_all_day", Flag),
            ("start_date", Plain),
            ("end_date", Plain),
            ("location", Plain),
            ("meeting_link", Plain),
            ("attendee_count", Plain),
            ("status", Plain),
            ("is_tentative", Flag),
            ("is_busy", Flag),
            ("own_response", Plain),
            ("theme_override", Plain),
            ("created_at", At),
        ],
        left_out: &["data_hash", "found_at", "last_updated_at"],
    },
    Part {
        name: "stories",
        is_single: false,
        table: "storylines",
        owner: "user_id",
        columns: &[
            ("id", Plain),
            ("event_id", Plain),
            ("theme", Plain),
            ("story_text", Plain),
            ("plain_text", Plain),
            ("emoji", Plain),
            ("ai_provider", Plain),
            ("tokens_used", Plain),
            ("expires_at", At),
            ("created_at", At),
        ],
        left_out: &["data_hash", "rewrites", "is_active", "surroundings"],
    },
    Part {
        name: "reminders",
        is_single: false,
        table: "notification_logs",
        owner: "user_id",
        columns: &[
            ("id", Plain),
            ("kind", Plain),
            ("event_id", Plain),
            ("storyline_id", Plain),
            ("channel_id", Plain),
            ("idempotency_key", Plain),
            ("title", Plain),
            ("event_start", At),
            ("scheduled_for", At),
            ("lead_minutes", Plain),
            ("status", Plain),
            ("message_text", Plain),
            ("error_message", Plain),
            ("retry_count", Plain),
            ("sent_at", At),
            ("created_at", At),
        ],
        left_out: &[
            "useless_after",
            "next_attempt_at",
            "attempt_begun",
            "attempts",
            "message",
            "updated_at",
        ],
    },
    Part {
        name: "aiUsage",
        is_single: false,
        table: "ai_usage_logs",
        owner: "user_id",
        columns: &[
            ("provider", Plain),
            ("date", Plain),
            ("request_count", Plain),
            ("tokens_used", Plain),
            ("estimated_cost", Plain),
        ],
        left_out: &[],
    },
    Part {
        name: "syncs",
        is_single: false,
        table: "sync_jobs",
        owner: "user_id",
        columns: &[
            ("job_type", Plain),
            ("status", Plain),
            ("events_processed", Plain),
            ("calendars_done", Plain),
            ("calendars_total", Plain),
            ("started_at", At),
            ("completed_at", At),
        ],
        left_out: &["id", "error_message"],
    },
    Part {
        name: "problems",
        is_single: false,
        table: "problems",
        owner: "user_id",
        columns: &[
            ("kind", Plain),
            ("text", Plain),
            ("advice", Plain),
            ("times", Plain),
            ("first_at", At),
            ("last_at", At),
        ],
        left_out: &[],
    },
    Part {
        name: "sessions",
        is_single: false,
        table: "sessions",
        owner: "user_id",
        columns: &[
            ("name", Plain),
            ("kind", Plain),
            ("created_at", At),
            ("last_used", At),
            ("expires_at", At),
        ],
        left_out: &["id", "token_hash"],
    },
];
