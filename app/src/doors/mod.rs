//! The doors of a running node: `core` (staff pages and API, and the socket) and `public` (its own process).

pub(crate) mod checkpoint;
pub(crate) mod core;
pub(crate) mod films;
pub(crate) mod health;
pub(crate) mod home;
pub(crate) mod keys;
pub(crate) mod machine;
pub(crate) mod onion;
pub(crate) mod public;
mod serving;
pub(crate) mod socket;
pub(crate) mod watch;
