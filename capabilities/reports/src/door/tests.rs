//! The door through its routes, in front of a core that each test writes.

mod keys;
mod shown;
mod twice;
mod typed;
