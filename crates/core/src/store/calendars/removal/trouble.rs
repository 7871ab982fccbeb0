//! What was told of trouble: problems, and what syncs failed with or did not wait for.

use serde_json::json;
use sqlx::SqliteConnection;
use storytime_types::IntegrationId;

/// What a sync failed with, without the sentences `condition` is true of; where nothing is left, the
/// whole row goes.
macro_rules! without {
    ($condition:literal) => {
        [
            concat!(
                "DELETE FROM sync_jobs WHERE user_id = ?1 AND status != 'running'
                     AND json_array_length(failures) > 0 AND NOT EXISTS
                         (SELECT 1 FROM json_each(failures) WHERE NOT (",
                $condition,
                "))"
            ),
            concat!(
                "UPDATE sync_jobs SET (failures, error_message) =
                     (SELECT json_group_array(json(value)),
                             group_concat(json_extract(value, '$[1]'), ' ')
                      FROM json_each(failures) WHERE NOT (",
                $condition,
                "))
                 WHERE user_id = ?1 AND EXISTS (SELECT 1 FROM json_each(failures) WHERE ",
                $condition,
                ")"
            ),
        ]
    };
}

/// Removes what was told of an integration's trouble.
pub(super) async fn forget_trouble(
    connection: &mut SqliteConnection,
    user: &str,
    id: &IntegrationId,
) -> Result<(), sqlx::Error> {
    let of_problems = ["DELETE FROM problems WHERE user_id = ?1 AND integration_id = ?2"];
    let of_syncs = without!("json_extract(value, '$[0]') IS ?2");
    for statement in of_problems.into_iter().chain(of_syncs) {
        sqlx::query(statement)
            .bind(user)
            .bind(id.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Removes what syncs said that they did not wait for, where it names an integration.
pub(super) async fn forget_what_went_on(
    connection: &mut SqliteConnection,
    user: &str,
    names: &[String],
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE sync_jobs SET notice = NULL WHERE user_id = ?1 AND EXISTS
             (SELECT 1 FROM json_each(?2) WHERE instr(notice, value) > 0)",
    )
    .bind(user)
    .bind(json!(names).to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes what was told of the trouble of one of its calendars, by name.
pub(super) async fn forget_calendar_s_trouble(
    connection: &mut SqliteConnection,
    user: &str,
    integration: &IntegrationId,
    calendar: &str,
) -> Result<(), sqlx::Error> {
    let of_problems = [
        "DELETE FROM problems WHERE user_id = ?1 AND integration_id = ?2
         AND EXISTS (SELECT 1 FROM calendars WHERE id = ?3
             AND (instr(text, name) > 0 OR instr(text, own_name) > 0))",
    ];
    let of_syncs = without!(
        "json_extract(value, '$[0]') IS ?2 AND EXISTS (SELECT 1 FROM calendars WHERE id = ?3
             AND (instr(json_extract(value, '$[1]'), name) > 0
                 OR instr(json_extract(value, '$[1]'), own_name) > 0))"
    );
    for statement in of_problems.into_iter().chain(of_syncs) {
        sqlx::query(statement)
            .bind(user)
            .bind(integration.as_str())
            .bind(calendar)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
