//! Acts, entries, refusals, the gate: what Tutela is made of, without any input or output.
//!
//! Everything that is known enters once, as an *act* by an *actor* for a *purpose*. An act passes one [`gate`]: policy,
//! rights rules, `decide`. What comes out is *entries* (facts in the past tense) or a *refusal*; [`ledger`] numbers,
//! chains and applies them. Tables are what the entries amount to. Nothing here reads a clock, a file or chance.
//!
//! Read in this order: [`act`], [`rule`], [`gate`], [`entry`], [`ledger`], [`charter`].

pub mod act;
pub mod actor;
pub mod charter;
pub mod codes;
pub mod entry;
pub mod erasure;
pub mod export;
pub mod gate;
pub mod glass;
pub mod id;
pub mod journal;
pub mod kept;
pub mod knowing;
pub mod ledger;
pub mod look;
pub mod personal;
pub mod policy;
pub mod refusal;
pub mod rule;
pub mod table;
pub mod tables;
pub mod term;
pub mod time;
pub mod turning;
pub mod value;
pub mod view;
pub mod wire;

pub use act::{Act, ActKind, ActSpec, AnyAct, Nature, Source};
pub use actor::{Actor, Ctx, Purpose, Role};
pub use charter::{Apply, Bar, Charter, EventSpec, Reactor, Registry, Work};
pub use codes::CodeList;
pub use entry::{Commitment, Entry, Event, Hash, NewEntry};
pub use gate::{GateFault, Loader};
pub use id::Id;
pub use ledger::{Head, MemoryNode, Outcome, World, Written};
pub use personal::Personal;
pub use policy::{Ask, Forbidden, ReadKind, allow};
pub use refusal::{Denial, Problem, Refusal};
pub use rule::{Facet, Rule, RuleName};
pub use table::{Class, Column, Exposure, Index, Key, Record, Table};
pub use tables::{MemoryTables, TableFault, Tables};
pub use time::{Day, Instant, Span};
pub use value::{Cell, ColumnType, Row, Value, WrongCell};
pub use view::{Need, Needs, View};
