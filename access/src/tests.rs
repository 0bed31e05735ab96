//! Credentials, links, sessions and tokens on a real node, on both databases.

mod burglar;
mod door;
mod house;
mod links;
mod passes;
