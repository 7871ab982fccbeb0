//! The `storytime` command line.
fn main() {}
