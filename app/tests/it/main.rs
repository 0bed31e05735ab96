//! The whole house under test.

mod random;
mod simulation;
