//! Backups from before there was a vault hold addresses in plain text.

use sqlx::{Row, SqliteConnection};

use crate::store::backups::newest_first;
use crate::store::backups::rewriting::{RewriteError, Rewriting, rewrite};
use crate::store::{Store, StoreError};

impl Store {
    /// Puts `seal` of each address of the network, given with its integration's id, in its place in
    /// every backup. A backup that cannot be read is left as it is: it could not be restored either.
    ///
    /// # Errors
    /// When `seal` refuses, or a copy cannot be written.
    pub async fn seal_backups<E: From<StoreError> + Send>(
        &self,
        seal: &(impl Fn(&str, &str) -> Result<String, E> + Sync),
    ) -> Result<(), E> {
        for backup in newest_first(&self.folder) {
            rewrite(&backup, &Sealing(seal)).await?;
        }
        Ok(())
    }
}

struct Sealing<'s, S>(&'s S);

impl<E, S> Rewriting for Sealing<'_, S>
where
    E: From<StoreError> + Send,
    S: Fn(&str, &str) -> Result<String, E> + Sync,
{
    type Refusal = E;

    async fn rewrite(&self, connection: &mut SqliteConnection) -> Result<bool, RewriteError<E>> {
        let rows = sqlx::query(
            "SELECT id, address FROM calendar_integrations
             WHERE address GLOB 'http://*' OR address GLOB 'https://*'",
        )
        .fetch_all(&mut *connection)
        .await?;
        for row in &rows {
            let (id, address): (String, String) = (row.try_get("id")?, row.try_get("address")?);
            let sealed = (self.0)(&id, &address).map_err(RewriteError::Refused)?;
            sqlx::query("UPDATE calendar_integrations SET address = ?2 WHERE id = ?1")
                .bind(&id)
                .bind(sealed)
                .execute(&mut *connection)
                .await?;
        }
        Ok(!rows.is_empty())
    }
}
