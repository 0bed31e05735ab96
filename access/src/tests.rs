//! Credentials, links, sessions and tokens on a real node, on both databases.

mod burglar;
mod device;
mod door;
mod house;
mod links;
mod machine_keys;
mod passes;
mod passkeys;
mod provider;
mod views;
