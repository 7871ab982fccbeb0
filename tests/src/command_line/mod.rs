//! The built `storytime`, from outside.

mod agenda;
mod doctor;
mod export;
mod logs;
mod profile;
mod serve;
