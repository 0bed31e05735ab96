//! Journal, sealed payloads, tables and keys on SQLite and PostgreSQL.
//!
//! A [`Node`](node::Node) is one database with one writer. An act with what is sealed beside it is a [`Deed`](deed::Deed);
//! the writer batches deeds into one durable transaction. Personal data are opened only under the trace of a look.
//!
//! | file | what it does |
//! |---|---|
//! | `database`, `sqlite`, `postgres` | one interface, the same SQL text, two databases |
//! | `world` | what gate and `apply` see during a batch |
//! | `writer` | batches, reactions, fencing, erasures, checkpoints |
//! | `laying` | payloads too large to be held, durable piece by piece before their act |
//! | `crypto`, `keys`, `merkle` | sealing, key store and pool, signed tree heads |
//! | `team` | the public halves that a public door seals to |
//! | `meters` | what the writer counts for those who watch a node |
//! | `standby` | several processes on one database: handing acts on, taking the writer's place |
//! | `node` | what doors and command line speak to |
//! | `keeping` | backups, restoring, moving to another database |
//! | `verify` | chain, checkpoints, promises, replay, comparison |

pub mod crypto;
pub mod database;
pub mod deed;
mod erasing;
mod files;
pub mod keeping;
pub mod keys;
pub mod laying;
pub mod merkle;
pub mod meters;
pub mod node;
pub mod postgres;
pub mod proof;
mod runtime;
pub mod schema;
pub mod shelf;
pub mod sqlite;
pub mod standby;
pub mod team;
#[cfg(feature = "testing")]
pub mod testing;
pub mod verify;
pub mod world;
mod writer;

pub use database::{Database, DatabaseFault, Statement};
pub use deed::{Answer, Deed, DeedBuilder, DeedFault};
pub use laying::Laying;
pub use node::{LookFault, Node, NodeConfig, OpenFault, Trace, node_name};
pub use standby::{Duty, Post};
pub use verify::{Finding, Verified};
