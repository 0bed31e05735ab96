//! The demo: a fictional State, and the story that is the acceptance test.

mod http;
mod people;
mod pictures;
mod seed;
mod story;

pub(crate) use people::{Staff, staff};
pub(crate) use seed::{Amount, seed};
pub(crate) use story::tell;
