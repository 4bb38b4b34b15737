//! Moving through the rows by keyboard.

/// A keyboard step through the rows.
///
/// ```
/// use portal_core::keys::table::RowStep;
///
/// let step = RowStep::from_key_name("PageDown").unwrap();
/// assert_eq!(step.target(Some(4), 100, 10), Some(14));
/// assert_eq!(step.target(Some(95), 100, 10), Some(99));
/// assert_eq!(RowStep::from_key_name("a"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowStep {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl RowStep {
    /// The step of a key, by its `KeyboardEvent.key`.
    pub fn from_key_name(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            "PageUp" => Self::PageUp,
            "PageDown" => Self::PageDown,
            "Home" => Self::First,
            "End" => Self::Last,
            _ => return None,
        })
    }

    /// The row that the step leads to in a list of `count` rows with pages of `page` rows. Without a `current` row it
    /// enters the list at the top or bottom. `None` if the list is empty.
    pub fn target(self, current: Option<usize>, count: usize, page: usize) -> Option<usize> {
        let last = count.checked_sub(1)?;
        let next = match (self, current) {
            (Self::First, _) | (Self::Down | Self::PageDown, None) => 0,
            (Self::Last, _) | (Self::Up | Self::PageUp, None) => last,
            (Self::Up, Some(index)) => index.saturating_sub(1),
            (Self::Down, Some(index)) => index.saturating_add(1),
            (Self::PageUp, Some(index)) => index.saturating_sub(page),
            (Self::PageDown, Some(index)) => index.saturating_add(page),
        };
        Some(next.min(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_through_the_list_and_stop_at_its_ends() {
        let from =
            |key: &str, current, count| RowStep::from_key_name(key).and_then(|step| step.target(current, count, 10));
        for (key, current, expected) in [
            ("ArrowDown", Some(4), 5),
            ("ArrowDown", Some(99), 99),
            ("ArrowUp", Some(4), 3),
            ("ArrowUp", Some(0), 0),
            ("PageDown", Some(4), 14),
            ("PageDown", Some(95), 99),
            ("PageUp", Some(14), 4),
            ("PageUp", Some(4), 0),
            ("Home", Some(50), 0),
            ("End", Some(50), 99),
            ("ArrowDown", None, 0),
            ("ArrowUp", None, 99),
            ("ArrowUp", Some(500), 99),
        ] {
            assert_eq!(from(key, current, 100), Some(expected), "{key} from {current:?}");
        }
        assert_eq!(from("ArrowDown", None, 0), None);
        assert_eq!(from("a", Some(1), 100), None);
    }
}
