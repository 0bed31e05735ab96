//! Tests across acts: the whole story, the order of facts, replay; and the desk at which all tests sit.

pub(crate) mod desk;
mod order;
mod story;
