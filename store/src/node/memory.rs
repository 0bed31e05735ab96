//! What rooms remember of this very moment, such as who is there: in this process alone, never written down, gone with it.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// One memory for each type.
#[derive(Default)]
pub(crate) struct Memory(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Memory {
    /// The memory of that type; an empty one when it is asked for the first time.
    pub(crate) fn of<T: Any + Default + Send + Sync>(&self) -> Arc<T> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = Arc::clone(all.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(T::default())));
        kept.downcast().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[derive(Default)]
    struct Other(AtomicU64);

    #[test]
    fn each_type_has_one_memory_that_all_share() {
        let memory = Memory::default();
        memory.of::<AtomicU64>().store(7, Ordering::Relaxed);
        assert_eq!(memory.of::<AtomicU64>().load(Ordering::Relaxed), 7);
        assert_eq!(memory.of::<Other>().0.load(Ordering::Relaxed), 0);
        assert_eq!(Memory::default().of::<AtomicU64>().load(Ordering::Relaxed), 0, "another node's");
    }
}
