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
    /// The old key stays as it is.
    Keep,
    /// The amount and unit that the user enters.
    Custom,
}

/// The selected grace period.
#[derive(Clone, Copy)]
pub(super) struct GraceSelection {
    inputs: RwSignal<Inputs>,
}

struct Inputs {
    /// Absent until the user chooses: the suggestion is selected, and may still change.
    chosen: Option<GraceOption>,
    custom: GraceDraft,
    suggested: Grace,
    /// How often the key is used; absent until it is known.
    usage: Option<Usage>,
}

impl GraceSelection {
    /// With a first suggestion, made without knowing the usage.
    pub(super) fn new(suggested: Grace) -> Self {
        let custom = GraceDraft { amount: String::new(), unit: GraceUnit::Hours };
        Self { inputs: RwSignal::new(Inputs { chosen: None, custom, suggested, usage: None }) }
    }

    /// The selected radio button; tracked.
    pub(super) fn selected(self) -> GraceOption {
        self.inputs.with(|inputs| inputs.chosen.unwrap_or(GraceOption::Preset(inputs.suggested)))
    }

    /// The user chooses.
    pub(super) fn choose(self, option: GraceOption) {
        self.inputs.update(|inputs| inputs.chosen = Some(option));
    }

    /// The user enters an amount, which chooses it.
    pub(super) fn enter_amount(self, amount: String) {
        self.inputs.update(|inputs| {
            inputs.chosen = Some(GraceOption::Custom);
            inputs.custom.amount = amount;
        });
    }

    /// The user selects a unit, which chooses the custom amount.
    pub(super) fn enter_unit(self, unit: GraceUnit) {
        self.inputs.update(|inputs| {
            inputs.chosen = Some(GraceOption::Custom);
            inputs.custom.unit = unit;
        });
    }

    /// The unit of the custom amount; tracked.
    pub(super) fn unit(self) -> GraceUnit {
        self.inputs.with(|inputs| inputs.custom.unit)
    }

    /// The custom grace period, selected or not; tracked.
    ///
    /// # Errors
    /// When the amount is missing or invalid.
    pub(super) fn custom(self) -> Result<Grace, GraceError> {
        self.inputs.with(|inputs| inputs.custom.grace())
    }

    /// The selected grace period, `None` for [`GraceOption::Keep`]; tracked.
    ///
    /// # Errors
    /// When it is the custom one, and that is missing or invalid.
    pub(super) fn grace(self) -> Result<Option<Grace>, GraceError> {
        match self.selected() {
            GraceOption::Preset(grace) => Ok(Some(grace)),
            GraceOption::Keep => Ok(None),
            GraceOption::Custom => self.custom().map(Some),
        }
    }

    /// Tracked.
    pub(super) fn suggested(self) -> Grace {
        self.inputs.with(|inputs| inputs.suggested)
    }

    /// Tracked.
    pub(super) fn usage(self) -> Option<Usage> {
        self.inputs.with(|inputs| inputs.usage)
    }

    /// The usage is known, or will not be. Does nothing where the dialog was closed.
    pub(super) fn set_usage(self, usage: Usage, suggested: Grace) {
        self.inputs.try_update(|inputs| {
            inputs.usage = Some(usage);
            inputs.suggested = suggested;
        });
    }
}
