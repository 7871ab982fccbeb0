//! A setting that is a list of short texts: chips to take away, and a field to add one.

use storytime_types::profile::ProfileChange;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::{focus, use_emptied_once_done};
use super::icon::{Shape, icon};
use super::saving::{saved_note, use_action};

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The field's id in the page; others are made from it.
    pub id: &'static str,
    /// What the list is called.
    pub name: &'static str,
    /// What it is for.
    pub hint: &'static str,
    /// What the field is called.
    pub another: &'static str,
    /// An example of what it takes.
    pub example: &'static str,
    /// The input's type, such as `email`.
    pub takes: &'static str,
    /// The most that fit.
    pub most: usize,
    /// Those that are kept.
    pub texts: Vec<String>,
    /// The change of the profile that keeps these.
    pub change: Callback<Vec<String>, ProfileChange>,
}

/// The texts as chips, to take away and to add.
#[component]
pub fn TextList(props: &Props) -> Html {
    let action = use_action();
    let field = use_node_ref();
    let save = {
        let (action, change) = (action.clone(), props.change.clone());
        Callback::from(move |texts: Vec<String>| action.save(change.emit(texts)))
    };
    let onsubmit = {
        let (save, field, known) = (save.clone(), field.clone(), props.texts.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = field.cast::<HtmlInputElement>().map(|field| field.value());
            let typed = typed.filter(|typed| !typed.trim().is_empty());
            save.emit(known.iter().cloned().chain(typed).collect());
        })
    };
    use_emptied_once_done(&field, &action.progress);
    let failed = action.progress.failure().is_some();
    let id = props.id;
    let (name_id, hint_id, note_id) = (
        format!("{id}-name"),
        format!("{id}-hint"),
        format!("{id}-note"),
    );
    html! {
        <div class="setting" role="group" aria-labelledby={name_id.clone()}>
            <p class="field-name" id={name_id.clone()} tabindex="-1">{ props.name }</p>
            <p class="quiet" id={hint_id.clone()}>{ props.hint }</p>
            if !props.texts.is_empty() {
                <ul class="chips">
                    for text in props.texts.iter() { { chip(text, &props.texts, &save, &name_id) } }
                </ul>
            }
            if props.texts.len() < props.most {
                <form class="own-lead" {onsubmit} novalidate=true>
                    <input
                        ref={field}
                        {id}
                        class="input own-address"
                        type={props.takes}
                        autocomplete={if props.takes == "email" { "email" } else { "off" }}
                        spellcheck="false"
                        placeholder={props.example}
                        aria-label={props.another}
                        aria-invalid={failed.to_string()}
                        aria-describedby={format!("{hint_id} {note_id}")}
                    />
                    <button class="button" type="submit" disabled={action.progress.is_busy()}>{ "Add" }</button>
                </form>
            } else {
                <p class="quiet">{ "That is as many as fit. Remove one to add another." }</p>
            }
            { saved_note(&action.progress, Some(&note_id)) }
        </div>
    }
}

fn chip(text: &str, all: &[String], save: &Callback<Vec<String>>, name_id: &str) -> Html {
    let rest: Vec<String> = all.iter().filter(|it| *it != text).cloned().collect();
    let name_id = name_id.to_owned();
    let onclick = save.reform(move |_: MouseEvent| {
        focus(&name_id);
        rest.clone()
    });
    html! {
        <li key={text} class="chip">
            <span>{ text }</span>
            <button class="chip__remove" aria-label={format!("Remove {text}")} title="Remove" {onclick}>
                { icon(Shape::Cross) }
            </button>
        </li>
    }
}
