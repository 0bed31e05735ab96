//! The small vocabulary of what crosses between rooms, and the standing of each person.
