//! What partners are to be told of records that they were told of, and what was mended.

use kernel::{Id, event};
use minicbor::{Decode, Encode};

/// A unit that was told of the entry's subject is to be told that it was erased here: it may hold copies of its own.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ErasureToTell {
    /// The unit.
    #[n(0)]
    pub unit: Id,
}
event!(ErasureToTell, 131, 1, "letting-go.erasure-to-tell");
