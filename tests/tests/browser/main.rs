//! The window in a real browser, on a real `storytime serve` without a desktop. `cargo xtask test`
//! runs these.

#![cfg(target_os = "linux")]
// All of this crate is tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accessibility;
mod browser;
mod cards;
mod choices;
mod chromedriver;
mod connecting;
mod data;
mod docs;
mod first_run;
mod keyboard;
mod lock;
mod morning;
mod oauth;
mod openid;
mod pictures;
mod presenting;
mod sample_day;
mod saving;
mod settings;
mod signing_in;
mod states;
mod troubles;
// What the tests in `src` share; these need less of it.
#[allow(dead_code)]
#[path = "../../src/support/mod.rs"]
mod support;
