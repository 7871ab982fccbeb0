//! What the API answers to the pages of the window, and to scripts.

mod calendars;
mod dashboard;
mod invitations;
mod ledger;
mod profile;
mod stories;
mod unseen;
