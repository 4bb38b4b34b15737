//! Rows of a long list, of which few are in the page: those that leave it are filled with those that come.

use std::cell::RefCell;

use leptos::{
    prelude::*,
    tachys::view::{Mountable, Render, any_view::AnyViewState},
};
use portal_core::keys::reuse::{Source, Why, sources};
use web_sys::Element;

use super::together;
use crate::reactive::RwSignal;

/// The rows that are in the page, each of which says a `T` and is told apart by an `I`.
pub(crate) struct Rows<I, T> {
    make: Box<dyn Fn(RwSignal<T>) -> AnyView>,
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
    /// None yet. `make` makes a row, one element, that follows what it is to say.
    pub(crate) fn new(make: impl Fn(RwSignal<T>) -> AnyView + 'static) -> Self {
        Self {
            make: Box::new(make),
            owner: Owner::current().unwrap_or_default(),
            shown: RefCell::default(),
            spare: RefCell::default(),
        }
    }

    /// Puts these into the page, in this order, instead of those that are there: into `parent`, which has nothing else in it.
    pub(crate) fn show(&self, why: Why, parent: &Element, rows: Vec<(I, T)>) {
        let mut shown = self.shown.take();
        let before: Vec<_> = shown.iter().map(|row| &row.id).collect();
        let now: Vec<_> = rows.iter().map(|(id, _)| id).collect();
        let sources = sources(why, &before, &now, |place| shown.get(place).is_some_and(Row::is_idle));
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
            let is_idle = row.is_idle();
            row.view.unmount();
            if is_idle {
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
            (says, untrack(|| together(|| (self.make)(says).build())))
        });
        Row { id, says, view, effect, owner }
    }
}

impl<I, T: PartialEq + 'static> Row<I, T> {
    fn element(&self) -> Option<Element> {
        self.view.elements().into_iter().next()
    }

    /// Whether nobody has a finger, a button or the keyboard on it, who would suddenly have it on something else.
    fn is_idle(&self) -> bool {
        // Refused by browsers that don't know these, if there are any.
        self.element().is_none_or(|element| !element.matches(":active, :focus-within").unwrap_or_default())
    }

    fn filled(self, id: I, says: T) -> Self {
        if self.says.with_untracked(|before| *before != says) {
            self.says.set(says);
        }
        Self { id, ..self }
    }
}
