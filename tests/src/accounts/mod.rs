//! Several people on one computer: each sees what is theirs, and the engine serves them all.

mod engine;
mod isolation;
mod serving;
mod strangers;
