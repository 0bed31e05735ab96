//! From a picture of any size to 64 x 64: two box filters along each axis, then one sample per field.
//!
//! Rows stream through, so that beside the picture itself only about 1/64 of it is in memory. Each value is
//! still summed in the reference's order, which is what makes the hash equal to the last bit.

use super::{SIDE, Small};

/// Shrinks a picture of `width` x `height` pixels; `read_row(y, row)` fills in the brightness of one row.
/// Both sides must be at least 1.
pub(super) fn shrink(width: usize, height: usize, mut read_row: impl FnMut(usize, &mut [f32])) -> Small {
    let mut row = vec![0.0; width];
    let mut passes = Passes::new(width, height);
    for y in 0..height {
        read_row(y, &mut row);
        passes.push(&row);
    }
    passes.finish()
}

/// Two passes of a box half a field wide weigh like a tent over one field.
pub(super) fn window(side: usize) -> usize {
    side.div_ceil(2 * SIDE)
}

/// Values that a box of `window` values reads ahead of the place it writes to.
pub(super) fn lead(window: usize) -> usize {
    (window + 2) / 2 - 1
}

struct Passes {
    row_window: usize,
    smooth: Vec<f32>,
    first: ColumnBox,
    second: ColumnBox,
    samples: Samples,
}

impl Passes {
    fn new(width: usize, height: usize) -> Passes {
        let column_box = || ColumnBox::new(width, window(height));
        Passes {
            row_window: window(width),
            smooth: vec![0.0; width],
            first: column_box(),
            second: column_box(),
            samples: Samples { small: [[0.0; SIDE]; SIDE], width, height, filled: 0, seen: 0 },
        }
    }

    fn push(&mut self, row: &[f32]) {
        box_row(row, &mut self.smooth, self.row_window);
        if self.first.push(&self.smooth) {
            self.second_pass();
        }
    }

    fn second_pass(&mut self) {
        box_row(&self.first.mean, &mut self.smooth, self.row_window);
        if self.second.push(&self.smooth) {
            self.samples.take(&self.second.mean);
        }
    }

    fn finish(mut self) -> Small {
        while self.first.drain() {
            self.second_pass();
        }
        while self.second.drain() {
            self.samples.take(&self.second.mean);
        }
        self.samples.small
    }
}

/// The running mean of one row; at its ends of the values that the box still covers.
fn box_row(values: &[f32], means: &mut [f32], window: usize) {
    let lead = lead(window);
    let mut sum: f32 = values[..lead].iter().sum();
    let mut inside = lead;
    for (at, mean) in means.iter_mut().enumerate() {
        if let Some(value) = values.get(at + lead) {
            sum += value;
            inside += 1;
        }
        if inside > window || at + lead >= values.len() {
            sum -= values[at + lead - window];
            inside -= 1;
        }
        *mean = sum / inside as f32;
    }
}

/// The same running mean down all columns at once, fed row by row.
struct ColumnBox {
    window: usize,
    lead: usize,
    /// The last `window` rows, row `n` in place `n % window`.
    rows: Vec<f32>,
    sums: Vec<f32>,
    /// Rows taken so far.
    seen: usize,
    /// Rows that the sums cover.
    inside: usize,
    /// Rows written so far.
    written: usize,
    /// The row written last.
    mean: Vec<f32>,
}

impl ColumnBox {
    fn new(width: usize, window: usize) -> ColumnBox {
        ColumnBox {
            window,
            lead: lead(window),
            rows: vec![0.0; window * width],
            sums: vec![0.0; width],
            seen: 0,
            inside: 0,
            written: 0,
            mean: vec![0.0; width],
        }
    }

    /// Takes a row; whether another row of means was written.
    fn push(&mut self, row: &[f32]) -> bool {
        let oldest = place(&mut self.rows, self.seen % self.window, row.len());
        if self.inside == self.window {
            for ((sum, old), new) in self.sums.iter_mut().zip(oldest).zip(row) {
                *sum += new;
                *sum -= *old;
                *old = *new;
            }
        } else {
            for ((sum, old), new) in self.sums.iter_mut().zip(oldest).zip(row) {
                *sum += new;
                *old = *new;
            }
            self.inside += 1;
        }
        self.seen += 1;
        self.seen > self.lead && self.write()
    }

    /// After the last row: whether another row of means was written.
    fn drain(&mut self) -> bool {
        if self.written == self.seen {
            return false;
        }
        let oldest = place(&mut self.rows, (self.seen - self.inside) % self.window, self.sums.len());
        for (sum, old) in self.sums.iter_mut().zip(oldest) {
            *sum -= *old;
        }
        self.inside -= 1;
        self.write()
    }

    fn write(&mut self) -> bool {
        let inside = self.inside as f32;
        for (mean, sum) in self.mean.iter_mut().zip(&self.sums) {
            *mean = sum / inside;
        }
        self.written += 1;
        true
    }
}

fn place(rows: &mut [f32], at: usize, width: usize) -> &mut [f32] {
    &mut rows[at * width..(at + 1) * width]
}

/// Picks the middle of each of 64 x 64 fields; a picture smaller than that is picked from more than once.
struct Samples {
    small: Small,
    width: usize,
    height: usize,
    /// Rows of the small picture that are done.
    filled: usize,
    /// Rows taken so far.
    seen: usize,
}

impl Samples {
    fn take(&mut self, row: &[f32]) {
        while self.filled < SIDE && middle(self.filled, self.height) == self.seen {
            self.small[self.filled] = std::array::from_fn(|x| row[middle(x, self.width)]);
            self.filled += 1;
        }
        self.seen += 1;
    }
}

/// The pixel in the middle of field `k` of 64 along a side.
pub(super) fn middle(k: usize, side: usize) -> usize {
    (2 * k + 1) * side / (2 * SIDE)
}
