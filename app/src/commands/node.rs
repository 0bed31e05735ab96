//! How a command reaches its node: by its files when it holds the lock, through the running node otherwise.

use super::Common;
use super::client::Live;
use crate::doors::core::House;
use crate::fault::Fault;
use store::OpenFault;

/// The node of a command.
pub(crate) enum Reached {
    /// By its files: nobody else has them open.
    Files(Box<House>),
    /// Through the running node, signed in.
    Live(Live),
}

/// Makes sure that a node is there: looking at one makes none.
///
/// # Errors
/// [`Fault::Input`] names the directory.
pub(crate) fn must_be_there(common: &Common) -> Result<(), Fault> {
    let data = &common.data;
    if ["node.key", "keys.db", "checkpoint.vkey", "tutela.db"].iter().any(|file| data.join(file).exists()) {
        return Ok(());
    }
    Err(Fault::Input(format!(
        "--data {}: no node is there; name its directory, or make one with 'tutela init'",
        data.display()
    )))
}

/// Reaches the node.
///
/// # Errors
/// [`Fault`] says what is in the way and what would help.
pub(crate) fn reach(common: &Common) -> Result<Reached, Fault> {
    must_be_there(common)?;
    match House::open(common.config(), &common.exit) {
        Ok(house) => Ok(Reached::Files(Box::new(house))),
        Err(Fault::Open(OpenFault::InUse(_))) => Live::of(&common.data).map(Reached::Live),
        Err(fault) => Err(fault),
    }
}
