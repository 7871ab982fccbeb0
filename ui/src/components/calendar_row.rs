//! One calendar of an integration: its colour and switch, and what is chosen for it.

use storytime_types::calendars::{Calendar, CalendarProvider};
use storytime_types::changes::Change;
use storytime_types::choices::{ChangeCalendar, Privacy};
use storytime_types::profile::LeadTime;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::action_button::{ActionButton, Call};
use super::calendar_list::SHELF_ID;
use super::notice::problem;
use super::saving::{saved_note, use_action};
use super::switch::Switch;
use crate::backend::Method;
use crate::wording::lead_time;

/// What changes with a choice.
pub const CHOSEN: &[Change] = &[Change::Sync, Change::Events, Change::Ledger];

/// The lead times offered, in minutes; others can be set through the API and stay until another is
/// chosen.
const OFFERED: [u32; 7] = [0, 5, 10, 15, 30, 60, 1_440];

/// The value of "as in Settings".
const USUAL: &str = "usual";

/// The value of what is kept and none of those offered.
const KEPT: &str = "kept";

/// A calendar of an integration; one of an integration that is off is `dimmed` and cannot be switched.
/// One that could not be read says when it was `last_read`: the others are as old as the integration.
pub fn calendar_row(one: &Calendar, dimmed: bool, last_read: String) -> Html {
    let path = format!("/api/calendars/{}", one.id);
    let change = ChangeCalendar {
        is_active: Some(!one.is_active),
        ..ChangeCalendar::default()
    };
    let trouble = one.trouble().filter(|_| one.is_active && !dimmed);
    html! {
        <li key={one.id.as_str()} class="shelf__calendar">
            <div class="shelf__name-of">
                // One without a colour has an empty dot, so that all switches stand in one line.
                { swatch(Some(one.color.as_deref().unwrap_or("none"))) }
                <Switch
                    name={one.name.clone()}
                    heard={format!("Reminders of {}", one.name)}
                    on={one.is_active && !dimmed}
                    disabled={dimmed}
                    call={Call::new(Method::Put, path, change, CHOSEN)}
                />
                if one.is_primary { <span class="tag">{ "Main" }</span> }
            </div>
            <span class="quiet">{ facts(one, dimmed || !one.is_active) }</span>
            if let Some(why) = trouble {
                if one.error_message.is_some() { <p class="quiet">{ last_read }</p> }
                { problem(why, None) }
            }
            if one.is_active && !dimmed {
                <details class="choices">
                    <summary>
                        { in_short(one) }<span class="only-heard">{ format!(", {}", one.name) }</span>
                    </summary>
                    <Choices key={one.id.as_str()} calendar={one.clone()} />
                </details>
            }
        </li>
    }
}

/// A calendar that its source lists no longer, `since` then.
pub fn gone_row(one: &Calendar, provider: CalendarProvider, since: Option<String>) -> Html {
    let path = format!("/api/calendars/gone/{}", one.id);
    let call = Call::new(Method::Delete, path, (), CHOSEN);
    html! {
        <li key={one.id.as_str()} class="shelf__calendar">
            <div class="shelf__name-of">
                { swatch(one.color.as_deref()) }
                <span class="field-name">{ &one.name }</span>
                <span class="tag">{ "Gone" }</span>
            </div>
            <ActionButton
                {call}
                class="button button--small"
                words="Remove"
                busy="Removing…"
                heard={one.name.clone()}
                then_focus={SHELF_ID}
            />
            <p class="quiet shelf__gone">{ gone_words(provider, since.as_deref()) }</p>
        </li>
    }
}

/// What it means that it is gone, and what happens if it comes back.
fn gone_words(provider: CalendarProvider, since: Option<&str>) -> String {
    let source = match provider {
        CalendarProvider::Ics => "Its folder has",
        CalendarProvider::CalDav => "Its server has",
        CalendarProvider::Google | CalendarProvider::Microsoft => "Its account has",
    };
    let since = since.map(|at| format!(" since {at}")).unwrap_or_default();
    format!(
        "{source} not listed it{since}, so nothing of it reminds any more. If it is listed again, it \
         is back as you had it; once removed, it is not, and what was sent of it goes, too."
    )
}

/// A dot in the calendar's own colour. An attribute of a drawing, because the page's policy allows no
/// styles of an element's own.
pub fn swatch(color: Option<&str>) -> Html {
    let Some(color) = color else {
        return Html::default();
    };
    html! {
        <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
            <circle cx="5" cy="5" r="4.5" fill={color.to_owned()} />
        </svg>
    }
}

/// `3 events ahead · Europe/Berlin`. Of one that is off nobody knows what lies ahead.
fn facts(one: &Calendar, is_off: bool) -> String {
    let ahead = match one.upcoming_events {
        _ if is_off => "not read".to_owned(),
        0 => "nothing ahead".to_owned(),
        1 => "1 event ahead".to_owned(),
        many => format!("{many} events ahead"),
    };
    match &one.timezone {
        Some(zone) => format!("{ahead} · {}", zone.replace('_', " ")),
        None => ahead,
    }
}

/// What is chosen, in one line: `Full details · 15 min before`.
fn in_short(one: &Calendar) -> String {
    let leads = match &one.lead_times {
        Some(leads) => in_words(leads),
        None => "reminds as in Settings".to_owned(),
    };
    let own = if one.use_provider_reminders {
        "at the calendar’s own times, else "
    } else {
        ""
    };
    let private = if one.private_as_others {
        ", private events too"
    } else {
        ""
    };
    let privacy = privacy_words(one.privacy).0;
    format!("{privacy}{private} · {own}{leads}")
}

fn in_words(leads: &[LeadTime]) -> String {
    let words: Vec<_> = leads
        .iter()
        .map(|lead| lead_time::before(lead.as_minutes()))
        .collect();
    words.join(", ")
}

/// What it is called, and what it means.
fn privacy_words(privacy: Privacy) -> (&'static str, &'static str) {
    match privacy {
        Privacy::Full => ("Full details", "Channels and an AI may get everything."),
        Privacy::NoAi => ("Never to an AI", "Channels get everything, an AI nothing."),
        Privacy::TitleOnly => (
            "Title only",
            "Channels and an AI get title and time: no place, link or people.",
        ),
        Privacy::BusyOnly => (
            "Busy only",
            "Channels get “Busy” and the time, an AI nothing.",
        ),
    }
}

/// What becomes of the events that their owner marked private.
fn private_words(one: &Calendar) -> &'static str {
    match (one.private_as_others, one.privacy) {
        (false, _) => "What is marked private in the calendar leaves as “Busy” and the time.",
        (true, Privacy::BusyOnly) => "Private events leave as “Busy”, like all of them.",
        (true, Privacy::Full) => "Channels and an AI may get what is marked private, too.",
        (true, Privacy::NoAi) => "Channels get what is marked private, too; an AI nothing.",
        (true, Privacy::TitleOnly) => {
            "Channels and an AI get title and time of what is marked private, too."
        }
    }
}

#[derive(Properties, PartialEq)]
struct Props {
    calendar: Calendar,
}

/// Privacy and lead times of a calendar.
#[component]
fn Choices(props: &Props) -> Html {
    let action = use_action();
    let one = &props.calendar;
    let choose = {
        let (action, path) = (action.clone(), format!("/api/calendars/{}", one.id));
        Callback::from(move |change: ChangeCalendar| {
            action.start(Method::Put, path.clone(), change, CHOSEN);
        })
    };
    let privacy = choose.reform(|event: Event| ChangeCalendar {
        privacy: Privacy::parse(&chosen(&event)),
        ..ChangeCalendar::default()
    });
    let leads = {
        let choose = choose.clone();
        Callback::from(move |event: Event| {
            if let Some(lead_times) = wanted(&chosen(&event)) {
                choose.emit(ChangeCalendar {
                    lead_times: Some(lead_times),
                    ..ChangeCalendar::default()
                });
            }
        })
    };
    let own = ChangeCalendar {
        use_provider_reminders: Some(!one.use_provider_reminders),
        ..ChangeCalendar::default()
    };
    let private = ChangeCalendar {
        private_as_others: Some(!one.private_as_others),
        ..ChangeCalendar::default()
    };
    let path = format!("/api/calendars/{}", one.id);
    let name = choose.reform(|event: Event| ChangeCalendar {
        name: Some(event.target_unchecked_into::<HtmlInputElement>().value()),
        ..ChangeCalendar::default()
    });
    let id = |what: &str| format!("{what}-{}", one.id);
    let (name_id, privacy_id, leads_id) = (id("name"), id("privacy"), id("leads"));
    html! {
        <div class="choices__fields">
            <label class="field-name" for={name_id.clone()}>{ "What to call it" }</label>
            <input id={name_id} class="input" value={one.name.clone()} maxlength="200" onchange={name} />
            <p class="quiet">{ "Empty it, and it has its own name again." }</p>
            <label class="field-name" for={privacy_id.clone()}>{ "What may leave this computer" }</label>
            <select id={privacy_id} class="input input--select" onchange={privacy}>
                for privacy in Privacy::ALL {
                    <option value={privacy.as_str()} selected={privacy == one.privacy}>{ privacy_words(privacy).0 }</option>
                }
            </select>
            <p class="quiet">
                { privacy_words(one.privacy).1 }{ " This window, the tray and this screen’s notifications always show all of it." }
            </p>
            <Switch
                name="Treat private events like the others"
                heard={format!("Treat private events of {} like the others", one.name)}
                on={one.private_as_others}
                call={Call::new(Method::Put, path.clone(), private, CHOSEN)}
            />
            <p class="quiet">{ private_words(one) }</p>
            <label class="field-name" for={leads_id.clone()}>{ "When to remind" }</label>
            { lead_choice(leads_id, one.lead_times.as_deref(), leads) }
            <Switch
                name="At the times that events bring from this calendar"
                heard={format!("Reminders at the times that events bring from {}", one.name)}
                on={one.use_provider_reminders}
                call={Call::new(Method::Put, path, own, CHOSEN)}
            />
            { saved_note(&action.progress, None) }
        </div>
    }
}

fn lead_choice(id: String, leads: Option<&[LeadTime]>, onchange: Callback<Event>) -> Html {
    let only = match leads {
        Some([lead]) => Some(lead.as_minutes()),
        _ => None,
    };
    let other = leads.filter(|_| only.is_none_or(|minutes| !OFFERED.contains(&minutes)));
    html! {
        <select {id} class="input input--select" {onchange}>
            <option value={USUAL} selected={leads.is_none()}>{ "As in Settings" }</option>
            if let Some(leads) = other { <option value={KEPT} selected=true>{ in_words(leads) }</option> }
            for minutes in OFFERED {
                <option value={minutes.to_string()} selected={only == Some(minutes)}>{ lead_time::before(minutes) }</option>
            }
        </select>
    }
}

fn chosen(event: &Event) -> String {
    event.target_unchecked_into::<HtmlSelectElement>().value()
}

/// What a choice of a lead time asks for; nothing where it is what is kept.
fn wanted(value: &str) -> Option<Option<Vec<u32>>> {
    match value {
        USUAL => Some(None),
        _ => Some(Some(vec![value.parse().ok()?])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::examples;

    #[test]
    fn a_calendar_says_in_short_what_is_chosen_for_it() {
        let mut one = examples::integration("work").calendars.remove(0);
        assert_eq!(in_short(&one), "Full details · reminds as in Settings");
        one.privacy = Privacy::BusyOnly;
        one.lead_times = Some([30, 0].map(|m| LeadTime::minutes(m).unwrap()).to_vec());
        assert_eq!(in_short(&one), "Busy only · 30 min before, at the start");
        one.private_as_others = true;
        let in_short_now = in_short(&one);
        assert!(
            in_short_now.starts_with("Busy only, private events too · "),
            "{in_short_now}"
        );
        one.timezone = Some("America/New_York".to_owned());
        assert_eq!(facts(&one, false), "1 event ahead · America/New York");
        assert_eq!(facts(&one, true), "not read · America/New York");
    }

    #[test]
    fn a_choice_of_lead_time_is_one_the_usual_or_what_is_kept() {
        assert_eq!(wanted(USUAL), Some(None));
        assert_eq!(wanted("30"), Some(Some(vec![30])));
        assert_eq!(wanted(KEPT), None);
    }
}
