//! Many rows read as one: the driver hands every row from its thread to ours and copies each of its
//! values, which costs 10–15 µs and kilobytes apiece. SQLite makes a JSON array of all of them for a
//! third of the time and a tenth of the memory.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use sqlx::sqlite::SqliteArguments;
use sqlx::{Executor, Sqlite};
use storytime_types::Instant;

use super::StoreError;

/// A query whose one value is a JSON array: `SELECT json_group_array(json_array(…)) FROM …`.
pub(super) type ManyRows<'q> = sqlx::query::QueryScalar<'q, Sqlite, String, SqliteArguments>;

/// The rows of `query`, each read from an array of its columns in the order of `T`'s fields.
pub(super) async fn many<'c, T: DeserializeOwned>(
    table: &'static str,
    query: ManyRows<'_>,
    from: impl Executor<'c, Database = Sqlite>,
) -> Result<Vec<T>, StoreError> {
    let json = query.fetch_one(from).await?;
    serde_json::from_str(&json).map_err(|source| StoreError::UnreadableRows { table, source })
}

/// A truth value, which SQLite keeps as 0 or 1.
pub(super) fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    Ok(i64::deserialize(from)? != 0)
}

/// An instant, kept in milliseconds.
pub(super) fn instant<'de, D: Deserializer<'de>>(from: D) -> Result<Instant, D::Error> {
    i64::deserialize(from).map(Instant::from_ms)
}

/// An instant that may be absent.
pub(super) fn maybe_instant<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Instant>, D::Error> {
    Ok(Option::<i64>::deserialize(from)?.map(Instant::from_ms))
}
