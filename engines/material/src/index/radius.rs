//! How far from a listed hash a match may be.

/// A distance limit, 0 to 31 bits. 31 is what the reference suggests; beyond it chance matches begin, and
/// indexes faster than a scan rely on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Radius(u8);

/// The distance limit is above 31 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a distance limit of {0} bits is above 31")]
pub struct RadiusTooLarge(pub u32);

impl Radius {
    /// 31 bits.
    pub const MAX: Radius = Radius(31);

    /// A limit of `bits`.
    ///
    /// # Errors
    /// [`RadiusTooLarge`] above 31.
    pub fn new(bits: u32) -> Result<Radius, RadiusTooLarge> {
        match u8::try_from(bits) {
            Ok(byte) if byte <= Radius::MAX.0 => Ok(Radius(byte)),
            _ => Err(RadiusTooLarge(bits)),
        }
    }

    /// The limit in bits.
    pub fn bits(self) -> u32 {
        u32::from(self.0)
    }
}
