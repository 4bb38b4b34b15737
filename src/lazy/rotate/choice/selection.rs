//! What the user has selected in the dialog: the grace period, and what the suggestion is based on.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, ServerTime};
use portal_core::keys::{
    rotation::{
        grace::{Grace, GraceDraft, GraceError, GraceUnit},
        key_use::{KeyRequests, Requests},
        proposal::{Proposal, Reason},
    },
    usage::UsagePeriod,
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

impl GraceOption {
    fn of(proposal: Proposal) -> Self {
        if Grace::PRESETS.contains(&proposal.grace) { Self::Preset(proposal.grace) } else { Self::Custom }
    }
}

/// The selected grace period.
#[derive(Clone, Copy)]
pub(super) struct GraceSelection {
    inputs: RwSignal<Inputs>,
    /// The user has pointed at the choices or at the button, or the focus is there: the suggestion stays.
    touched: StoredValue<bool>,
}

struct Inputs {
    /// Absent until the user chooses: the suggestion is selected, and may still change.
    chosen: Option<GraceOption>,
    custom: GraceDraft,
    suggested: Proposal,
    /// By what is known now, a longer grace period would be suggested.
    is_outdated: bool,
    requests: KeyRequests,
}

impl Inputs {
    fn is_suggested(&self, option: GraceOption) -> bool {
        !self.is_outdated
            && GraceOption::of(self.suggested) == option
            && (option != GraceOption::Custom || self.custom.grace() == Ok(self.suggested.grace))
    }

    fn suggest(&mut self, proposal: Proposal) {
        self.suggested = proposal;
        if GraceOption::of(proposal) == GraceOption::Custom {
            self.custom = GraceDraft::of_minutes(proposal.grace);
        }
    }
}

impl GraceSelection {
    /// With a first suggestion, made without the number of requests.
    pub(super) fn new(key: &Key, requests: KeyRequests, now: ServerTime) -> Self {
        let suggested = Proposal::new(key, &requests, now);
        let custom = GraceDraft { amount: String::new(), unit: GraceUnit::Hours };
        let mut inputs = Inputs { chosen: None, custom, suggested, is_outdated: false, requests };
        inputs.suggest(suggested);
        Self { inputs: RwSignal::new(inputs), touched: StoredValue::new(false) }
    }

    /// Without a suggestion: the user has to choose.
    pub(super) fn withdraw_suggestion(self) {
        self.inputs.update(|inputs| {
            inputs.chosen = Some(GraceOption::Custom);
            inputs.custom.amount = String::new();
            inputs.is_outdated = true;
        });
    }

    /// From now on the suggestion stays.
    pub(super) fn touch(self) {
        self.touched.set_value(true);
    }

    /// The selected radio button; tracked.
    pub(super) fn selected(self) -> GraceOption {
        self.inputs.with(|inputs| inputs.chosen.unwrap_or(GraceOption::of(inputs.suggested)))
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

    /// The custom amount that is suggested, otherwise empty; tracked.
    pub(super) fn suggested_amount(self) -> String {
        let is_custom = self.is_suggested(GraceOption::Custom);
        self.inputs.with(|inputs| if is_custom { inputs.custom.amount.clone() } else { String::new() })
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

    /// Whether `option` is the suggestion; tracked.
    pub(super) fn is_suggested(self, option: GraceOption) -> bool {
        self.inputs.with(|inputs| inputs.is_suggested(option))
    }

    /// Why the selected grace period is suggested; `None` where another one is. Tracked.
    pub(super) fn reason(self) -> Option<Reason> {
        let selected = self.selected();
        self.inputs.with(|inputs| inputs.is_suggested(selected).then_some(inputs.suggested.reason))
    }

    /// The number of requests; tracked.
    pub(super) fn requests(self) -> KeyRequests {
        self.inputs.with(|inputs| inputs.requests)
    }

    /// The requests of `period` are known, or will not be. The suggestion follows as long as the user has touched nothing. Does
    /// nothing where the dialog was closed.
    pub(super) fn set_requests(self, key: &Arc<Key>, period: UsagePeriod, requests: Requests, now: ServerTime) {
        let touched = self.touched.try_get_value().unwrap_or(true);
        self.inputs.try_update(|inputs| {
            inputs.requests.set(period, requests);
            let proposal = Proposal::new(key, &inputs.requests, now);
            if inputs.chosen.is_none() && !touched {
                inputs.suggest(proposal);
            } else {
                inputs.is_outdated |= proposal.grace > inputs.suggested.grace;
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{DAY, MINUTE};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::{key, with_owner};

    const NOW: ServerTime = ServerTime::from_millis(1_000 * DAY);

    const NOW_OPTION: GraceOption = GraceOption::Preset(Grace::NONE);

    /// The selection for a key without a last use, once `act` was done, and once requests came in.
    fn with_late_requests(act: impl FnOnce(GraceSelection)) -> (GraceSelection, Owner) {
        let key = Arc::new(key(""));
        let (owner, selection) = with_owner(|| GraceSelection::new(&key, KeyRequests::default(), NOW));
        assert!(selection.is_suggested(NOW_OPTION));
        act(selection);
        selection.set_requests(&key, UsagePeriod::Hour, Requests::Counted(5), NOW);
        (selection, owner)
    }

    #[wasm_bindgen_test]
    fn the_suggestion_follows_the_requests_until_the_user_touches_something() {
        let day = GraceOption::Preset(Grace::DAY);
        let (selection, _owner) = with_late_requests(|_| ());
        assert!(selection.selected() == day && selection.is_suggested(day));
        assert_eq!(selection.reason(), Some(Reason::UsedWithinDay));

        let (selection, _owner) = with_late_requests(GraceSelection::touch);
        assert_eq!(selection.selected(), NOW_OPTION);
        // No longer recommended, and nothing else in its place.
        assert!(!selection.is_suggested(NOW_OPTION) && !selection.is_suggested(day));
        assert_eq!(selection.reason(), None);
    }

    #[wasm_bindgen_test]
    fn what_the_user_has_chosen_stays() {
        let hour = GraceOption::Preset(Grace::HOUR);
        let (selection, _owner) = with_late_requests(|selection| selection.choose(hour));
        assert_eq!((selection.selected(), selection.grace()), (hour, Ok(Some(Grace::HOUR))));
    }

    #[wasm_bindgen_test]
    fn a_key_that_expires_within_the_hour_has_minutes_suggested() {
        let ending = format!(r#""lastUsedAt":{},"expires":{}"#, NOW.millis(), NOW.plus(31 * MINUTE).millis());
        let (_owner, selection) = with_owner(|| GraceSelection::new(&key(&ending), KeyRequests::default(), NOW));
        assert_eq!((selection.selected(), selection.suggested_amount()), (GraceOption::Custom, "30".to_owned()));
        assert_eq!((selection.unit(), selection.reason()), (GraceUnit::Minutes, Some(Reason::OwnExpiry)));
        selection.enter_amount("3".to_owned());
        assert!(!selection.is_suggested(GraceOption::Custom));
    }

    #[wasm_bindgen_test]
    fn without_a_suggestion_the_user_has_to_enter_something() {
        let (_owner, selection) = with_owner(|| GraceSelection::new(&key(""), KeyRequests::default(), NOW));
        selection.withdraw_suggestion();
        assert_eq!((selection.selected(), selection.grace()), (GraceOption::Custom, Err(GraceError::Empty)));
        assert!(!selection.is_suggested(NOW_OPTION));
    }
}
