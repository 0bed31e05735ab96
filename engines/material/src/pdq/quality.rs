//! How much there is in a picture for a hash to hold on to.

use super::{SIDE, Small};

/// Sums the steps between neighbours, in whole percent of the brightness range so that faint ones do not
/// count, and scales the sum to 0..=100 (constant 90 from the reference).
pub(super) fn quality(small: &Small) -> u8 {
    let mut steps = 0;
    for y in 0..SIDE {
        for x in 0..SIDE {
            if y + 1 < SIDE {
                steps += step(small[y][x], small[y + 1][x]);
            }
            if x + 1 < SIDE {
                steps += step(small[y][x], small[y][x + 1]);
            }
        }
    }
    u8::try_from(steps / 90).unwrap_or(u8::MAX).min(100)
}

#[expect(clippy::cast_possible_truncation, reason = "the reference rounds toward zero, as this cast does")]
fn step(one: f32, other: f32) -> u32 {
    // Callers may hand in brightness far outside 0 to 255: capped, the sum cannot overflow.
    (((one - other) * 100.0 / 255.0) as i32).unsigned_abs().min(100_000)
}
