//! Rows of a long list, of which few are in the page: those that leave it are filled with those that come.

use std::cell::RefCell;

use leptos::{
    prelude::*,
    tachys::view::{Mountable, Render, any_view::AnyViewState},
};
use portal_core::keys::reuse::{Change, Source, sources};
use web_sys::Element;

use super::together;
use crate::reactive::{RwSignal, StoredValue};

/// The rows that are in the page, each of which says a `T` and is told apart by an `I`.
pub(crate) struct Rows<I, T> {
    make: Box<dyn Fn(StoredValue<T>) -> AnyView>,
    /// They end with what made this.
    owner: Owner,
    shown: RefCell<Vec<Row<I, T>>>,
    /// Rows that there was no use for, until there is.
    spare: RefCell<Vec<Row<I, T>>>,
}

struct Row<I, T> {
    id: I,
    says: RwSignal<T>,
    view: AnyViewState,
    #[expect(dead_code, reason = "kept for what its end does")]
    effect: RenderEffect<()>,
    #[expect(dead_code, reason = "kept for what its end does")]
    owner: Owner,
}

impl<I: PartialEq, T: PartialEq + 'static> Rows<I, T> {
    /// None yet. `make` makes a row, one element; all in it that is worked out is worked out anew when the row is to say
    /// something else.
    pub(crate) fn new(make: impl Fn(StoredValue<T>) -> AnyView + 'static) -> Self {
        Self {
            make: Box::new(make),
            owner: Owner::current().unwrap_or_default(),
            shown: RefCell::default(),
            spare: RefCell::default(),
        }
    }

    /// Puts these into the page, in this order, instead of those that are there: into `parent`, which has nothing else in it.
    pub(crate) fn show(&self, change: Change, parent: &Element, rows: Vec<(I, T)>) {
        let all_idle = is_idle(parent);
        let mut shown = self.shown.take();
        let before: Vec<_> = shown.iter().map(|row| &row.id).collect();
        let now: Vec<_> = rows.iter().map(|(id, _)| id).collect();
        let sources = sources(change, &before, &now, |place| all_idle || shown.get(place).is_some_and(Row::is_idle));
        let mut before: Vec<_> = shown.drain(..).map(Some).collect();
        let mut take = |place: usize| before.get_mut(place).and_then(Option::take);
        for ((id, says), source) in rows.into_iter().zip(&sources) {
            let row = match *source {
                Source::Stays(place) | Source::Moves(place) => take(place),
                Source::New => self.spare.borrow_mut().pop(),
            };
            shown.push(match row {
                Some(row) => row.filled(id, says),
                None => self.made(id, says),
            });
        }
        for mut row in before.into_iter().flatten() {
            let may_be_filled = all_idle || row.is_idle();
            row.view.unmount();
            if may_be_filled {
                self.spare.borrow_mut().push(row);
            }
        }
        let mut next: Option<Element> = None;
        for (row, source) in shown.iter_mut().zip(&sources).rev() {
            if !matches!(source, Source::Stays(_)) {
                row.view.mount(parent, next.as_deref());
            }
            next = row.element();
        }
        self.shown.replace(shown);
    }

    /// Takes all of them out of the page: the next ones are made anew.
    pub(crate) fn clear(&self) {
        self.spare.take();
        self.shown.take().iter_mut().for_each(|row| row.view.unmount());
    }

    fn made(&self, id: I, says: T) -> Row<I, T> {
        let owner = self.owner.child();
        let (says, (view, effect)) = owner.with(|| {
            let says = RwSignal::new(says);
            // Followed once: each place of a row that did it by itself would cost as much as what it writes.
            let follow = move || says.track();
            (says, untrack(|| together(follow, || (self.make)(says.unfollowed()).build())))
        });
        Row { id, says, view, effect, owner }
    }
}

impl<I, T: PartialEq + 'static> Row<I, T> {
    fn element(&self) -> Option<Element> {
        self.view.elements().into_iter().next()
    }

    fn is_idle(&self) -> bool {
        self.element().is_none_or(|element| is_idle(&element))
    }

    fn filled(self, id: I, says: T) -> Self {
        if self.says.with_untracked(|before| *before != says) {
            self.says.set(says);
        }
        Self { id, ..self }
    }
}

/// Whether nobody has a finger, a button or the keyboard on it, who would suddenly have it on something else.
fn is_idle(element: &Element) -> bool {
    // Refused by browsers that don't know these, if there are any.
    !element.matches(":active, :focus-within").unwrap_or_default()
}
