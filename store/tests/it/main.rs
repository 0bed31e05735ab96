//! The store, on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod disk;
mod erasing;
mod faults;
mod keeping;
mod laying;
mod moving;
mod proxy;
mod room;
mod rotating;
mod standby;
mod team_keys;
mod together;
mod verifying;
mod writing;
