//! What the user has selected in the dialog: the grace period, and what the suggestion is based on.

use leptos::prelude::*;
use portal_core::keys::{
    rotation::grace::{Grace, GraceDraft, GraceError, GraceUnit},
    usage::Usage,
};

/// One of the radio buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GraceOption {
    /// One of [`Grace::PRESETS`].
    Preset(Grace),
    /// The amount and unit that the user enters.
    Custom,
}

/// The selected grace period.
#[derive(Clone, Copy)]
pub(super) struct GraceSelection {
    /// Absent until the user chooses: the suggestion is selected, and may still change.
    chosen: RwSignal<Option<GraceOption>>,
    amount: RwSignal<String>,
    unit: RwSignal<GraceUnit>,
    suggested: RwSignal<Grace>,
    /// How often the key is used; absent until it is known.
    usage: RwSignal<Option<Usage>>,
}

impl GraceSelection {
    /// With a first suggestion, made without knowing the usage.
    pub(super) fn new(suggested: Grace) -> Self {
        Self {
            chosen: RwSignal::new(None),
            amount: RwSignal::new(String::new()),
            unit: RwSignal::new(GraceUnit::Hours),
            suggested: RwSignal::new(suggested),
            usage: RwSignal::new(None),
        }
    }

    /// The selected radio button; tracked.
    pub(super) fn selected(self) -> GraceOption {
        self.chosen.get().unwrap_or_else(|| GraceOption::Preset(self.suggested.get()))
    }

    /// The user chooses.
    pub(super) fn choose(self, option: GraceOption) {
        self.chosen.set(Some(option));
    }

    /// The user enters an amount, which chooses it.
    pub(super) fn enter_amount(self, amount: String) {
        self.choose(GraceOption::Custom);
        self.amount.set(amount);
    }

    /// The user selects a unit, which chooses the custom amount.
    pub(super) fn enter_unit(self, unit: GraceUnit) {
        self.choose(GraceOption::Custom);
        self.unit.set(unit);
    }

    /// The unit of the custom amount; tracked.
    pub(super) fn unit(self) -> GraceUnit {
        self.unit.get()
    }

    /// The custom grace period, selected or not; tracked.
    ///
    /// # Errors
    /// When the amount is missing or invalid.
    pub(super) fn custom(self) -> Result<Grace, GraceError> {
        GraceDraft { amount: self.amount.get(), unit: self.unit.get() }.grace()
    }

    /// The selected grace period; tracked.
    ///
    /// # Errors
    /// When it is the custom one, and that is missing or invalid.
    pub(super) fn grace(self) -> Result<Grace, GraceError> {
        match self.selected() {
            GraceOption::Preset(grace) => Ok(grace),
            GraceOption::Custom => self.custom(),
        }
    }

    /// Tracked.
    pub(super) fn suggested(self) -> Grace {
        self.suggested.get()
    }

    /// Tracked.
    pub(super) fn usage(self) -> Option<Usage> {
        self.usage.get()
    }

    /// The usage is known, or will not be. Does nothing where the dialog was closed.
    pub(super) fn set_usage(self, usage: Usage, suggested: Grace) {
        self.usage.try_set(Some(usage));
        self.suggested.try_set(suggested);
    }
}
