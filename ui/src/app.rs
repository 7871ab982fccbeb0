//! The frame around the pages: who may look, which page, which palette.

use storytime_types::profile::{Profile, Theme};
use storytime_types::status::Status;
use storytime_types::{ApiError, ErrorCode};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::backend::{self, Access};
use crate::clock::use_visible;
use crate::components::header::{MAIN_ID, header};
use crate::components::notice::{failure, loading, opening};
use crate::components::strips::{present_strip, problems};
use crate::discretion::Discretion;
use crate::fragment;
use crate::live::{Link, Live, use_live};
use crate::navigation::{use_fragment, use_navigation};
use crate::pages::calendars::Calendars;
use crate::pages::first_run::welcome;
use crate::pages::overview::Overview;
use crate::pages::reminders::reminders;
use crate::pages::settings::Settings;
use crate::pages::sign_in::SignIn;
use crate::pages::stories::stories;
use crate::pages::today::Today;
use crate::resource::{Resource, use_resource};
use crate::wording::errors;
use crate::wording::moments::Moments;
use storytime_types::{Page, Place, Section};

#[derive(Clone, PartialEq)]
enum Session {
    SigningIn,
    Open,
    Locked(Option<ApiError>),
}

/// Signs in, then shows the window.
#[component]
pub fn App() -> Html {
    let session = use_state(|| Session::SigningIn);
    let fragment = use_fragment();
    let brings_code = fragment::code(&fragment).map(str::to_owned);
    let state = session.clone();
    use_effect_with(brings_code.clone(), move |code| {
        // The first visit needs no code in a signed-in browser; later only a new code matters.
        if code.is_some() || *state == Session::SigningIn {
            spawn_local(async move {
                state.set(match backend::sign_in().await {
                    Ok(Access::Granted) => Session::Open,
                    Ok(Access::NeedsAddress) => Session::Locked(None),
                    Err(error) => Session::Locked(Some(error)),
                });
            });
        }
    });
    let sign_out = use_callback(session.setter(), |(), session| {
        session.set(Session::Locked(None));
    });
    match &*session {
        Session::SigningIn => opening(),
        Session::Locked(error) => html! { <SignIn refused={error.clone()} /> },
        Session::Open => {
            html! { <Window place={fragment::place(&fragment)} {sign_out} /> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct WindowProps {
    place: Place,
    sign_out: Callback<()>,
}

#[component]
fn Window(props: &WindowProps) -> Html {
    let live = use_live();
    use_refresh_when_seen_again(&live);
    let revision = live.revisions.of_anything();
    let status = use_resource::<Status>(Some("/api/status".into()), revision);
    let profile = use_resource::<Profile>(Some("/api/user/profile".into()), revision);
    let theme = profile.value.as_ref().map(|it| it.selected_theme);
    use_palette(theme);
    let (page, part) = (props.place.page(), props.place.part());
    use_navigation(page, part.is_some());
    use_sign_out(&status, props.sign_out.clone());
    let hours = status.value.as_ref().map(|it| it.hours);
    let moments = use_memo(hours.unwrap_or_default(), |hours| {
        Moments::of_person(*hours)
    });
    let palette = theme.unwrap_or(Theme::Fantasy);
    let received_ms = status.received_ms;
    let presenting = status.value.as_ref().is_some_and(|it| it.presenting);

    let today = status
        .value
        .as_ref()
        .map_or_else(String::new, |it| it.today_date.clone());
    let first_run = status.value.as_ref().is_some_and(|it| it.first_run);
    let warning = stale(live.revisions.link, &status);
    let shown = match (page, &status.value, &status.error) {
        (Page::Settings, ..) => {
            html! { <Settings {profile} {status} section={part.and_then(Section::of_fragment)} /> }
        }
        (Page::Calendars, ..) => {
            html! { <Calendars {today} integration={part.map(|id| AttrValue::from(id.to_owned()))} /> }
        }
        (Page::Overview, ..) => html! { <Overview /> },
        (page, None, error) => waiting(page, error.as_ref(), &live.refresh),
        (Page::Today, Some(status), _) if first_run => html! {
            <>{ problems(&status.problems, Discretion::of(presenting)) }{ welcome() }</>
        },
        (Page::Today, Some(at_a_glance), _) => {
            html! { <Today status={at_a_glance.clone()} {received_ms} theme={palette} /> }
        }
        (Page::Stories, Some(status), _) => stories(status, palette),
        (Page::Reminders, Some(status), _) => reminders(&status.today_date),
    };
    html! {
        <ContextProvider<Live> context={live}>
            <ContextProvider<Moments> context={(*moments).clone()}>
                <ContextProvider<Discretion> context={Discretion::of(presenting)}>
                    { header(page) }
                    { warning }
                    if presenting { { present_strip() } }
                    <main id={MAIN_ID} class="main" tabindex="-1">{ shown }</main>
                </ContextProvider<Discretion>>
            </ContextProvider<Moments>>
        </ContextProvider<Live>>
    }
}

/// A page before its first answer, or in place of it. Its heading is there already: the focus goes
/// to it.
fn waiting(page: Page, error: Option<&ApiError>, retry: &Callback<()>) -> Html {
    html! {
        <>
            <h1 class="only-heard">{ page.name() }</h1>
            { match error {
                Some(error) => failure(error, retry),
                None => loading("Turning the page"),
            } }
        </>
    }
}

/// A strip that says so while the page shows what may be old.
fn stale(link: Link, status: &Resource<Status>) -> Html {
    let words = match &status.error {
        _ if link == Link::Down => {
            "StoryTime is not answering. If you stopped it, start it again: this page comes back by itself."
                .to_owned()
        }
        Some(error) if status.value.is_some() => errors::sentence(error),
        _ => return Html::default(),
    };
    html! { <p class="banner banner--problem" role="status">{ words }</p> }
}

/// Timers rest while the page is hidden, so what it shows may be old when it is seen again.
#[hook]
fn use_refresh_when_seen_again(live: &Live) {
    let visible = use_visible();
    let was_hidden = use_mut_ref(|| false);
    let refresh = live.refresh.clone();
    use_effect_with(visible, move |visible| {
        if was_hidden.replace(!visible) && *visible {
            refresh.emit(());
        }
    });
}

/// The palette follows the theme; it is an attribute of the document, so that the page's own
/// background follows too.
#[hook]
fn use_palette(theme: Option<Theme>) {
    use_effect_with(theme, |theme| {
        if let Some(theme) = theme {
            let name = theme.as_str().to_ascii_lowercase();
            // Refused only for an invalid attribute name, which this is not.
            let _ = gloo_utils::document_element().set_attribute("data-theme", &name);
        }
    });
}

#[hook]
fn use_sign_out(status: &Resource<Status>, sign_out: Callback<()>) {
    let code = status.error.as_ref().map(|it| it.code);
    use_effect_with(code, move |code| {
        if *code == Some(ErrorCode::Unauthenticated) {
            sign_out.emit(());
        }
    });
}
