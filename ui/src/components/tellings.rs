//! One event told in every style, side by side: to compare, to choose one, to copy.

use storytime_types::changes::Change;
use storytime_types::events::{ChooseTheme, Event, RegenerateStory, Storyline};
use storytime_types::profile::Theme;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::action_button::{ActionButton, Call};
use super::art::theme_art;
use super::calendar_row::swatch;
use super::copying::CopyText;
use super::icon::{Shape, icon};
use super::mute::{also_in, mute, why_quiet};
use super::notice::{failure, skeleton};
use super::theme_choice::look;
use crate::backend::Method;
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::moments::{Moments, use_moments};
use crate::wording::story;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Whose stories.
    pub event: Event,
    /// The day it is.
    pub today: AttrValue,
    /// Called once the person closed it.
    pub close: Callback<()>,
}

/// A dialog with the stories of one event. The browser keeps the focus inside, closes it on Escape
/// and gives the focus back to what opened it.
#[component]
pub fn Tellings(props: &Props) -> Html {
    let moments = use_moments();
    let dialog = use_node_ref();
    use_modal(&dialog);
    let event = &props.event;
    let dismiss = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    html! {
        <dialog ref={dialog} class="tellings" aria-labelledby="tellings-name" onclose={props.close.reform(|_| ())}>
            <div class="tellings__head">
                <div>
                    <p class="eyebrow">{ when(event, &moments, &props.today) }</p>
                    <h2 id="tellings-name" class="tellings__name">{ &event.title }</h2>
                    <p class="tellings__calendar quiet">
                        { swatch(event.calendar_color.as_deref()) }{ also_in(event).unwrap_or_else(|| event.calendar_name.clone()) }
                        if let Some(why) = why_quiet(event) { <span class="tag">{ why }</span> }
                    </p>
                    <div class="card-event__do">{ mute(event) }</div>
                </div>
                <button class="button" onclick={dismiss}>{ icon(Shape::Cross) }{ "Close" }</button>
            </div>
            <Styles event={event.clone()} />
        </dialog>
    }
}

/// The same, without a dialog: how the styles differ is seen at a glance.
pub fn at_a_glance(event: &Event, moments: &Moments, today: &str) -> Html {
    html! {
        <section aria-labelledby="glance-name">
            <div class="tellings__head">
                <div>
                    <p class="eyebrow">{ when(event, moments, today) }</p>
                    <h2 id="glance-name" class="tellings__name">{ format!("{}, three ways", event.title) }</h2>
                </div>
            </div>
            <Styles key={event.id.as_str()} event={event.clone()} />
        </section>
    }
}

/// `Today, 10:00 – 10:30`.
fn when(event: &Event, moments: &Moments, today: &str) -> String {
    let day = moments.day(&event.local.date, today);
    let time = event.local.start.as_deref().map_or_else(
        || "all day".to_owned(),
        |start| moments.span(start, event.local.end.as_deref()),
    );
    format!("{day}, {time}")
}

#[derive(Properties, PartialEq)]
struct StylesProps {
    event: Event,
}

/// The stories of one event.
#[component]
fn Styles(props: &StylesProps) -> Html {
    let live = use_changes();
    let event = &props.event;
    let revision = live.revisions.of(&[Change::Stories, Change::Events]);
    let path = format!("/api/events/{}/storylines?all=true", event.id);
    let stories = use_resource::<Vec<Storyline>>(Some(path.into()), revision);
    match (&stories.value, &stories.error) {
        (None, None) => skeleton("Telling it three ways", 3),
        (None, Some(error)) => failure(error, &live.refresh),
        (Some(stories), _) => html! {
            <ul class="tellings__styles">
                for story in stories.iter() {
                    <li key={story.theme.as_str()}>{ telling(event, story) }</li>
                }
            </ul>
        },
    }
}

/// Opens the dialog once it is there.
#[hook]
fn use_modal(dialog: &NodeRef) {
    let dialog = dialog.clone();
    use_effect_with((), move |()| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            // Refused only for one that is open already.
            let _ = dialog.show_modal();
        }
    });
}

/// One style's story, with what can be done about it.
fn telling(event: &Event, told: &Storyline) -> Html {
    let in_use = event.theme == told.theme;
    let (name, _) = look(told.theme);
    html! {
        <article
            class={classes!("telling", in_use.then_some("telling--used"))}
            data-theme={told.theme.as_str().to_ascii_lowercase()}
        >
            <div class="telling__art framed">{ theme_art(told.theme) }</div>
            <h3 class="telling__style">
                { name }
                if in_use { <span class="tag">{ "In use" }</span> }
            </h3>
            <p class="telling__text">
                if let Some(emoji) = &told.emoji { <span aria-hidden="true">{ emoji }{ " " }</span> }
                { story::text(told) }
            </p>
            <div class="telling__do">
                { use_style(event, told.theme) }
                { tell_anew(event, Some(told.theme), "Tell it another way") }
                <CopyText text={told.story_text.clone()} what={format!("the story of {} in {name}", event.title)} />
            </div>
        </article>
    }
}

/// Takes a style for this event alone, or gives the choice back to the settings.
fn use_style(event: &Event, theme: Theme) -> Html {
    let in_use = event.theme == theme;
    let own_choice = in_use && event.theme_override.is_some();
    let words = match (own_choice, in_use) {
        (true, _) => "Back to the usual style",
        (false, true) => return Html::default(),
        (false, false) => "Use this style",
    };
    let wanted = ChooseTheme {
        theme: (!own_choice).then_some(theme),
    };
    let path = format!("/api/events/{}/theme", event.id);
    let call = Call::new(
        Method::Put,
        path,
        wanted,
        &[Change::Events, Change::Stories],
    );
    html! { <ActionButton {call} {words} /> }
}

/// Has a story written anew.
pub fn tell_anew(event: &Event, theme: Option<Theme>, words: &'static str) -> Html {
    let path = format!("/api/events/{}/regenerate-story", event.id);
    let call = Call::new(
        Method::Post,
        path,
        RegenerateStory { theme },
        &[Change::Stories],
    );
    html! {
        <ActionButton {call} class="button button--quiet" shape={Shape::Again} {words} busy="Writing…" />
    }
}
