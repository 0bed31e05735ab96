//! The demo: a fictional State, and the story that is the acceptance test.

mod calling;
mod clock;
mod http;
mod people;
pub(crate) mod phones;
mod pictures;
pub(crate) mod platforms;
mod seed;
mod story;
pub(crate) mod takedown;

pub(crate) use calling::{gateway, open_ways};
pub(crate) use clock::DemoClock;
pub(crate) use people::{Staff, staff};
pub(crate) use seed::{Amount, beginning, seed};
pub(crate) use story::{Told, tell};
