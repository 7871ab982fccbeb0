//! Something the API answers with, kept up to date.

use std::cell::Cell;
use std::rc::Rc;

use serde::de::DeserializeOwned;
use storytime_types::ApiError;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::backend::{Method, call};
use crate::clock::page_clock_ms;

/// The last answer, and the error if the latest attempt had none.
#[derive(Clone, PartialEq)]
pub struct Resource<T> {
    /// The last answer; an older one stays while a newer is loaded or cannot be had.
    pub value: Option<Rc<T>>,
    /// Why the latest attempt failed.
    pub error: Option<ApiError>,
    /// When the answer came, by the page's clock, in milliseconds.
    pub received_ms: i64,
}

impl<T> Default for Resource<T> {
    fn default() -> Self {
        Self {
            value: None,
            error: None,
            received_ms: 0,
        }
    }
}

impl<T> Reducible for Resource<T> {
    type Action = Result<T, ApiError>;

    fn reduce(self: Rc<Self>, answer: Self::Action) -> Rc<Self> {
        Rc::new(match answer {
            Ok(value) => Self {
                value: Some(Rc::new(value)),
                error: None,
                received_ms: page_clock_ms(),
            },
            Err(error) => Self {
                value: self.value.clone(),
                error: Some(error),
                received_ms: self.received_ms,
            },
        })
    }
}

/// Loads `path` and loads it again whenever it or `revision` changes. No path: nothing to load yet.
#[hook]
pub fn use_resource<T>(path: Option<AttrValue>, revision: u32) -> Resource<T>
where
    T: DeserializeOwned + 'static,
{
    let resource = use_reducer(Resource::<T>::default);
    let dispatcher = resource.dispatcher();
    use_effect_with((path, revision), move |(path, _)| {
        let wanted = Rc::new(Cell::new(true));
        if let Some(path) = path.clone() {
            let wanted = wanted.clone();
            spawn_local(async move {
                let answer = call(Method::Get, &path, ()).await;
                if wanted.get() {
                    dispatcher.dispatch(answer);
                }
            });
        }
        move || wanted.set(false)
    });
    Resource {
        value: resource.value.clone(),
        error: resource.error.clone(),
        received_ms: resource.received_ms,
    }
}
