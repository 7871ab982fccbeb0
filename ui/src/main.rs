//! The window: Yew, compiled to WebAssembly. It converts no time and knows no rule; it shows what
//! the one API answers and sends back what the person chose.

mod app;
mod backend;
mod clipboard;
mod clock;
mod components;
mod discretion;
mod fragment;
mod live;
mod navigation;
mod pages;
mod resource;
mod timeline;
mod wording;

fn main() {
    yew::Renderer::<app::App>::new().render();
}
