//! Sorting positions.

use std::cmp::Ordering;

/// Sorts positions in a list. Compiled once, not once for each order: the code of a sort is 3 kB of wasm.
pub(super) fn sort_positions(positions: &mut [u32], compare: &mut dyn FnMut(&u32, &u32) -> Ordering) {
    positions.sort_unstable_by(compare);
}
