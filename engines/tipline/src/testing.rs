//! Reports made up from a seed.
