//! The ledger: what comes, what was sent when and through what, what was not and why.

use storytime_types::changes::Change;
use storytime_types::notifications::{Notification, NotificationStatus};
use yew::prelude::*;

use super::icon::{Shape, icon};
use super::ledger_row::LedgerRow;
use super::notice::{failure, loading};
use crate::discretion::{Discretion, use_discretion};
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::moments::{Moments, use_moments};

/// So many are shown at first, and with each "Show older".
const PAGE: u32 = 40;
/// The API answers no more at once.
const MOST: u32 = 500;
/// Of those to come, so many are shown at first.
const NEXT_FEW: usize = 5;
/// So many of one day that were called off, as when a calendar goes, are folded away.
const MANY: usize = 4;
/// Where the focus goes when a row's own button goes away.
pub const LEDGER_ID: &str = "ledger-name";

/// Which rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    All,
    Coming,
    Sent,
    NotSent,
}

impl Filter {
    const ALL: [Self; 4] = [Self::All, Self::Coming, Self::Sent, Self::NotSent];

    fn name(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Coming => "Coming",
            Self::Sent => "Sent",
            Self::NotSent => "Not sent",
        }
    }

    /// The states of what is over; none where only what comes is shown.
    fn past(self) -> Option<&'static str> {
        match self {
            Self::All => Some("SENT,FAILED,MISSED,CANCELLED"),
            Self::Coming => None,
            Self::Sent => Some("SENT"),
            Self::NotSent => Some("FAILED,MISSED,CANCELLED"),
        }
    }

    fn shows_coming(self) -> bool {
        matches!(self, Self::All | Self::Coming)
    }
}

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The day it is.
    pub today: AttrValue,
}

/// The ledger with its filter; what happens to a row is told aloud.
#[component]
pub fn Ledger(props: &Props) -> Html {
    let filter = use_state(|| Filter::All);
    let said = use_state(String::new);
    let tell = {
        let said = said.setter();
        Callback::from(move |words: &'static str| said.set(words.to_owned()))
    };
    let today = &props.today;
    html! {
        <div class="ledger">
            <fieldset class="segments">
                <legend class="only-heard">{ "Which reminders" }</legend>
                for one in Filter::ALL { { choice(one, *filter == one, &filter) } }
            </fieldset>
            <p class="ledger__said" role="status">{ (*said).clone() }</p>
            <h2 id={LEDGER_ID} class="only-heard" tabindex="-1">{ format!("{} reminders", filter.name()) }</h2>
            if filter.shows_coming() {
                <Coming today={today.clone()} whole={*filter == Filter::Coming} tell={tell.clone()} />
            }
            if let Some(states) = filter.past() {
                <Past key={states} today={today.clone()} {states} {tell} />
            }
        </div>
    }
}

fn choice(one: Filter, chosen: bool, filter: &UseStateHandle<Filter>) -> Html {
    let filter = filter.setter();
    html! {
        <label key={one.name()} class="segment">
            <input
                class="only-heard"
                type="radio"
                name="ledger-filter"
                checked={chosen}
                onchange={Callback::from(move |_| filter.set(one))}
            />
            <span class="segment__name">{ one.name() }</span>
        </label>
    }
}

#[derive(Properties, PartialEq)]
struct ComingProps {
    today: AttrValue,
    /// Whether nothing else is shown.
    whole: bool,
    tell: Callback<&'static str>,
}

/// Those to come, the next one first.
#[component]
fn Coming(props: &ComingProps) -> Html {
    let live = use_changes();
    let all = use_state(|| false);
    let (moments, discretion) = (use_moments(), use_discretion());
    let revision = live.revisions.of(&[Change::Ledger, Change::Events]);
    let path = format!("/api/notifications?status=PENDING&order=soonest&limit={MOST}");
    let rows = use_resource::<Vec<Notification>>(Some(path.into()), revision);
    let rows = match (&rows.value, &rows.error) {
        (Some(rows), _) => rows,
        (None, Some(error)) => return failure(error, &live.refresh),
        (None, None) => return loading("Looking ahead"),
    };
    let shown = if *all || props.whole {
        rows.len()
    } else {
        NEXT_FEW
    };
    let more = rows.len().saturating_sub(shown);
    let show_all = {
        let all = all.setter();
        Callback::from(move |_: MouseEvent| all.set(true))
    };
    html! {
        <section class="card" aria-labelledby="coming-name">
            <h2 id="coming-name" class="section-name">{ "Coming" }</h2>
            if rows.is_empty() {
                <p class="quiet">{ "Nothing yet. Reminders of the next two days stand here." }</p>
            }
            { days(rows.iter().take(shown), &Telling { today: &props.today, tell: &props.tell, moments, discretion }) }
            if more > 0 {
                <button class="button button--quiet" onclick={show_all}>{ format!("Show {more} more") }</button>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct PastProps {
    today: AttrValue,
    states: &'static str,
    tell: Callback<&'static str>,
}

/// Those that are over, the latest first.
#[component]
fn Past(props: &PastProps) -> Html {
    let live = use_changes();
    let limit = use_state(|| PAGE);
    let (moments, discretion) = (use_moments(), use_discretion());
    let revision = live.revisions.of(&[Change::Ledger, Change::Events]);
    let path = format!(
        "/api/notifications?status={}&limit={}",
        props.states, *limit
    );
    let rows = use_resource::<Vec<Notification>>(Some(path.into()), revision);
    let rows = match (&rows.value, &rows.error) {
        (Some(rows), _) => rows,
        (None, Some(error)) => return failure(error, &live.refresh),
        (None, None) => return loading("Reading the ledger"),
    };
    let count = u32::try_from(rows.len()).unwrap_or(MOST);
    let older = {
        let (limit, wanted) = (limit.setter(), (*limit + PAGE).min(MOST));
        Callback::from(move |_: MouseEvent| limit.set(wanted))
    };
    html! {
        <section class="card" aria-labelledby="past-name">
            <h2 id="past-name" class="section-name">{ "What became of them" }</h2>
            if rows.is_empty() { { nothing_yet() } }
            { days(rows.iter(), &Telling { today: &props.today, tell: &props.tell, moments, discretion }) }
            if count >= MOST {
                <p class="quiet">{ format!("These are the latest {MOST}. Older ones stay in the ledger.") }</p>
            } else if count >= *limit {
                <button class="button" onclick={older}>{ "Show older" }</button>
            }
        </section>
    }
}

fn nothing_yet() -> Html {
    html! {
        <div class="empty">
            { icon(Shape::Bell) }
            <p>{ "Nothing here yet. Every reminder leaves its line, sent or not, and says why." }</p>
        </div>
    }
}

/// How rows are told.
struct Telling<'page> {
    today: &'page AttrValue,
    tell: &'page Callback<&'static str>,
    moments: Moments,
    discretion: Discretion,
}

/// Rows in the order they come in, under the name of each day.
fn days<'row>(rows: impl Iterator<Item = &'row Notification>, telling: &Telling<'_>) -> Html {
    let rows: Vec<&Notification> = rows.collect();
    let same_day = |one: &&Notification, next: &&Notification| {
        one.scheduled_local.date == next.scheduled_local.date
    };
    let day = |rows: &[&Notification]| {
        let date = rows.first().map_or("", |row| &row.scheduled_local.date);
        let (cancelled, others): (Vec<_>, Vec<_>) = rows.iter().copied().partition(is_cancelled);
        let (folded, open) = match cancelled.len() {
            0..MANY => (Vec::new(), rows.to_vec()),
            _ => (cancelled, others),
        };
        html! {
            <section key={date} class="ledger__day">
                <h3 class="ledger__date">{ telling.moments.named_day(date, telling.today) }</h3>
                { list(&open, telling) }
                if !folded.is_empty() {
                    <details class="earlier">
                        <summary>{ format!("{} that were called off", folded.len()) }</summary>
                        { list(&folded, telling) }
                    </details>
                }
            </section>
        }
    };
    rows.chunk_by(same_day).map(day).collect()
}

fn list(rows: &[&Notification], telling: &Telling<'_>) -> Html {
    html! {
        <ul>
            for row in rows.iter() {
                <LedgerRow
                    key={row.id.as_str()}
                    row={telling.discretion.reminder(row)}
                    today={telling.today.clone()}
                    tell={telling.tell.clone()}
                />
            }
        </ul>
    }
}

fn is_cancelled(row: &&Notification) -> bool {
    row.status == NotificationStatus::Cancelled
}
