//! Rows for tests: one in every table that has an owner, whatever tables there are by now.

use sqlx::AssertSqlSafe;
use storytime_types::Instant;

use super::Store;

/// A store in a folder of its own.
pub(super) async fn store(folder: &tempfile::TempDir) -> Store {
    let opened = Store::open(folder.path(), Instant::from_ms(0)).await;
    opened.unwrap().0
}

/// The tables that have an owner.
pub(super) async fn owned_tables(store: &Store) -> Vec<String> {
    let mut connection = store.write.acquire().await.unwrap();
    super::removal::owned_tables(&mut connection).await.unwrap()
}

/// One row of this owner in each of them, with whatever its columns must have.
pub(super) async fn fill(store: &Store, user: &str) {
    for table in owned_tables(store).await {
        let needed: Vec<(String, String)> = sqlx::query_as(
            "SELECT name, type FROM pragma_table_info(?)
             WHERE \"notnull\" AND dflt_value IS NULL OR name = 'id'",
        )
        .bind(&table)
        .fetch_all(&store.write)
        .await
        .unwrap();
        let (names, values): (Vec<_>, Vec<_>) = needed
            .iter()
            .map(|(name, kind)| (name.as_str(), value(user, name, kind)))
            .unzip();
        let statement = format!(
            "INSERT INTO {table} ({}) VALUES ({})",
            names.join(", "),
            values.join(", ")
        );
        let done = sqlx::query(AssertSqlSafe(statement)).execute(&store.write);
        done.await.unwrap();
    }
}

fn value(user: &str, name: &str, kind: &str) -> String {
    match (name, kind) {
        ("user_id", _) => format!("'{user}'"),
        ("status", _) => "'completed'".to_owned(),
        (_, "TEXT") => format!("'of {user}'"),
        _ => "1".to_owned(),
    }
}

/// How many rows of a table this owner has.
pub(super) async fn rows_of(store: &Store, table: &str, user: &str) -> i64 {
    let statement = format!("SELECT count(*) FROM {table} WHERE user_id = ?");
    sqlx::query_scalar(AssertSqlSafe(statement))
        .bind(user)
        .fetch_one(&store.write)
        .await
        .unwrap()
}
