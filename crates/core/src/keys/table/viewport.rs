//! Which rows of a long list are drawn (windowing), so that 10,000 keys cost no more than 60.
//!
//! All rows have the same height; lengths are in CSS pixels. The focused row is always drawn: removing it from the page
//! would lose the focus.

use std::ops::Range;

/// Maximum number of drawn rows, including the focused one.
pub const MAX_ROWS: usize = 60;

/// Maximum number of printed rows: some 15 pages.
pub const MAX_PRINTED_ROWS: usize = 500;

/// From how many rows before the end more are loaded.
const ROWS_NEAR_END: usize = 20;

/// The visible part of the list.
///
/// ```
/// use portal_core::keys::table::Viewport;
///
/// let viewport = Viewport { scrolled: 1_000.0, height: 500.0, row_height: 50.0 };
/// let rows = viewport.visible_rows(10_000, 5, None);
/// assert_eq!(rows.rows, 15..35);
/// assert_eq!(rows.slots()[0].spacer_px, 15.0 * 50.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    /// Distance from the top of the first row to the top of the viewport; what stays in view above the rows is not part of it.
    pub scrolled: f64,
    /// Height of the viewport.
    pub height: f64,
    /// Height of a row.
    pub row_height: f64,
}

/// The rows to draw, and the list that they belong to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VisibleRows {
    /// The visible rows and the overscan.
    pub rows: Range<usize>,
    /// The focused row if it is outside of `rows`, above or below.
    pub detached_row: Option<usize>,
    /// Number of rows in the list.
    pub count: usize,
    /// Height of a row.
    pub row_height: f64,
}

/// A drawn row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RowSlot {
    /// Its index in the list.
    pub index: usize,
    /// Height of the rows above it that are not drawn, in CSS pixels.
    pub spacer_px: f64,
}

impl Viewport {
    /// The rows to draw of `count`: the visible ones, up to `overscan` more on each side, and the `focused` one.
    pub fn visible_rows(self, count: usize, overscan: usize, focused: Option<usize>) -> VisibleRows {
        let row_height = self.row_height.max(1.0);
        // A list that became shorter is scrolled past its end until the browser corrects it.
        let scrolled = self.scrolled.min(count as f64 * row_height - self.height).max(0.0);
        let first = (scrolled / row_height) as usize;
        let end = ((scrolled + self.height.max(0.0)) / row_height).ceil() as usize;
        let focused = focused.filter(|index| *index < count);
        let start = first.saturating_sub(overscan).min(count);
        let end = end.saturating_add(overscan).min(count).max(start);
        let limited = |max: usize| {
            // The viewport is taller than the rows allowed: drop the overscan above.
            let start = if end - start > max { first.min(count) } else { start };
            start..end.min(start + max)
        };
        let rows = limited(MAX_ROWS);
        match focused.filter(|index| !rows.contains(index)) {
            None => VisibleRows { rows, detached_row: None, count, row_height },
            Some(index) => {
                let rows = limited(MAX_ROWS - 1);
                VisibleRows { detached_row: Some(index).filter(|index| !rows.contains(index)), rows, count, row_height }
            }
        }
    }

    /// The rows to draw of `count` for printing: the first ones. The list is as high as before, so that the page is where it was
    /// afterwards.
    pub fn printed_rows(self, count: usize) -> VisibleRows {
        VisibleRows {
            rows: 0..count.min(MAX_PRINTED_ROWS),
            detached_row: None,
            count,
            row_height: self.row_height.max(1.0),
        }
    }

    /// The scroll position at which the row at `index` is fully visible; `None` if it is already.
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

    /// Rows per page for [`RowStep::PageDown`](super::RowStep::PageDown): one less than visible, for context.
    pub fn page_rows(self) -> usize {
        ((self.height / self.row_height.max(1.0)) as usize).saturating_sub(1).max(1)
    }
}

impl VisibleRows {
    /// The drawn rows, from top to bottom.
    pub fn slots(&self) -> Vec<RowSlot> {
        let mut next = 0;
        let slot = |index| {
            let spacer_px = self.spacer_px(next, index);
            next = index + 1;
            RowSlot { index, spacer_px }
        };
        let above = self.detached_row.filter(|index| *index < self.rows.start);
        let below = self.detached_row.filter(|index| *index >= self.rows.end);
        above.into_iter().chain(self.rows.clone()).chain(below).map(slot).collect()
    }

    /// The least height of the list's body, in CSS pixels: that of all rows, drawn or not; 0 where all are drawn. Not that of the rows
    /// below the drawn ones: while rows are exchanged, the page would be shorter for a moment, and the browser would scroll it.
    pub fn height_px(&self) -> f64 {
        if self.rows.len() == self.count { 0.0 } else { self.spacer_px(0, self.count) }
    }

    fn spacer_px(&self, from: usize, to: usize) -> f64 {
        to.saturating_sub(from) as f64 * self.row_height
    }

    /// Whether the user has scrolled so far that more rows will soon be needed.
    pub const fn is_near_end(&self) -> bool {
        self.rows.end + ROWS_NEAR_END >= self.count
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn viewport(scrolled: f64) -> Viewport {
        Viewport { scrolled, height: 500.0, row_height: 50.0 }
    }

    #[test]
    fn the_visible_rows_are_drawn_and_a_few_more() {
        assert_eq!(viewport(0.0).visible_rows(10_000, 5, None).rows, 0..15);
        assert_eq!(viewport(1_000.0).visible_rows(10_000, 5, None).rows, 15..35);
        assert_eq!(viewport(1_025.0).visible_rows(10_000, 5, None).rows, 15..36);
        assert_eq!(viewport(499_500.0).visible_rows(10_000, 5, None).rows, 9_985..10_000);
        assert_eq!(viewport(0.0).visible_rows(3, 5, None).rows, 0..3);
        assert_eq!(viewport(0.0).visible_rows(0, 5, None).rows, 0..0);
    }

    #[test]
    fn a_list_that_became_shorter_shows_its_end() {
        assert_eq!(viewport(400_000.0).visible_rows(20, 5, None).rows, 5..20);
        assert_eq!(viewport(400_000.0).visible_rows(4, 5, None).rows, 0..4);
        assert_eq!(viewport(-80.0).visible_rows(100, 0, None).rows, 0..10);
    }

    #[test]
    fn more_rows_are_needed_before_the_last_one_is_in_sight() {
        let is_near_end = |count| viewport(1_000.0).visible_rows(count, 5, None).is_near_end();
        assert!([0, 30, 55].into_iter().all(is_near_end));
        assert!(!is_near_end(56));
    }

    #[test]
    fn a_very_tall_screen_draws_no_more_than_sixty_rows() {
        let tall = Viewport { height: 10_000.0, ..viewport(1_000.0) };
        assert_eq!(tall.visible_rows(10_000, 5, None).rows, 20..80);
        assert_eq!(
            tall.visible_rows(10_000, 5, Some(3)),
            VisibleRows { rows: 20..79, detached_row: Some(3), count: 10_000, row_height: 50.0 }
        );
        assert_eq!(tall.visible_rows(10_000, 5, Some(79)).rows, 20..80);
    }

    #[test]
    fn the_focused_row_stays_in_the_page_while_scrolling() {
        let above = viewport(5_000.0).visible_rows(1_000, 0, Some(2));
        assert_eq!((above.rows.clone(), above.detached_row), (100..110, Some(2)));
        let slot = |index, rows: f64| RowSlot { index, spacer_px: rows * 50.0 };
        assert_eq!(above.slots()[..3], [slot(2, 2.0), slot(100, 97.0), slot(101, 0.0)]);
        assert_eq!(above.height_px(), 1_000.0 * 50.0);
        let below = viewport(0.0).visible_rows(1_000, 0, Some(998));
        assert_eq!(below.slots()[10..], [slot(998, 988.0)]);
        assert_eq!(below.height_px(), 1_000.0 * 50.0);
        assert_eq!(viewport(0.0).visible_rows(1_000, 0, Some(1_000)).detached_row, None);
        assert_eq!(viewport(0.0).visible_rows(1_000, 0, Some(4)).detached_row, None);
    }

    #[test]
    fn a_list_is_printed_from_its_start() {
        let printed = viewport(5_000.0).printed_rows(10_000);
        assert_eq!(printed.rows, 0..MAX_PRINTED_ROWS);
        assert_eq!(printed.slots()[0], RowSlot { index: 0, spacer_px: 0.0 });
        assert_eq!(printed.height_px(), 10_000.0 * 50.0);
        let all = viewport(0.0).printed_rows(12);
        assert_eq!((all.rows.clone(), all.height_px()), (0..12, 0.0));
    }

    #[test]
    fn moving_to_a_row_scrolls_no_further_than_necessary() {
        assert_eq!(viewport(1_000.0).scroll_to(20), None);
        assert_eq!(viewport(1_000.0).scroll_to(29), None);
        assert_eq!(viewport(1_000.0).scroll_to(30), Some(1_050.0));
        assert_eq!(viewport(1_000.0).scroll_to(19), Some(950.0));
        assert_eq!(viewport(0.0).scroll_to(0), None);
    }

    #[test]
    fn a_page_is_one_row_less_than_visible() {
        assert_eq!(viewport(0.0).page_rows(), 9);
        assert_eq!(Viewport { height: 10.0, ..viewport(0.0) }.page_rows(), 1);
    }

    #[test]
    fn a_list_without_layout_draws_some_rows() {
        for (height, row_height) in [(0.0, 0.0), (f64::NAN, f64::NAN), (-1.0, -1.0), (f64::INFINITY, 1.0)] {
            let visible = Viewport { scrolled: f64::NAN, height, row_height }.visible_rows(1_000, 5, None);
            assert!((1..=MAX_ROWS).contains(&visible.rows.len()), "{visible:?}");
        }
    }

    proptest! {
        #[test]
        fn there_are_never_more_than_sixty_rows_and_the_height_is_right(
            scrolled in -1e4..1e7_f64, height in 0.0..1e4_f64, row_height in 0.0..400.0_f64,
            count in 0_usize..20_000, overscan in 0_usize..100, focused in proptest::option::of(0_usize..20_000),
        ) {
            let visible = Viewport { scrolled, height, row_height }.visible_rows(count, overscan, focused);
            let slots = visible.slots();
            let gaps: f64 = slots.iter().map(|row| row.spacer_px).sum();
            let drawn_px = gaps + slots.len() as f64 * visible.row_height;
            prop_assert!(slots.is_sorted_by(|one, next| one.index < next.index));
            prop_assert!(slots.iter().all(|row| row.index < count));
            prop_assert!(slots.len() <= MAX_ROWS);
            let last = slots.last().map_or(0, |row| row.index + 1);
            prop_assert!((drawn_px - last as f64 * visible.row_height).abs() < 1e-3);
            prop_assert!(slots.len() == count || visible.height_px() == count as f64 * visible.row_height);
            if let Some(index) = focused.filter(|index| *index < count) {
                prop_assert!(slots.iter().any(|row| row.index == index));
            }
        }

        #[test]
        fn every_visible_row_is_drawn(scrolled in 0.0..1e6_f64, height in 0.0..1_000.0_f64, row_height in 20.0..400.0_f64) {
            let count = 10_000;
            let viewport = Viewport { scrolled: scrolled.min(count as f64 * row_height - height), height, row_height };
            let rows = viewport.visible_rows(count, 0, None).rows;
            prop_assert!(rows.start as f64 * row_height <= viewport.scrolled + 1e-6);
            prop_assert!(rows.end as f64 * row_height >= viewport.scrolled + height - 1e-6);
        }
    }
}
