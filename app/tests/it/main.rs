//! The whole house under test.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]
#![expect(clippy::cast_possible_truncation, reason = "the generator's numbers are small")]

mod commands;
mod corpora;
mod damage;
mod demo;
mod killing;
mod knowing;
mod markers;
mod policy;
mod proving;
mod random;
mod running;
mod simulation;
mod undetectable;
mod watching;
