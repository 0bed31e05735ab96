//! Credentials, links, sessions and tokens on a real node, on both databases.

mod burglar;
mod device;
mod door;
mod house;
mod links;
mod passkeys;
mod provider;
mod passes;
