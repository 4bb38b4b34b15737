//! Ascending or descending.

/// The direction of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A to Z, earlier to later, few to many.
    Ascending,
    /// Z to A, later to earlier, many to few.
    Descending,
}
