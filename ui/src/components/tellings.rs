//! One event told in every style, side by side: to compare, to choose one, to copy.

use storytime_types::changes::Change;
use storytime_types::events::{ChooseTheme, Event, RegenerateStory, Storyline};
use storytime_types::profile::Theme;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::art::theme_art;
use super::copying::CopyText;
use super::icon::{Shape, icon};
use super::notice::{failure, skeleton};
use super::saving::{failed, use_action};
use super::theme_choice::look;
use crate::backend::Method;
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::moments::use_moments;
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
    let live = use_changes();
    let moments = use_moments();
    let dialog = use_node_ref();
    use_modal(&dialog);
    let event = &props.event;
    let revision = live.revisions.of(&[Change::Stories, Change::Events]);
    let path = format!("/api/events/{}/storylines?all=true", event.id);
    let stories = use_resource::<Vec<Storyline>>(Some(path.into()), revision);
    let body = match (&stories.value, &stories.error) {
        (None, None) => skeleton("Telling it three ways", 3),
        (None, Some(error)) => failure(error, &live.refresh),
        (Some(stories), _) => html! {
            <ul class="tellings__styles">
                for story in stories.iter() {
                    <li key={story.theme.as_str()}>{ telling(event, story) }</li>
                }
            </ul>
        },
    };
    let dismiss = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let day = moments.day(&event.local.date, &props.today);
    let when = event.local.start.as_deref().map_or_else(
        || "all day".to_owned(),
        |start| moments.span(start, event.local.end.as_deref()),
    );
    html! {
        <dialog ref={dialog} class="tellings" aria-labelledby="tellings-name" onclose={props.close.reform(|_| ())}>
            <div class="tellings__head">
                <div>
                    <p class="eyebrow">{ format!("{day}, {when}") }</p>
                    <h2 id="tellings-name" class="tellings__name">{ &event.title }</h2>
                </div>
                <button class="button" onclick={dismiss}>{ icon(Shape::Cross) }{ "Close" }</button>
            </div>
            { body }
        </dialog>
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
                <UseStyle event={event.clone()} theme={told.theme} {in_use} />
                <TellAnew event={event.clone()} theme={told.theme} />
                <CopyText text={told.story_text.clone()} what={format!("the story of {} in {name}", event.title)} />
            </div>
        </article>
    }
}

#[derive(Properties, PartialEq)]
struct StyleProps {
    event: Event,
    theme: Theme,
    #[prop_or_default]
    in_use: bool,
}

/// Takes a style for this event alone, or gives the choice back to the settings.
#[component]
fn UseStyle(props: &StyleProps) -> Html {
    let action = use_action();
    let (theme, path) = (props.theme, format!("/api/events/{}/theme", props.event.id));
    let own_choice = props.in_use && props.event.theme_override.is_some();
    let wanted = ChooseTheme {
        theme: (!own_choice).then_some(theme),
    };
    let choose = {
        let action = action.clone();
        Callback::from(move |_| {
            action.start(
                Method::Put,
                path.clone(),
                wanted,
                &[Change::Events, Change::Stories],
            );
        })
    };
    let words = match (own_choice, props.in_use) {
        (true, _) => "Back to the usual style",
        (false, true) => return Html::default(),
        (false, false) => "Use this style",
    };
    html! {
        <>
            <button class="button button--small" disabled={action.progress.is_busy()} onclick={choose}>{ words }</button>
            { failed(&action.progress) }
        </>
    }
}

/// Has a story written anew.
#[component]
fn TellAnew(props: &StyleProps) -> Html {
    let action = use_action();
    let busy = action.progress.is_busy();
    let (theme, path) = (
        props.theme,
        format!("/api/events/{}/regenerate-story", props.event.id),
    );
    let write = {
        let action = action.clone();
        Callback::from(move |_| {
            let asked = RegenerateStory { theme: Some(theme) };
            action.start(Method::Post, path.clone(), asked, &[Change::Stories]);
        })
    };
    html! {
        <>
            <button class="button button--quiet" aria-disabled={busy.to_string()} onclick={write}>
                { icon(Shape::Again) }{ if busy { "Writing…" } else { "Tell it another way" } }
            </button>
            { failed(&action.progress) }
        </>
    }
}
