//! Events: what a calendar says, as instances with instants. No I/O, and never asks for the time.

pub mod occurrence;
