//! The door through its routes, in front of a core that each test writes.

mod again;
mod easy;
mod gone;
mod keys;
mod official;
mod shown;
mod spoken;
mod steps;
mod twice;
mod typed;
