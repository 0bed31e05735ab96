//! The one type for personal data: it cannot be printed or logged, and is wiped when it goes.

use zeroize::Zeroize;

/// A personal value. It has no `Display`; its `Debug` shows nothing; only [`Personal::expose`] gives it out.
///
/// ```
/// let name = kernel::Personal::new(String::from("Fictional Person"));
/// assert_eq!(format!("{name:?}"), "(sealed)");
/// assert_eq!(name.expose(), "Fictional Person");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Personal<T: Zeroize>(T);

impl<T: Zeroize> Personal<T> {
    /// Takes a value into care.
    pub fn new(value: T) -> Self {
        Personal(value)
    }

    /// The value itself, for the one place that seals or shows it.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> std::fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(sealed)")
    }
}

impl<T: Zeroize> Drop for Personal<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
