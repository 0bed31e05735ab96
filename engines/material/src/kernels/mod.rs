//! The loops that the time goes to, each for the instructions that the processor has, all with the same bits.
//!
//! Everything unsafe of this crate is below here. Each loop has a plain form, and tests compare every other form with it.

#![expect(
    unsafe_code,
    reason = "instructions that only some processors have are called where the processor was asked for them"
)]

pub(crate) mod memory;
pub(crate) mod rows;
pub(crate) mod scan;
pub(crate) mod sift;

/// The instructions that a loop may use. There is none that the processor was not asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// AVX-512 with the counting of bits, and with the sums of products of bytes.
    Avx512(Asked),
    /// AVX2.
    Avx2(Asked),
    /// What every processor has.
    Plain,
}

/// Made in this module alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asked(());

impl Level {
    /// The best that this processor has.
    #[inline]
    pub(crate) fn best() -> Level {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni")
                && is_x86_feature_detected!("avx512bitalg")
                && is_x86_feature_detected!("avx512vpopcntdq")
                && Level::second() != Level::Plain
            {
                return Level::Avx512(Asked(()));
            }
            Level::second()
        }
        #[cfg(not(target_arch = "x86_64"))]
        Level::Plain
    }

    #[cfg(target_arch = "x86_64")]
    fn second() -> Level {
        let has = is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("popcnt")
            && is_x86_feature_detected!("lzcnt");
        if has { Level::Avx2(Asked(())) } else { Level::Plain }
    }

    /// All that this processor has, for comparing them.
    #[cfg(test)]
    pub(crate) fn all() -> Vec<Level> {
        let mut all = vec![Level::best(), Level::Plain];
        #[cfg(target_arch = "x86_64")]
        all.insert(1, Level::second());
        all.dedup();
        all
    }
}

/// Tells the processor that `values[at]` will be read soon. Beyond the end it does nothing.
#[inline(always)]
pub(crate) fn prefetch<T>(values: &[T], at: usize) {
    if let Some(value) = values.get(at) {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the address is that of a value that is there.
        unsafe {
            std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(
                std::ptr::from_ref(value).cast(),
            );
        }
        #[cfg(not(target_arch = "x86_64"))]
        let _ = value;
    }
}

/// Runs `work` with the instructions of that level: what is inlined into it counts bits in one step.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(crate) fn with_popcnt<T>(level: Level, work: impl FnOnce() -> T) -> T {
    #[target_feature(enable = "popcnt,bmi1,bmi2,lzcnt")]
    fn counting<T>(work: impl FnOnce() -> T) -> T {
        work()
    }
    match level {
        // SAFETY: both levels are only ever made where the processor has these.
        Level::Avx512(_) | Level::Avx2(_) => unsafe { counting(work) },
        Level::Plain => work(),
    }
}
