//! What the window says, as pure functions: nothing here touches the page or the clock.

pub mod civil;
pub mod countdown;
pub mod errors;
pub mod lead_time;
pub mod ledger;
pub mod moments;
pub mod numbers;
pub mod size;
pub mod source;
pub mod story;
pub mod zone;
