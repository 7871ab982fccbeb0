//! What of each table belongs into an export: every column is either named here, or holds a secret
//! or an inner mark and is named as left out. A test compares both lists with the tables.

use serde_json::{Map, Value};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _, Sqlite};
use storytime_types::{Instant, UserId};
use url::Url;

use super::{Store, StoreError};

/// Rows are read so many at a time: no transaction stays open while somebody takes them in.
const PAGE: i64 = 500;

/// How a column's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
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

/// What of a channel's settings is no secret.
const OPEN_CHANNEL_SETTINGS: [&str; 10] = [
    "team_id",
    "workspace",
    "smtp_host",
    "smtp_port",
    "smtp_security",
    "smtp_username",
    "from",
    "format",
    "allow_private_network",
    "name",
];

/// One table of an export.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Its key in the export.
    pub name: &'static str,
    /// Whether there is only one row, the profile's own.
    pub is_single: bool,
    table: &'static str,
    owner: &'static str,
    columns: &'static [(&'static str, Kind)],
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "what a reader and the test ask for")
    )]
    left_out: &'static [&'static str],
}

/// Every table that a person's data is in, in the order of an export.
pub const PARTS: [Part; 11] = [
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
            ("status", Plain),
            ("last_sync_at", At),
            ("created_at", At),
            ("updated_at", At),
        ],
        left_out: &[
            "access_token",
            "refresh_token",
            "token_expiry",
            "error_message",
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

/// Rows of a part, and behind which row the next ones stand.
#[derive(Debug)]
pub struct Page {
    /// The rows, each with the names that the export has.
    pub rows: Vec<Map<String, Value>>,
    /// Where to go on; none after the last page.
    pub next: Option<i64>,
}

impl Store {
    /// The rows of a part that belong to `user`, behind a row.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn exported(
        &self,
        part: &Part,
        user: &UserId,
        behind: i64,
    ) -> Result<Page, StoreError> {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT rowid AS place_in_table");
        for (column, _) in part.columns {
            query.push(", ").push(column);
        }
        query.push(" FROM ").push(part.table);
        query.push(" WHERE rowid > ").push_bind(behind);
        query.push(" AND ").push(part.owner).push(" = ");
        query.push_bind(user.as_str());
        query.push(" ORDER BY rowid LIMIT ").push_bind(PAGE);
        let found = query.build().fetch_all(&self.read).await?;
        let last = found.last().map(|row| row.try_get("place_in_table"));
        let is_full = i64::try_from(found.len()).is_ok_and(|count| count == PAGE);
        Ok(Page {
            rows: found
                .iter()
                .map(|row| exported(part, row))
                .collect::<Result<_, _>>()?,
            next: last.transpose()?.filter(|_| is_full),
        })
    }
}

fn exported(part: &Part, row: &SqliteRow) -> Result<Map<String, Value>, sqlx::Error> {
    let pairs = part.columns.iter().map(|(column, kind)| {
        let value = match kind {
            Plain => plain(row, column)?,
            Flag => row.try_get::<bool, _>(*column)?.into(),
            At => row
                .try_get::<Option<i64>, _>(*column)?
                .map(|ms| Instant::from_ms(ms).to_string())
                .into(),
            Json => json(row, column)?,
            Place => row
                .try_get::<Option<String>, _>(*column)?
                .as_deref()
                .and_then(without_secret)
                .into(),
            ChannelSettings => open_settings(json(row, column)?),
        };
        Ok((camel_case(column), value))
    });
    pairs.collect()
}

fn plain(row: &SqliteRow, column: &str) -> Result<Value, sqlx::Error> {
    if let Ok(number) = row.try_get::<Option<i64>, _>(column) {
        return Ok(number.into());
    }
    if let Ok(number) = row.try_get::<Option<f64>, _>(column) {
        return Ok(number.into());
    }
    Ok(row.try_get::<Option<String>, _>(column)?.into())
}

fn json(row: &SqliteRow, column: &str) -> Result<Value, sqlx::Error> {
    let text: Option<String> = row.try_get(column)?;
    let value = text.and_then(|text| serde_json::from_str(&text).ok());
    Ok(value.unwrap_or(Value::Null))
}

/// A path or an e-mail address as it is, of a web address what everybody may know; what is sealed
/// or otherwise no address is left out.
fn without_secret(place: &str) -> Option<String> {
    if std::path::Path::new(place).is_absolute() || place.is_empty() {
        return Some(place.to_owned());
    }
    if let Ok(address) = Url::parse(place) {
        let host = address.host_str()?;
        return Some(format!("{}://{host}/…", address.scheme()));
    }
    let is_mail_address = place
        .split_once('@')
        .is_some_and(|(_, domain)| domain.contains('.'));
    is_mail_address.then(|| place.to_owned())
}

fn open_settings(all: Value) -> Value {
    match all {
        Value::Object(mut settings) => {
            settings.retain(|name, value| {
                OPEN_CHANNEL_SETTINGS.contains(&name.as_str()) && !value.is_object()
            });
            Value::Object(settings)
        }
        _ => Value::Null,
    }
}

/// `event_id` as `eventId`, as everywhere in the API.
fn camel_case(column: &str) -> String {
    let mut words = column.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What holds nothing of a person: the migrations' own table, and logins that are not finished.
    const NOT_EXPORTED: [&str; 2] = ["_sqlx_migrations", "oauth_states"];

    #[tokio::test]
    async fn every_column_of_every_table_is_exported_or_left_out_on_purpose() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(folder.path(), Instant::from_ms(0))
            .await
            .unwrap();
        let columns: Vec<(String, String)> = sqlx::query_as(
            "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'",
        )
        .fetch_all(&store.read)
        .await
        .unwrap();

        let forgotten: Vec<_> = columns
            .iter()
            .filter(|(table, _)| !NOT_EXPORTED.contains(&table.as_str()))
            .filter(|(table, column)| {
                !PARTS.iter().any(|part| {
                    part.table == table
                        && (part.owner == column
                            || part.left_out.contains(&column.as_str())
                            || part.columns.iter().any(|(name, _)| name == column))
                })
            })
            .collect();

        assert!(
            forgotten.is_empty(),
            "export these in store/export.rs, or name them as left out: {forgotten:?}"
        );
    }

    #[test]
    fn of_an_address_only_what_everybody_may_know_is_told() {
        let told = |place| without_secret(place);
        assert_eq!(
            told("/home/ada/team.ics").as_deref(),
            Some("/home/ada/team.ics")
        );
        assert_eq!(told("ada@example.org").as_deref(), Some("ada@example.org"));
        assert_eq!(
            told("https://ada:secret@cal.example.org/private-s3cret/basic.ics?key=s3cret")
                .as_deref(),
            Some("https://cal.example.org/…")
        );
        assert_eq!(told("v1.c2VhbGVkIHZhbHVl"), None);
    }

    #[test]
    fn of_a_channels_settings_no_secret_is_told() {
        let all = serde_json::json!({"smtp_host": "mail.example.org", "smtp_password": "s3cret",
            "headers": {"X": "s3cret"}, "auth_header": "s3cret"});
        let told = open_settings(all);
        assert_eq!(told, serde_json::json!({"smtp_host": "mail.example.org"}));
    }
}
