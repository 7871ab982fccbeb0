//! What runs, and where it keeps its data.

use storytime_types::about::About;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::icon::{Shape, icon};
use super::notice::problem;
use crate::backend;
use crate::clipboard;
use crate::wording::errors;
use crate::wording::moments::Moments;
use crate::wording::size;

/// The data folder, and how large the database in it is.
pub fn data_folder(about: &About) -> Html {
    html! {
        <>
            <div class="setting">
                <p class="field-name">{ "Data folder" }</p>
                <p><code>{ &about.data_dir }</code></p>
                <Folder path={about.data_dir.clone()} />
            </div>
            <dl class="setting known">
                <dt>{ "Database" }</dt><dd>{ size::words(about.database.bytes) }</dd>
            </dl>
        </>
    }
}

/// The program's version, and since when it runs.
pub fn program(about: &About, moments: &Moments, today: &str) -> Html {
    html! {
        <dl class="known">
            <dt>{ "Version" }</dt><dd>{ &about.version }</dd>
            <dt>{ "Running since" }</dt><dd>{ moments.moment(&about.engine_since, today) }</dd>
        </dl>
    }
}

#[derive(Properties, PartialEq)]
struct FolderProps {
    path: AttrValue,
}

/// Opens the folder in the app's window, and copies its path anywhere.
#[component]
fn Folder(props: &FolderProps) -> Html {
    let note = use_state(|| Ok(""));
    let open = {
        let note = note.setter();
        Callback::from(move |_| {
            let note = note.clone();
            spawn_local(async move {
                let opened = backend::open_data_folder().await;
                note.set(match opened {
                    Ok(()) => Ok(""),
                    Err(error) => Err(errors::sentence(&error)),
                });
            });
        })
    };
    let copy = {
        let (note, path) = (note.setter(), props.path.clone());
        Callback::from(move |_| {
            let (note, path) = (note.clone(), path.clone());
            spawn_local(async move {
                note.set(if clipboard::copy(&path).await {
                    Ok("Copied.")
                } else {
                    Err("It cannot be copied here: select the path and copy it by hand.".to_owned())
                });
            });
        })
    };
    html! {
        <>
            <div class="source__row">
                if backend::in_desktop_window() {
                    <button class="button button--small" onclick={open}>{ icon(Shape::File) }{ "Open the folder" }</button>
                }
                <button class="button button--small" onclick={copy}>{ icon(Shape::Copy) }{ "Copy the path" }</button>
            </div>
            { match &*note {
                Ok(words) => html! { <p class="saved" role="status">{ words }</p> },
                Err(why) => problem(why, None),
            } }
        </>
    }
}
