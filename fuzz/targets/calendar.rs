//! The fuzzer's way in: `cargo xtask soak` builds and runs it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| storytime_fuzz::calendar(bytes));
