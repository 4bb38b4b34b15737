//! What becomes of the rows in the page when others are to be drawn: they are filled with them. A row that is filled costs
//! the browser a few words; one that is made, all its elements.

/// What has changed, so that other rows are to be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// What is in sight of the same list: most of the rows are still in it, and need nothing.
    Sight,
    /// The list itself: words that change where they are cost the browser a third of what rows do that change their place.
    List,
}

/// Where a row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// From the page: the row that is there in this place, which stays in it.
    Stays(usize),
    /// From the page: the row that is there in this place, taken to another.
    Moves(usize),
    /// It has to be made.
    New,
}

/// Where the rows of `now` come from, where those of `before` are in the page; both are told apart by what each has once.
///
/// A row is filled with what isn't its own only where it `may_be_filled`: what somebody is about to click mustn't become
/// something else.
pub fn sources<I: PartialEq>(
    change: Change,
    before: &[I],
    now: &[I],
    may_be_filled: impl Fn(usize) -> bool,
) -> Vec<Source> {
    if change == Change::List && (0..before.len()).all(&may_be_filled) {
        let from = |place| if place < before.len() { Source::Stays(place) } else { Source::New };
        return (0..now.len()).map(from).collect();
    }
    let own: Vec<_> = now.iter().map(|row| before.iter().position(|known| known == row)).collect();
    let is_free = |place: &usize| !own.contains(&Some(*place)) && may_be_filled(*place);
    let mut free: Vec<_> = (0..before.len()).filter(is_free).collect();
    let mut sources = kept(&own);
    // First those that are where they are wanted: below the last row that stays, and above the next.
    let ends = ends(&sources, before.len());
    let mut start = 0;
    for (source, end) in sources.iter_mut().zip(ends) {
        if *source == Source::New
            && let Some(at) = free.iter().position(|place| (start..end).contains(place))
        {
            *source = Source::Stays(free.remove(at));
        }
        if let Source::Stays(place) = *source {
            start = place + 1;
        }
    }
    for source in sources.iter_mut().filter(|source| **source == Source::New) {
        if let Some(place) = free.pop() {
            *source = Source::Moves(place);
        }
    }
    sources
}

/// Rows that keep their key: they stay as long as they are in order.
fn kept(own: &[Option<usize>]) -> Vec<Source> {
    let mut start = 0;
    let source = |place: &Option<usize>| match *place {
        Some(place) if place >= start => {
            start = place + 1;
            Source::Stays(place)
        }
        Some(place) => Source::Moves(place),
        None => Source::New,
    };
    own.iter().map(source).collect()
}

/// For each row, the place of the next one that stays.
fn ends(sources: &[Source], mut end: usize) -> Vec<usize> {
    let next = |source: &Source| {
        if let Source::Stays(place) = source {
            end = *place;
        }
        end
    };
    let mut ends: Vec<_> = sources.iter().rev().map(next).collect();
    ends.reverse();
    ends
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Source::*, *};

    fn of(before: &str, now: &str) -> Vec<Source> {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        sources(Change::Sight, &letters(before), &letters(now), |_| true)
    }

    #[test]
    fn rows_of_the_same_keys_stay() {
        assert_eq!(of("abc", "abc"), [Stays(0), Stays(1), Stays(2)]);
        assert_eq!(of("abc", "ac"), [Stays(0), Stays(2)]);
        assert_eq!(of("", "ab"), [New, New]);
    }

    #[test]
    fn other_keys_take_the_rows_where_they_are() {
        assert_eq!(of("abc", "xyz"), [Stays(0), Stays(1), Stays(2)]);
        assert_eq!(of("abcd", "xbyd"), [Stays(0), Stays(1), Stays(2), Stays(3)]);
        assert_eq!(of("abc", "xyzw"), [Stays(0), Stays(1), Stays(2), New]);
    }

    #[test]
    fn scrolling_takes_the_rows_that_left_to_the_other_end() {
        assert_eq!(of("abcde", "cdefg"), [Stays(2), Stays(3), Stays(4), Moves(1), Moves(0)]);
        assert_eq!(of("cdefg", "abcde"), [Moves(4), Moves(3), Stays(0), Stays(1), Stays(2)]);
    }

    #[test]
    fn rows_that_may_not_be_filled_are_not() {
        for change in [Change::Sight, Change::List] {
            assert_eq!(sources(change, &['a', 'b'], &['x', 'y'], |place| place != 0), [Stays(1), New]);
            assert_eq!(sources(change, &['a', 'b'], &['a', 'b'], |_| false), [Stays(0), Stays(1)]);
        }
    }

    #[test]
    fn another_list_is_written_into_the_rows_as_they_stand() {
        assert_eq!(sources(Change::List, &['a', 'b', 'c'], &['c', 'a'], |_| true), [Stays(0), Stays(1)]);
        assert_eq!(sources(Change::List, &['a'], &['b', 'a'], |_| true), [Stays(0), New]);
    }

    #[test]
    fn another_order_keeps_each_key_its_row() {
        assert_eq!(of("abc", "cab"), [Stays(2), Moves(0), Moves(1)]);
    }

    proptest! {
        #[test]
        fn no_row_is_taken_twice_and_those_that_stay_are_in_order(
            before in proptest::sample::subsequence((0..40).collect::<Vec<_>>(), 0..30).prop_shuffle(),
            now in proptest::sample::subsequence((0..40).collect::<Vec<_>>(), 0..30).prop_shuffle(),
            busy in proptest::collection::vec(any::<bool>(), 30),
        ) {
            let sources = sources(Change::Sight, &before, &now, |place| !busy[place]);
            prop_assert_eq!(sources.len(), now.len());
            let mut taken: Vec<_> = sources.iter().filter_map(|source| match source {
                Stays(place) | Moves(place) => Some(*place),
                New => None,
            }).collect();
            let stays: Vec<_> = sources.iter().filter_map(|source| match source {
                Stays(place) => Some(*place),
                _ => None,
            }).collect();
            prop_assert!(stays.is_sorted());
            for (source, row) in sources.iter().zip(&now) {
                let own = before.iter().position(|known| known == row);
                match source {
                    Stays(place) | Moves(place) if own == Some(*place) => {}
                    Stays(place) | Moves(place) => {
                        prop_assert!(own.is_none() && !now.contains(&before[*place]) && !busy[*place]);
                    }
                    New => prop_assert_eq!(own, None),
                }
            }
            let made = sources.iter().filter(|source| **source == New).count();
            let unused = (0..before.len()).filter(|place| !taken.contains(place) && !busy[*place]).count();
            prop_assert!(made == 0 || unused == 0);
            taken.sort_unstable();
            taken.dedup();
            prop_assert_eq!(taken.len() + made, now.len());
        }
    }
}
