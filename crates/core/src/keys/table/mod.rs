//! The key table: which rows are drawn, moving by keyboard, and the clock of relative times.

mod coarse_clock;
mod row_step;
mod viewport;

pub use coarse_clock::{COARSE_TICK_MS, coarse_now};
pub use row_step::RowStep;
pub use viewport::{MAX_ROWS, RowSlot, Viewport, VisibleRows};
