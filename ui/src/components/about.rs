//! What runs, and where it keeps its data.

use storytime_types::about::About;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::icon::{Shape, icon};
use super::notice::{failure, loading};
use crate::clipboard;
use crate::live::use_changes;
use crate::resource::use_resource;
use crate::wording::moments::use_moments;
use crate::wording::size;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The day it is.
    pub today: AttrValue,
}

/// The data folder with its size and backups, and the version.
#[component]
pub fn AboutThisApp(props: &Props) -> Html {
    let live = use_changes();
    let moments = use_moments();
    let about = use_resource::<About>(Some("/api/about".into()), 0);
    let about = match (&about.value, &about.error) {
        (Some(about), _) => about,
        (None, Some(error)) => return failure(error, &live.refresh),
        (None, None) => return loading("Looking up your data folder"),
    };
    let backups = match (about.backups.count, &about.backups.newest) {
        (0, _) | (_, None) => "None yet: one is made each day".to_owned(),
        (count, Some(newest)) => {
            format!(
                "{count}, the newest {}",
                moments.moment(newest, &props.today)
            )
        }
    };
    let since = moments.moment(&about.engine_since, &props.today);
    html! {
        <>
            <div class="setting">
                <p class="field-name">{ "Data folder" }</p>
                <p><code>{ &about.data_dir }</code></p>
                <CopyPath path={about.data_dir.clone()} />
            </div>
            <dl class="facts">
                <dt>{ "Database" }</dt><dd>{ size::words(about.database.bytes) }</dd>
                <dt>{ "Backups" }</dt><dd>{ backups }</dd>
                <dt>{ "Version" }</dt><dd>{ &about.version }</dd>
                <dt>{ "Running since" }</dt><dd>{ since }</dd>
            </dl>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct CopyProps {
    path: AttrValue,
}

#[component]
fn CopyPath(props: &CopyProps) -> Html {
    let copied = use_state(|| None::<bool>);
    let onclick = {
        let (copied, path) = (copied.setter(), props.path.clone());
        Callback::from(move |_| {
            let (copied, path) = (copied.clone(), path.clone());
            spawn_local(async move { copied.set(Some(clipboard::copy(&path).await)) });
        })
    };
    let words = match *copied {
        None => "",
        Some(true) => "Copied.",
        Some(false) => "It cannot be copied here: select the path and copy it by hand.",
    };
    html! {
        <div class="source__row">
            <button class="button button--small" {onclick}>{ icon(Shape::File) }{ "Copy the path" }</button>
            <p class="saved" role="status">{ words }</p>
        </div>
    }
}
