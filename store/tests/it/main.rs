//! The store, on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod disk;
mod erasing;
mod keeping;
mod moving;
mod room;
mod rotating;
mod verifying;
mod writing;
