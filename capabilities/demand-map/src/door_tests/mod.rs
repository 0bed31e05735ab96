//! The room's doors on a real node, on both databases.

mod house;
mod public;
mod staff;
