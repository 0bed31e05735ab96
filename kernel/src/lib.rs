//! Acts, entries, refusals, the gate: what Tutela is made of, without any input or output.
