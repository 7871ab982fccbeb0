//! The engine from outside: calendar files in, messages out, and the ledger in between.

mod backups;
mod breakdowns;
mod catching_up;
mod changes;
mod choices;
mod delivery;
mod first_run;
mod light_polls;
mod maintenance;
mod names;
mod one_meeting;
mod pace;
mod patience;
mod presenting;
mod privacy;
mod problems;
mod removing;
mod safety;
mod slow_sources;
mod standstill;
mod stories;
mod stragglers;
mod syncing;
mod window;
