//! The whole house under test.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]
#![expect(clippy::cast_possible_truncation, reason = "the generator's numbers are small")]

mod accounts;
mod commands;
mod corpora;
mod damage;
mod demo;
mod keeping;
mod killing;
mod knowing;
mod markers;
mod over_tls;
mod policy;
mod random;
mod running;
mod settings;
mod simulation;
mod undetectable;
