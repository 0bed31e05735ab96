//! Memory in large pages.

/// An empty vector with room for so many values, in pages of 2 MiB where the system gives them: random reads then miss the address cache less.
pub(crate) fn roomy<T>(capacity: usize) -> Vec<T> {
    let values = Vec::with_capacity(capacity);
    #[cfg(target_os = "linux")]
    ask_for_large_pages(&values);
    values
}

#[cfg(target_os = "linux")]
fn ask_for_large_pages<T>(values: &Vec<T>) {
    const PAGE: usize = 2 << 20;
    let start = values.as_ptr().addr().next_multiple_of(PAGE);
    let end = (values.as_ptr().addr() + values.capacity() * size_of::<T>()) / PAGE * PAGE;
    if start < end {
        // SAFETY: the pages lie whole within memory that this vector owns, and the advice changes nothing that can be read. A refusal does not
        // matter.
        unsafe {
            libc::madvise(std::ptr::with_exposed_provenance_mut(start), end - start, libc::MADV_HUGEPAGE);
        }
    }
}
