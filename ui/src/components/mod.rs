//! The pieces that the pages are made of.

pub mod all_day_time;
pub mod art;
pub mod autostart;
pub mod book;
pub mod calendar_list;
pub mod connect;
pub mod copying;
pub mod countdown;
#[cfg(test)]
pub mod examples;
pub mod field;
pub mod header;
pub mod icon;
pub mod lead_times;
pub mod link;
pub mod notice;
pub mod pause;
pub mod reminders;
pub mod saving;
pub mod story;
pub mod strips;
pub mod sync;
pub mod tale;
pub mod tellings;
pub mod theme_choice;
pub mod timeline;
pub mod zone_field;
