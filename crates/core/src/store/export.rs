//! What of each table belongs into an export, row by row. A test compares the columns that are
//! exported or left out on purpose with the tables.

mod parts;

use serde_json::{Map, Value};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _, Sqlite};
use storytime_types::{Instant, UserId};
use url::Url;

use super::{Store, StoreError};
use parts::Kind::{At, ChannelSettings, Flag, Json, Place, Plain};
pub use parts::{PARTS, Part};

/// Rows are read so many at a time: no transaction stays open while somebody takes them in.
const PAGE: i64 = 500;

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
