//! An attacker who shares no code with the engine, set on what it publishes.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod attacker;
mod generate;
mod one_release;
mod series;
