//! Writing a client into `providers.toml`. What else stands there, comments too, is left as it is.

use std::path::Path;

use storytime_types::Secret;
use toml_edit::{DocumentMut, table, value};

use super::{Providers, ProvidersError, not_toml, path_in, text_of};
use crate::private_file;

/// How the app is known at a provider.
#[derive(Debug)]
pub struct NewClient<'a> {
    /// `google` or `microsoft`.
    pub section: &'static str,
    /// Its id.
    pub id: &'a str,
    /// Its secret, if it has one.
    pub secret: Option<&'a Secret<String>>,
}

impl Providers {
    /// Writes a client into the file of a data directory, in the place of the one before.
    ///
    /// # Errors
    /// When the file cannot be read, understood or written; then it stays as it is.
    pub async fn write_client(
        data_dir: &Path,
        client: &NewClient<'_>,
    ) -> Result<(), ProvidersError> {
        let path = path_in(data_dir);
        let before = text_of(&path).await?;
        // What is no good is named, and not written over.
        Self::parse(&path, &before)?;
        let after = with_client(&path, &before, client)?;
        private_file::write_whole(&path, after.as_bytes())
            .map_err(|source| ProvidersError::Unwritable { path, source })
    }
}

fn with_client(path: &Path, text: &str, client: &NewClient<'_>) -> Result<String, ProvidersError> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        not_toml(
            path,
            text,
            error.span().map(|span| span.start),
            error.message(),
        )
    })?;
    let section = document.entry(client.section).or_insert_with(table);
    if let Some(section) = section.as_table_like_mut() {
        section.insert("client_id", value(client.id));
        // A secret belongs to its id.
        match client.secret {
            Some(secret) => section.insert("client_secret", value(secret.expose().as_str())),
            None => section.remove("client_secret"),
        };
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn google<'a>(id: &'a str, secret: Option<&'a Secret<String>>) -> NewClient<'a> {
        NewClient {
            section: "google",
            id,
            secret,
        }
    }

    #[tokio::test]
    async fn a_client_is_written_beside_what_stands_there_and_nobody_else_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = path_in(folder.path());
        let own = "# mine\n[microsoft]\nclient_id = \"m\" # from the portal\n\n[slack]\nx = 1\n";
        std::fs::write(&path, own).unwrap();
        let secret = Secret::from("it\"s");

        Providers::write_client(folder.path(), &google("g", Some(&secret)))
            .await
            .unwrap();

        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with(own), "{text}");
        let read = Providers::in_folder(folder.path()).await.unwrap();
        assert_eq!(read.google.client_id, "g");
        assert_eq!(read.google.client_secret.expose(), "it\"s");
        assert_eq!(read.microsoft.client_id, "m");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[tokio::test]
    async fn another_client_does_not_keep_the_secret_of_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let secret = Secret::from("of the first");
        Providers::write_client(folder.path(), &google("first", Some(&secret)))
            .await
            .unwrap();
        Providers::write_client(folder.path(), &google("second", None))
            .await
            .unwrap();

        let read = Providers::in_folder(folder.path()).await.unwrap();
        assert_eq!(read.google.client_id, "second");
        assert_eq!(read.google.client_secret.expose(), "");
    }

    #[tokio::test]
    async fn a_file_that_is_no_good_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        for broken in ["[google]\nclient_id = \n", "google = 3\n"] {
            std::fs::write(path_in(folder.path()), broken).unwrap();
            let error = Providers::write_client(folder.path(), &google("g", None)).await;
            assert!(
                error
                    .unwrap_err()
                    .to_string()
                    .contains("cannot be understood")
            );
            let text = std::fs::read_to_string(path_in(folder.path())).unwrap();
            assert_eq!(text, broken);
        }
    }
}
