//! The whole house under test.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]
#![expect(clippy::cast_possible_truncation, reason = "the generator's numbers are small")]

mod accounts;
mod calling;
mod commands;
mod corpora;
mod damage;
mod demo;
mod disk_full;
mod evidence;
mod exchange;
mod exchange_tls;
mod first_page;
mod fixtures;
mod handing_over;
mod keeping;
mod killing;
mod knowing;
mod letters;
mod live;
mod markers;
mod matching;
mod material;
mod mixed;
mod onion;
mod over_tls;
mod phones;
mod platforms;
mod policy;
mod proving;
mod random;
mod retention;
mod running;
mod senders;
mod served;
mod settings;
mod simulated;
mod simulation;
mod standby;
mod takedown;
mod undetectable;
mod watching;
