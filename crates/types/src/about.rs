//! `GET /api/about`: what runs, and where it keeps its data.

use serde::{Deserialize, Serialize};

use crate::LocalMoment;

/// What runs, and where it keeps its data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The version of the program that answers.
    pub version: String,
    /// The data directory.
    pub data_dir: String,
    /// The database in it.
    pub database: DatabaseSize,
    /// Its backups.
    pub backups: Backups,
    /// When the engine that answers was started.
    pub engine_since: LocalMoment,
}

/// How large the database is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatabaseSize {
    /// With what is written but not yet merged into it, in bytes.
    pub bytes: u64,
}

/// The backups of the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Backups {
    /// How many there are.
    pub count: usize,
    /// When the newest was written; absent while there is none.
    pub newest: Option<LocalMoment>,
}
