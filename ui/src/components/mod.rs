//! The pieces that the pages are made of.

pub mod agenda;
pub mod all_day_time;
pub mod art;
pub mod autostart;
pub mod book;
pub mod calendar_list;
pub mod connect;
pub mod countdown;
#[cfg(test)]
mod examples;
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
pub mod sync;
pub mod theme_choice;
pub mod zone_field;
