//! A start on a database that took the place of a damaged one.

use storytime_types::Instant;
use storytime_types::problems::ProblemKind;

use crate::store::backups::backup_day;
use crate::store::problems::NewProblem;
use crate::store::settings::Setting;
use crate::store::{Opened, Store, StoreError};

/// For so long the person is told that a backup took the database's place, in milliseconds.
const NOTICE_STANDS_MS: i64 = 7 * Instant::DAY;

/// Tells the person what happened. What was due while the damaged database could still be written is
/// not sent because an older one says that it waits: it may have been sent.
pub(super) async fn go_on(store: &Store, opened: &Opened, now: Instant) -> Result<(), StoreError> {
    let sentence = sentence(opened, now);
    store
        .set_app_setting(Setting::StoreNotice, &sentence)
        .await?;
    let until = now.plus_ms(NOTICE_STANDS_MS).ms().to_string();
    store
        .set_app_setting(Setting::StoreNoticeUntil, &until)
        .await?;
    if opened.restored.is_some() {
        let until = opened.last_written.unwrap_or(now).min(now);
        let passed = store.pass_over_what_was_due(until, now).await?;
        tracing::warn!(passed, "reminders of an older ledger are listed as missed");
    }
    let problem = NewProblem {
        integration: None,
        kind: ProblemKind::Database,
        text: sentence,
        advice: "",
    };
    store.record_problem(None, &problem, now).await
}

fn sentence(opened: &Opened, now: Instant) -> String {
    let today = now.to_string();
    let today = today.get(..10).unwrap_or_default();
    let kept = match &opened.set_aside {
        Some(path) => format!(" The damaged file was kept as {}.", path.display()),
        None => String::new(),
    };
    match opened.restored.as_deref().and_then(backup_day) {
        Some(day) => format!(
            "The database was damaged on {today}, and the backup of {day} took its place: look \
             whether your calendars are all there.{kept}"
        ),
        None => format!(
            "The database was damaged on {today} and there was no backup, so a new one was begun: \
             connect your calendars again.{kept}"
        ),
    }
}
