//! The pages of the window.

pub mod first_run;
pub mod settings;
pub mod sign_in;
pub mod today;
