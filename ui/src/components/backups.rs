//! Copies of the database, and going back to one.

use storytime_types::Instant;
use storytime_types::backups::{Backup, BackupCause, Restored};
use storytime_types::changes::Change;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::field::focus;
use super::icon::{Shape, icon};
use super::notice::{failure, problem, skeleton};
use super::saving::{Progress, failed, use_action};
use crate::backend::{Body, Method, call};
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::errors;
use crate::wording::moments::use_moments;
use crate::wording::{numbers, size};

const HEADING_ID: &str = "backups-name";

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The day it is.
    pub today: AttrValue,
}

/// "Back up now", and the list of what there is.
#[component]
pub fn Backups(props: &Props) -> Html {
    let live = use_changes();
    let making = use_action();
    let moments = use_moments();
    let revision = live.revisions.of(&[Change::Settings, Change::Sync]);
    let found = use_resource::<Vec<Backup>>(Some("/api/backups".into()), revision);
    let back_up = {
        let making = making.clone();
        Callback::from(move |_| {
            making.start(Method::Post, "/api/backups", (), &[Change::Settings]);
        })
    };
    let list = match (&found.value, &found.error) {
        (Some(backups), _) if backups.is_empty() => {
            html! { <p class="quiet">{ "None yet: one is made each day." }</p> }
        }
        (Some(backups), _) => html! {
            <>
                <p>{ in_all(backups) }</p>
                <ul class="sessions">
                    for one in backups.iter() {
                        <Entry key={one.id.clone()} backup={one.clone()} name={
                            one.written_local.as_ref().map_or_else(String::new, |at| {
                                name(moments.day_and_time(at, &props.today), one, backups)
                            })
                        } />
                    }
                </ul>
            </>
        },
        (None, Some(error)) => failure(error, &live.refresh),
        (None, None) => skeleton("Looking for backups", 2),
    };
    let busy = making.progress.is_busy();
    html! {
        <div class="setting setting--wide">
            <h3 id={HEADING_ID} class="field-name" tabindex="-1">{ "Backups" }</h3>
            <p class="quiet">
                { "One is made each day, and those of the last seven days are kept in the data folder, with the last seven that you asked for and what the last three restores replaced. They hold everything: keep copies of them where only you can read them." }
            </p>
            <button class="button" disabled={busy} onclick={back_up}>
                { icon(Shape::Copy) }{ if busy { "Backing up…" } else { "Back up now" } }
            </button>
            <p class="saved" role="status">
                if making.progress == Progress::Done { { icon(Shape::Tick) }{ "Backed up." } }
            </p>
            { failed(&making.progress) }
            { list }
        </div>
    }
}

/// `3 backups, 1.2 MB in all`.
fn in_all(backups: &[Backup]) -> String {
    let many = u32::try_from(backups.len()).unwrap_or(u32::MAX);
    let bytes = backups.iter().map(|one| one.bytes).sum();
    let (many, bytes) = (
        numbers::count(many, "backup", "backups"),
        size::words(bytes),
    );
    format!("{many}, {bytes} in all")
}

/// `Today 14:30`; with its second, `Today 14:30, second 7`, where another is of the same minute.
fn name(minute: String, backup: &Backup, all: &[Backup]) -> String {
    let at = |one: &Backup| one.written_at.ms().div_euclid(Instant::MINUTE);
    let alike = all.iter().filter(|one| at(one) == at(backup)).count();
    if alike < 2 {
        return minute;
    }
    let second = backup.written_at.ms().rem_euclid(Instant::MINUTE) / 1_000;
    format!("{minute}, second {second}")
}

/// `Made by itself · 240 kB`.
fn what_it_is(backup: &Backup) -> String {
    let cause = match backup.cause {
        BackupCause::Daily => "Made by itself",
        BackupCause::Asked => "You asked for it",
        BackupCause::Restored => "As it was before a restore",
    };
    format!("{cause} · {}", size::words(backup.bytes))
}

#[derive(Properties, PartialEq)]
struct EntryProps {
    backup: Backup,
    name: AttrValue,
}

/// One backup, and the question before it takes the present's place.
#[component]
fn Entry(props: &EntryProps) -> Html {
    let asking = use_state(|| false);
    let restoring = use_restoring(&props.backup.id);
    let keep_id = format!("stay-{}", props.backup.id);
    use_focus_on_question(*asking, keep_id.clone());
    let ask = asking.setter();
    let stay = {
        let asking = asking.setter();
        Callback::from(move |_| {
            asking.set(false);
            focus(HEADING_ID);
        })
    };
    html! {
        <li class="sessions__one">
            <div>
                <p>{ &props.name }</p>
                <p class="quiet">{ what_it_is(&props.backup) }</p>
            </div>
            if restoring.progress == Progress::Done {
                <span class="saved" role="status">{ icon(Shape::Tick) }{ "Restored." }</span>
                if let Some(notice) = &restoring.notice { { problem(notice, None) } }
            } else if *asking {
                { question(props, &restoring, keep_id, stay) }
            } else {
                <button
                    class="button button--small"
                    aria-label={format!("Restore the backup of {}", props.name)}
                    onclick={Callback::from(move |_| ask.set(true))}
                >
                    { icon(Shape::Again) }{ "Restore" }
                </button>
            }
        </li>
    }
}

fn question(
    props: &EntryProps,
    restoring: &Restoring,
    keep_id: String,
    stay: Callback<MouseEvent>,
) -> Html {
    let busy = restoring.progress.is_busy();
    let restore = restoring.begin.reform(|_: MouseEvent| ());
    html! {
        <div class="removal" role="group" aria-label={format!("Restore the backup of {}?", props.name)}>
            <p>
                { "Your choices, channels and calendars become those of this backup; what reminders were sent stays known. How things are now is kept in this list, with the last three such copies." }
            </p>
            <div class="removal__choices">
                <button id={keep_id} class="button button--small" onclick={stay}>{ "Leave it as it is" }</button>
                <button class="button button--small button--danger" disabled={busy} onclick={restore}>
                    { icon(Shape::Again) }{ if busy { "Restoring…" } else { "Restore it" } }
                </button>
            </div>
            { failed(&restoring.progress) }
        </div>
    }
}

/// Going back to one backup.
struct Restoring {
    progress: Progress,
    /// What has to be connected again.
    notice: Option<String>,
    begin: Callback<()>,
}

#[hook]
fn use_restoring(id: &str) -> Restoring {
    let state = use_state(|| (Progress::default(), None));
    let changed = use_changes().announce;
    let path = format!("/api/backups/{id}/restore");
    let (progress, notice) = (*state).clone();
    let begin = Callback::from(move |()| {
        let (state, changed, path) = (state.setter(), changed.clone(), path.clone());
        state.set((Progress::Busy, None));
        spawn_local(async move {
            match call::<Restored>(Method::Post, &path, Body::NONE).await {
                Ok(restored) => {
                    state.set((Progress::Done, restored.notice));
                    changed.emit(&Change::OF_EVERYTHING);
                }
                Err(error) => state.set((Progress::Failed(errors::sentence(&error)), None)),
            }
        });
    });
    Restoring {
        progress,
        notice,
        begin,
    }
}

#[hook]
fn use_focus_on_question(asking: bool, keep_id: String) {
    use_effect_with(asking, move |asking| {
        if *asking {
            focus(&keep_id);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backup(cause: BackupCause, bytes: u64) -> Backup {
        Backup {
            id: "storytime-20261122T033000Z".into(),
            written_at: Instant::from_ms(0),
            written_local: None,
            cause,
            bytes,
        }
    }

    #[test]
    fn a_backup_says_why_it_was_made_and_all_of_them_what_they_take() {
        let asked = backup(BackupCause::Asked, 240_000);
        let daily = backup(BackupCause::Daily, 1_000_000);
        assert_eq!(what_it_is(&asked), "You asked for it · 240 kB");
        let aside = backup(BackupCause::Restored, 1_000_000);
        assert_eq!(what_it_is(&aside), "As it was before a restore · 1.0 MB");
        assert_eq!(what_it_is(&daily), "Made by itself · 1.0 MB");
        assert_eq!(in_all(&[asked, daily]), "2 backups, 1.2 MB in all");
    }

    #[test]
    fn only_backups_of_the_same_minute_are_told_apart_by_their_seconds() {
        let at = |seconds: i64| Backup {
            written_at: Instant::from_ms(seconds * 1_000),
            ..backup(BackupCause::Asked, 1)
        };
        let all = [at(7), at(52), at(60)];
        let names: Vec<_> = all
            .iter()
            .map(|one| name("Today 14:30".into(), one, &all))
            .collect();
        assert_eq!(
            names,
            [
                "Today 14:30, second 7",
                "Today 14:30, second 52",
                "Today 14:30"
            ]
        );
    }
}
