//! The order of the list.

use super::{Column, Direction};

/// The order of the list.
///
/// ```
/// use portal_core::keys::view::{Column, Direction, Sort};
///
/// let sort = Sort::default().toggled(Column::Name);
/// assert_eq!(sort, Sort { column: Column::Name, direction: Direction::Ascending });
/// assert_eq!(sort.toggled(Column::Name).direction, Direction::Descending);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The column whose values are compared.
    pub column: Column,
    /// Ascending or descending.
    pub direction: Direction,
}

impl Default for Sort {
    /// The newest keys first.
    fn default() -> Self {
        Self::by(Column::Created)
    }
}

impl Sort {
    /// By `column`, in its default direction.
    pub const fn by(column: Column) -> Self {
        Self { column, direction: column.default_direction() }
    }

    /// The order after a click on the heading of `column`: reversed if the list is already sorted by it.
    #[must_use]
    pub fn toggled(self, column: Column) -> Self {
        let direction = match self.direction {
            _ if self.column != column => column.default_direction(),
            Direction::Ascending => Direction::Descending,
            Direction::Descending => Direction::Ascending,
        };
        Self { column, direction }
    }
}
