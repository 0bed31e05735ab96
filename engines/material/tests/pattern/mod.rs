//! Pictures that an integer formula makes, so that no picture has to be kept in the repository.

use material::Picture;

/// A family of patterns; each has colour, detail and no symmetry.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pattern {
    /// Nine by seven patches of pseudo-random colour.
    Patches,
    /// Ellipses that grow denser.
    Rings,
    /// Bit patterns of the coordinates.
    Weave,
    /// A pseudo-random colour for each pixel.
    Noise,
    /// Smooth slopes: hardly any detail.
    Ramp,
    /// One colour.
    Flat,
}

/// The pattern at a size.
pub(crate) fn picture(pattern: Pattern, width: u32, height: u32) -> Picture {
    let (w, h) = (u64::from(width), u64::from(height));
    let value = |x: u64, y: u64, c: u64| match pattern {
        Pattern::Patches => mix(x * 9 / w * 7919 + y * 7 / h * 104_729 + c * 13),
        Pattern::Rings => (x * x * (c + 2) + y * y * 3 + x * y) * 4000 / (w * w + h * h),
        Pattern::Weave => ((x * (c + 3) * 97 / w) ^ (y * 61 / h)) * 5,
        Pattern::Noise => mix(y * w + x + c * 1_000_003),
        Pattern::Ramp => [x * 255 / w, y * 255 / h, x * y * 255 / (w * h)][c as usize],
        Pattern::Flat => [200, 90, 40][c as usize],
    };
    let rgb = (0..w * h)
        .flat_map(|i| (0..3).map(move |c| (i % w, i / w, c)))
        .map(|(x, y, c)| (value(x, y, c) & 0xFF) as u8)
        .collect();
    Picture::from_rgb(width, height, rgb).expect("three bytes a pixel were made")
}

/// Scatters the low 32 bits.
fn mix(seed: u64) -> u64 {
    let step = |a: u64| ((a ^ (a >> 16)) * 0x045D_9F3B) & 0xFFFF_FFFF;
    let scattered = step(step(seed & 0xFFFF_FFFF));
    scattered ^ (scattered >> 16)
}
