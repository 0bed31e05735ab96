//! Checkpoints written to other places: signed again and again while the journal grows, so that a cut tail or a rewritten
//! whole is found by somebody else's copy.
//!
//! | file | what it does |
//! |---|---|
//! | `place` | what was typed: a file, a directory, an address; shown without its secrets |
//! | `put` | writes one checkpoint to one place |
//! | `record` | what became of it, a row a place in `runtime.db` |
//! | `delivery` | when to sign, whom to send it, when to try again |

mod delivery;
mod place;
mod put;
mod record;

pub(crate) use delivery::{Delivery, Pace};
pub(crate) use place::Place;
pub(crate) use record::{PlaceRow, all, told};
