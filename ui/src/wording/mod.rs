//! What the window says, as pure functions: nothing here touches the page or the clock.

#[allow(dead_code, reason = "what Moments needs")]
pub mod civil;
pub mod countdown;
pub mod errors;
pub mod lead_time;
#[allow(dead_code, reason = "the pages take these up one by one")]
pub mod moments;
pub mod source;
pub mod story;
pub mod zone;
