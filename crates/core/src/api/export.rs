//! Everything a profile owns, without secrets, as one JSON document: `docs/export.md` describes it.
//! It is written page by page, so that a large one needs no more memory than a small one.

use std::path::Path;

use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::try_unfold;
use serde_json::{Map, Value, json};
use storytime_types::{ApiError, Instant, UserId};

use super::Api;
use crate::store::export::{PARTS, Part};
use crate::store::{Store, StoreError};

/// The document's own name for what it is.
const FORMAT: &str = "storytime-calendar-export";
/// Raised whenever something is renamed or taken away.
const VERSION: u32 = 1;

/// Why a data directory could not be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The app was never started with it.
    #[error("there is no database yet in {0}: start the app once")]
    NoDatabase(String),
    /// There is nobody in the database.
    #[error("there is no profile in the database yet: start the app once")]
    NoProfile,
    /// It could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Api {
    /// Everything the profile owns, piece by piece.
    ///
    /// # Errors
    /// When the profile was deleted; in the stream, when the database refuses half-way: the document
    /// then has no end.
    pub async fn export(
        &self,
    ) -> Result<impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static, ApiError> {
        self.me().await?;
        let (store, user) = (self.shared.store.clone(), self.user.clone());
        Ok(document(store, user, self.shared.now()))
    }
}

/// Everything the local profile of a data directory owns. An engine may run beside it.
///
/// # Errors
/// When there is no database or profile; in the stream, when the database refuses half-way.
pub async fn export_folder(
    data_dir: &Path,
    now: Instant,
) -> Result<impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static, ExportError> {
    let store = Store::open_to_read(data_dir).await?;
    let store = store.ok_or_else(|| ExportError::NoDatabase(data_dir.display().to_string()))?;
    let profile = store.local_profile().await?.ok_or(ExportError::NoProfile)?;
    Ok(document(store, profile.id, now))
}

/// How far a document is written.
enum Place {
    Beginning,
    /// In the part of this number, behind the row of that place; whether rows stand there already.
    Within(usize, i64, bool),
    End,
}

fn document(
    store: Store,
    user: UserId,
    now: Instant,
) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static {
    try_unfold(Place::Beginning, move |place| {
        let (store, user) = (store.clone(), user.clone());
        async move {
            Ok(match place {
                Place::Beginning => Some((beginning(now), Place::Within(0, 0, false))),
                Place::Within(number, behind, has_rows) => match PARTS.get(number) {
                    Some(part) => {
                        let page = store.exported(part, &user, behind).await?;
                        let text = piece(part, behind, has_rows, &page.rows, page.next.is_none());
                        let place = match page.next {
                            Some(next) => Place::Within(number, next, true),
                            None => Place::Within(number + 1, 0, false),
                        };
                        Some((Bytes::from(text), place))
                    }
                    None => Some((Bytes::from_static(b"\n}\n"), Place::End)),
                },
                Place::End => None,
            })
        }
    })
}

fn beginning(now: Instant) -> Bytes {
    let version = env!("CARGO_PKG_VERSION");
    Bytes::from(format!(
        "{{\n\"format\": \"{FORMAT}\",\n\"version\": {VERSION},\n\"exportedAt\": \"{now}\",\n\
         \"appVersion\": \"{version}\""
    ))
}

/// A page of a part; a row stands on a line of its own.
fn piece(
    part: &Part,
    behind: i64,
    has_rows: bool,
    rows: &[Map<String, Value>],
    is_last: bool,
) -> String {
    let lines: Vec<String> = rows.iter().map(|row| json!(row).to_string()).collect();
    if part.is_single {
        let row = lines.first().map_or("null", String::as_str);
        return format!(",\n\"{}\": {row}", part.name);
    }
    let mut text = String::new();
    if behind == 0 {
        text.push_str(&format!(",\n\"{}\": [", part.name));
    }
    for (index, line) in lines.iter().enumerate() {
        let follows = has_rows || index > 0;
        text.push_str(if follows { ",\n" } else { "\n" });
        text.push_str(line);
    }
    if is_last {
        text.push(']');
    }
    text
}
