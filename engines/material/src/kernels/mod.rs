//! The loops that the time goes to, each for the instructions that the processor has, all with the same bits.
//!
//! Everything unsafe of this crate is below here. Each loop has a plain form, and tests compare every other form with it.

#![expect(
    unsafe_code,
    reason = "instructions that only some processors have are called where the processor was asked for them"
)]

pub(crate) mod rows;
