//! Texts from calendars, made fit for menus and notifications.

pub use storytime_core::stories::guard::line_within as one_line;
