//! How much there is in a picture for a hash to hold on to.

use super::Small;

/// The quality, if it is the same wherever within `error` of `small` the true values are.
pub(super) fn quality_within(small: &Small, error: f32) -> Option<u8> {
    let quality = quality(small);
    // A step near a whole percent may count one more or one less.
    let near = 2.0 * error * 100.0 / 255.0;
    let doubtful = steps(small, |one, other| {
        let percent = ((one - other) * 100.0 / 255.0).abs();
        let whole = percent.round();
        u32::from(whole > 0.0 && (percent - whole).abs() <= near)
    });
    let counted = steps(small, step);
    let least = scaled(counted.saturating_sub(doubtful));
    (least == scaled(counted.saturating_add(doubtful))).then_some(quality)
}

/// Sums the steps between neighbours, in whole percent of the brightness range so that faint ones do not
/// count, and scales the sum to 0..=100 (constant 90 from the reference).
pub(super) fn quality(small: &Small) -> u8 {
    scaled(steps(small, step))
}

fn scaled(sum: u32) -> u8 {
    u8::try_from(sum / 90).unwrap_or(u8::MAX).min(100)
}

/// The sum over all pairs of neighbours.
fn steps(small: &Small, step: impl Fn(f32, f32) -> u32) -> u32 {
    let mut sum = 0;
    for (row, below) in small.iter().zip(&small[1..]) {
        sum += row.iter().zip(below).map(|(&one, &other)| step(one, other)).sum::<u32>();
    }
    for row in small {
        sum += row.iter().zip(&row[1..]).map(|(&one, &other)| step(one, other)).sum::<u32>();
    }
    sum
}

#[expect(clippy::cast_possible_truncation, reason = "the reference rounds toward zero, as this cast does")]
fn step(one: f32, other: f32) -> u32 {
    // Callers may hand in brightness far outside 0 to 255: capped, the sum cannot overflow.
    (((one - other) * 100.0 / 255.0) as i32).unsigned_abs().min(100_000)
}
