//! One file a command.

pub mod bad_input;
pub mod bundle;
pub mod lint;
pub mod measure;
pub mod pictures;
pub mod run;
pub mod soak;
pub mod test;
pub mod window;
