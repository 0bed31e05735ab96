//! The rights rules that span rooms.
