//! The store, on both databases.

mod erasing;
mod room;
mod verifying;
mod writing;
