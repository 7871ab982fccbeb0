//! The style in which stories are told: three cards, each with a look at what it is like.

use storytime_types::profile::{ProfileChange, Theme};
use yew::prelude::*;

use super::art::theme_art;
use super::saving::{saved_note, use_action};

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The one that is set.
    pub theme: Theme,
}

/// The choice of a theme.
#[component]
pub fn ThemeChoice(props: &Props) -> Html {
    let action = use_action();
    let choose = {
        let action = action.clone();
        Callback::from(move |theme| {
            action.save(ProfileChange {
                selected_theme: Some(theme),
                ..ProfileChange::default()
            });
        })
    };
    html! {
        <fieldset class="setting themes">
            <legend class="field-name">{ "How stories are told" }</legend>
            <div class="themes__cards">
                for theme in Theme::ALL {
                    { card(theme, theme == props.theme, &choose) }
                }
            </div>
            { saved_note(&action.progress, None) }
        </fieldset>
    }
}

fn card(theme: Theme, chosen: bool, choose: &Callback<Theme>) -> Html {
    let (name, sample) = look(theme);
    html! {
        <label class="theme-card" data-theme={theme.as_str().to_ascii_lowercase()}>
            <input
                class="only-heard"
                type="radio"
                name="theme"
                value={theme.as_str()}
                checked={chosen}
                onchange={choose.reform(move |_| theme)}
            />
            <span class="theme-card__art framed">{ theme_art(theme) }</span>
            <span class="theme-card__name">{ name }</span>
            <span class="theme-card__sample">{ sample }</span>
        </label>
    }
}

/// What a style is called, and how it sounds.
pub fn look(theme: Theme) -> (&'static str, &'static str) {
    match theme {
        Theme::Fantasy => (
            "Fantasy",
            "“The council gathers at the tenth bell. Sharpen your quill, brave scribe.”",
        ),
        Theme::Genz => (
            "Gen Z",
            "“Bestie, stand-up in ten. Main character energy only, no cap.”",
        ),
        Theme::Meme => (
            "Meme",
            "“One does not simply skip the budget review. This is fine.”",
        ),
    }
}
