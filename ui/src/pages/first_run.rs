//! The first page anybody sees: three ways to begin.

use storytime_types::profile::Theme;
use yew::prelude::*;

use crate::backend::Method;
use crate::components::art::ThemeArt;
use crate::components::connect::{AddressSource, CONNECTED, FileSource};
use crate::components::icon::{Icon, Shape};
use crate::components::notice::Problem;
use crate::components::saving::use_action;

/// The welcome.
#[component]
pub fn FirstRun() -> Html {
    html! {
        <div class="welcome">
            <div class="welcome__head">
                <div class="welcome__art"><ThemeArt theme={Theme::Fantasy} /></div>
                <div class="welcome__words">
                    <h1>{ "Once upon a calendar…" }</h1>
                    <p>{ "Bring your events, and each reminder arrives as a small story, just in time. Everything stays on this computer." }</p>
                </div>
            </div>
            <ul class="welcome__ways">
                <Way shape={Shape::File} name="Open a calendar file" hint="An .ics file, or a folder of them, from this computer.">
                    <FileSource />
                </Way>
                <Way shape={Shape::Address} name="Paste an address" hint="The private link (ICS) that your calendar’s settings show.">
                    <AddressSource />
                </Way>
                <Way shape={Shape::Spark} name="Try a sample day" hint="A made-up day around this very moment. The first reminder comes within a minute.">
                    <SampleDay />
                </Way>
            </ul>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct WayProps {
    shape: Shape,
    name: AttrValue,
    hint: AttrValue,
    children: Html,
}

#[component]
fn Way(props: &WayProps) -> Html {
    html! {
        <li class="way">
            <h2 class="way__name"><Icon shape={props.shape} />{ &props.name }</h2>
            <p class="quiet">{ &props.hint }</p>
            <div class="way__do">{ props.children.clone() }</div>
        </li>
    }
}

#[component]
fn SampleDay() -> Html {
    let action = use_action();
    let busy = action.progress.is_busy();
    let start = {
        let action = action.clone();
        Callback::from(move |_| {
            let nothing = serde_json::json!({});
            action.start(
                Method::Post,
                "/api/calendars/sample-day",
                nothing,
                CONNECTED,
            );
        })
    };
    html! {
        <>
            <button class="button button--main" disabled={busy} onclick={start}>
                { if busy { "Making one up…" } else { "Show me a sample day" } }
            </button>
            if let Some(why) = action.progress.failure() { <Problem text={why.to_owned()} /> }
        </>
    }
}
