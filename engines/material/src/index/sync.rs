//! The locks of the index: the standard library's, or those of a model that tries the orders in which threads may come (feature `modelled`).

#[cfg(feature = "modelled")]
pub(crate) use shuttle::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};
#[cfg(not(feature = "modelled"))]
pub(crate) use std::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};
