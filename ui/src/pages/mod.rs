//! The pages of the window.

pub mod calendars;
pub mod first_run;
pub mod overview;
pub mod reminders;
pub mod settings;
pub mod sign_in;
pub mod stories;
pub mod today;
