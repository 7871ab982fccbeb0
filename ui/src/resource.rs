//! Something the API answers with, kept up to date.

use std::cell::Cell;
use std::rc::Rc;

use serde::de::DeserializeOwned;
use storytime_types::ApiError;
use wasm_bindgen::JsValue;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::backend::{Body, Method, send, understood};
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

impl Reducible for Resource<JsValue> {
    type Action = Result<JsValue, ApiError>;

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
    let json = use_json(path, revision);
    let last = use_mut_ref(|| None::<Rc<T>>);
    // Read once an answer. One that was not understood leaves the last that was.
    let read = use_memo(json.value.clone().map(Answer), |answer| {
        let answer = answer.as_ref()?;
        Some(understood::<T>(&answer.0).map(Rc::new))
    });
    let mut error = json.error;
    match &*read {
        Some(Ok(value)) => *last.borrow_mut() = Some(value.clone()),
        Some(Err(why)) => error = Some(why.clone()),
        None => {}
    }
    Resource {
        value: last.borrow().clone(),
        error,
        received_ms: json.received_ms,
    }
}

/// One answer, which is another than any other, whatever is in it.
struct Answer(Rc<JsValue>);

impl PartialEq for Answer {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The part of [`use_resource`] that is the same for every type, so that it is compiled once.
#[hook]
fn use_json(path: Option<AttrValue>, revision: u32) -> Resource<JsValue> {
    let resource = use_reducer(Resource::<JsValue>::default);
    let dispatcher = resource.dispatcher();
    use_effect_with((path, revision), move |(path, _)| {
        let wanted = Rc::new(Cell::new(true));
        if let Some(path) = path.clone() {
            let wanted = wanted.clone();
            spawn_local(async move {
                let answer = send(Method::Get, &path, Body::NONE).await;
                if wanted.get() {
                    dispatcher.dispatch(answer);
                }
            });
        }
        move || wanted.set(false)
    });
    (*resource).clone()
}
