//! Which rows of a long list are drawn, so that ten thousand keys cost no more than sixty.
//!
//! All rows are of one height; lengths are CSS pixels. The row that has the keyboard's focus is drawn wherever it is: a
//! row that is taken out of the page takes the focus with it.

use std::ops::Range;

/// Rows that are drawn at once, at most, the focused one included.
pub const MAX_ROWS: usize = 60;

/// What is seen of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    /// How far the list is scrolled: from its first row's upper edge down to the sight's.
    pub scrolled: f64,
    /// The sight's height.
    pub height: f64,
    /// A row's height.
    pub row_height: f64,
}

/// The rows to draw.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VisibleRows {
    /// These, in one piece.
    pub rows: Range<usize>,
    /// And this one apart from them, above or below.
    pub detached_row: Option<usize>,
    /// Of so many.
    pub count: usize,
    /// A row's height.
    pub row_height: f64,
}

/// A row that is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RowSlot {
    /// Where it stands in the list.
    pub index: usize,
    /// The space that the rows above it take that aren't drawn.
    pub spacer_px: f64,
}

impl Viewport {
    /// The rows to draw of `count`: those in sight and up to `overscan` more on each side, and the `focused` one.
    pub fn visible_rows(self, count: usize, overscan: usize, focused: Option<usize>) -> VisibleRows {
        let row_height = self.row_height.max(1.0);
        // Past the end, as a list that became shorter is until the browser scrolls back: its last rows.
        let scrolled = self.scrolled.min(count as f64 * row_height - self.height).max(0.0);
        let first = (scrolled / row_height) as usize;
        let end = ((scrolled + self.height.max(0.0)) / row_height).ceil() as usize;
        let focused = focused.filter(|index| *index < count);
        let start = first.saturating_sub(overscan).min(count);
        let end = end.saturating_add(overscan).min(count).max(start);
        let most = |most: usize| {
            // A sight taller than the rows allowed: those at its top, with no more above it than there must be.
            let start = if end - start > most { first.min(count) } else { start };
            start..end.min(start + most)
        };
        let rows = most(MAX_ROWS);
        match focused.filter(|index| !rows.contains(index)) {
            None => VisibleRows { rows, detached_row: None, count, row_height },
            Some(index) => {
                let rows = most(MAX_ROWS - 1);
                VisibleRows { detached_row: Some(index).filter(|index| !rows.contains(index)), rows, count, row_height }
            }
        }
    }

    /// How far to scroll so that the row of `index` is seen whole; none when it is.
    pub fn scroll_to(self, index: usize) -> Option<f64> {
        let row_height = self.row_height.max(1.0);
        let top = index as f64 * row_height;
        let lowest = top + row_height - self.height;
        if top < self.scrolled || self.height < row_height {
            Some(top).filter(|top| *top != self.scrolled)
        } else {
            Some(lowest).filter(|lowest| *lowest > self.scrolled)
        }
    }

    /// How many rows a page is, for [`RowStep::PageDown`](super::RowStep::PageDown): one less than are seen, so that one is seen again.
    pub fn page_rows(self) -> usize {
        ((self.height / self.row_height.max(1.0)) as usize).saturating_sub(1).max(1)
    }
}

impl VisibleRows {
    /// The rows that are drawn, from top to bottom.
    pub fn slots(&self) -> Vec<RowSlot> {
        let mut next = 0;
        let place = |index| {
            let spacer_px = self.spacer_px(next, index);
            next = index + 1;
            RowSlot { index, spacer_px }
        };
        let above = self.detached_row.filter(|index| *index < self.rows.start);
        let below = self.detached_row.filter(|index| *index >= self.rows.end);
        above.into_iter().chain(self.rows.clone()).chain(below).map(place).collect()
    }

    /// The space that the rows take that aren't drawn below the last one: with the rows and the gaps between them, as much as
    /// the whole list.
    pub fn spacer_below_px(&self) -> f64 {
        self.spacer_px(self.detached_row.map_or(0, |index| index + 1).max(self.rows.end), self.count)
    }

    fn spacer_px(&self, from: usize, to: usize) -> f64 {
        to.saturating_sub(from) as f64 * self.row_height
    }

    /// Whether the list's last rows are drawn: somebody scrolled to the end.
    pub fn reaches_end(&self) -> bool {
        self.rows.end >= self.count
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sight(scrolled: f64) -> Viewport {
        Viewport { scrolled, height: 500.0, row_height: 50.0 }
    }

    #[test]
    fn the_rows_in_sight_are_drawn_and_a_few_more() {
        assert_eq!(sight(0.0).visible_rows(10_000, 5, None).rows, 0..15);
        assert_eq!(sight(1_000.0).visible_rows(10_000, 5, None).rows, 15..35);
        assert_eq!(sight(1_025.0).visible_rows(10_000, 5, None).rows, 15..36);
        assert_eq!(sight(499_500.0).visible_rows(10_000, 5, None).rows, 9_985..10_000);
        assert_eq!(sight(0.0).visible_rows(3, 5, None).rows, 0..3);
        assert_eq!(sight(0.0).visible_rows(0, 5, None).rows, 0..0);
    }

    #[test]
    fn a_list_that_became_shorter_shows_its_end() {
        assert_eq!(sight(400_000.0).visible_rows(20, 5, None).rows, 5..20);
        assert_eq!(sight(400_000.0).visible_rows(4, 5, None).rows, 0..4);
        assert_eq!(sight(-80.0).visible_rows(100, 0, None).rows, 0..10);
    }

    #[test]
    fn a_very_tall_screen_gets_no_more_than_sixty() {
        let tall = Viewport { height: 10_000.0, ..sight(1_000.0) };
        assert_eq!(tall.visible_rows(10_000, 5, None).rows, 20..80);
        assert_eq!(
            tall.visible_rows(10_000, 5, Some(3)),
            VisibleRows { rows: 20..79, detached_row: Some(3), count: 10_000, row_height: 50.0 }
        );
        assert_eq!(tall.visible_rows(10_000, 5, Some(79)).rows, 20..80);
    }

    #[test]
    fn the_focused_row_stays_in_the_page_wherever_one_scrolls() {
        let above = sight(5_000.0).visible_rows(1_000, 0, Some(2));
        assert_eq!((above.rows.clone(), above.detached_row), (100..110, Some(2)));
        let placed = |index, rows: f64| RowSlot { index, spacer_px: rows * 50.0 };
        assert_eq!(above.slots()[..3], [placed(2, 2.0), placed(100, 97.0), placed(101, 0.0)]);
        assert_eq!(above.spacer_below_px(), 890.0 * 50.0);
        let below = sight(0.0).visible_rows(1_000, 0, Some(998));
        assert_eq!(below.slots()[10..], [placed(998, 988.0)]);
        assert_eq!(below.spacer_below_px(), 50.0);
        assert_eq!(sight(0.0).visible_rows(1_000, 0, Some(1_000)).detached_row, None);
        assert_eq!(sight(0.0).visible_rows(1_000, 0, Some(4)).detached_row, None);
    }

    #[test]
    fn an_arrow_scrolls_no_further_than_it_must() {
        assert_eq!(sight(1_000.0).scroll_to(20), None);
        assert_eq!(sight(1_000.0).scroll_to(29), None);
        assert_eq!(sight(1_000.0).scroll_to(30), Some(1_050.0));
        assert_eq!(sight(1_000.0).scroll_to(19), Some(950.0));
        assert_eq!(sight(0.0).scroll_to(0), None);
    }

    #[test]
    fn a_page_is_one_row_less_than_are_seen() {
        assert_eq!(sight(0.0).page_rows(), 9);
        assert_eq!(Viewport { height: 10.0, ..sight(0.0) }.page_rows(), 1);
    }

    #[test]
    fn a_list_that_is_not_laid_out_yet_draws_something_sensible() {
        for (height, row_height) in [(0.0, 0.0), (f64::NAN, f64::NAN), (-1.0, -1.0), (f64::INFINITY, 1.0)] {
            let window = Viewport { scrolled: f64::NAN, height, row_height }.visible_rows(1_000, 5, None);
            assert!((1..=MAX_ROWS).contains(&window.rows.len()), "{window:?}");
        }
    }

    proptest! {
        #[test]
        fn never_more_than_sixty_rows_and_never_a_wrong_height(
            scrolled in -1e4..1e7_f64, height in 0.0..1e4_f64, row_height in 0.0..400.0_f64,
            count in 0_usize..20_000, overscan in 0_usize..100, focused in proptest::option::of(0_usize..20_000),
        ) {
            let window = Viewport { scrolled, height, row_height }.visible_rows(count, overscan, focused);
            let placed = window.slots();
            let gaps: f64 = placed.iter().map(|row| row.spacer_px).sum();
            let total = gaps + placed.len() as f64 * window.row_height + window.spacer_below_px();
            prop_assert!(placed.is_sorted_by(|one, next| one.index < next.index));
            prop_assert!(placed.iter().all(|row| row.index < count));
            prop_assert!(placed.len() <= MAX_ROWS);
            prop_assert!((total - count as f64 * window.row_height).abs() < 1e-3);
            if let Some(index) = focused.filter(|index| *index < count) {
                prop_assert!(placed.iter().any(|row| row.index == index));
            }
        }

        #[test]
        fn what_is_in_sight_is_drawn(scrolled in 0.0..1e6_f64, height in 0.0..1_000.0_f64, row_height in 20.0..400.0_f64) {
            let count = 10_000;
            let sight = Viewport { scrolled: scrolled.min(count as f64 * row_height - height), height, row_height };
            let rows = sight.visible_rows(count, 0, None).rows;
            prop_assert!(rows.start as f64 * row_height <= sight.scrolled + 1e-6);
            prop_assert!(rows.end as f64 * row_height >= sight.scrolled + height - 1e-6);
        }
    }
}
