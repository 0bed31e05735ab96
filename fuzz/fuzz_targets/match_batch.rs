//! Fuzzes `match_batch`.
#![no_main]

#[path = "../targets.rs"]
#[allow(dead_code, reason = "each binary uses one target")]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::match_batch(bytes));
