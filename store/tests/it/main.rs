//! The store, on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod erasing;
mod room;
mod verifying;
mod writing;
