//! Until when the old key goes on: what is offered, and the user's own number.

use leptos::{ev, html, prelude::*};
use portal_api::ServerTime;
use portal_core::keys::{
    rotation::grace::{Grace, GraceDraft, GraceError, GraceUnit},
    usage::Usage,
};

use crate::text::{formats, rotation as text};

/// What the user has chosen.
#[derive(Clone, Copy)]
pub(crate) struct Choice {
    /// Absent while it is to be the user's own number.
    pub(crate) offered: RwSignal<Option<Grace>>,
    amount: RwSignal<String>,
    unit: RwSignal<GraceUnit>,
    /// Whether the user has chosen; until then the proposal may still change.
    pub(crate) touched: RwSignal<bool>,
    /// What is proposed.
    pub(crate) proposed: RwSignal<Grace>,
    /// How often the key is used; absent until it is known.
    pub(crate) usage: RwSignal<Option<Usage>>,
}

impl Choice {
    /// The proposal.
    pub(crate) fn new(proposed: Grace) -> Self {
        Self {
            offered: RwSignal::new(Some(proposed)),
            amount: RwSignal::new(String::new()),
            unit: RwSignal::new(GraceUnit::Hours),
            touched: RwSignal::new(false),
            proposed: RwSignal::new(proposed),
            usage: RwSignal::new(None),
        }
    }

    fn choose(self, offered: Option<Grace>) {
        self.touched.set(true);
        self.offered.set(offered);
    }

    /// The grace period.
    ///
    /// # Errors
    /// What is wrong with the user's own number.
    pub(crate) fn grace(self) -> Result<Grace, GraceError> {
        match self.offered.get() {
            Some(grace) => Ok(grace),
            None => GraceDraft { amount: self.amount.get(), unit: self.unit.get() }.grace(),
        }
    }
}

/// All choices, with the moment that each means.
#[component]
pub(crate) fn GraceChoice(
    choice: Choice,
    /// The server's time, as it goes on.
    now: RwSignal<ServerTime>,
    /// What is wrong with the user's own number, once it was to be sent.
    complaint: RwSignal<Option<GraceError>>,
    /// The field of that number.
    own: NodeRef<html::Input>,
    disabled: Memo<bool>,
) -> impl IntoView {
    view! {
        <fieldset class="choices" disabled=disabled>
            <legend>{text::WHEN_OLD_ENDS}</legend>
            {Grace::PRESETS.map(|grace| view! { <Offered grace choice now/> }).collect_view()}
            <Own choice now complaint node=own/>
        </fieldset>
    }
}

/// One of the grace periods that are offered.
#[component]
fn Offered(grace: Grace, choice: Choice, now: RwSignal<ServerTime>) -> impl IntoView {
    let chosen = move || choice.offered.get() == Some(grace);
    let moment = move || stops(grace, now.get());
    let choose = move |_| choice.choose(Some(grace));
    view! {
        <label class="choice">
            <input type="radio" name="grace" prop:checked=chosen on:change=choose/>
            <span class="choice-label">
                {text::grace(grace)}
                {move || (choice.proposed.get() == grace).then(|| view! { <span class="tag">{text::SUGGESTED}</span> })}
            </span>
            <span class="choice-moment">{moment}</span>
        </label>
    }
}

/// When the old key stops.
fn stops(grace: Grace, now: ServerTime) -> String {
    if grace == Grace::NONE { text::AT_ONCE.to_owned() } else { formats::at(grace.end(now), now) }
}

/// The user's own number.
#[component]
fn Own(
    choice: Choice,
    now: RwSignal<ServerTime>,
    /// What is wrong with it, once the user wanted to send it.
    complaint: RwSignal<Option<GraceError>>,
    node: NodeRef<html::Input>,
) -> impl IntoView {
    let chosen = move || choice.offered.get().is_none();
    let choose = move || choice.choose(None);
    let on_amount = move |event: ev::Event| {
        choose();
        choice.amount.set(event_target_value(&event));
        complaint.set(None);
    };
    let on_unit = move |event: ev::Event| {
        choose();
        let index = event_target_value(&event).parse().unwrap_or(0_usize);
        choice.unit.set(GraceUnit::ALL.get(index).copied().unwrap_or(GraceUnit::Hours));
        complaint.set(None);
    };
    let problem = move || {
        // Too long a number is wrong at once; an unfinished one only when it is to be sent.
        let typed = GraceDraft { amount: choice.amount.get(), unit: choice.unit.get() }.grace().err();
        typed.filter(|problem| !matches!(problem, GraceError::Empty)).or_else(|| complaint.get()).filter(|_| chosen())
    };
    let moment = move || {
        let grace = choice.grace().ok().filter(|_| chosen())?;
        Some(stops(grace, now.get()))
    };
    view! {
        <div class="choice choice-own">
            <input
                type="radio"
                name="grace"
                id="grace-own"
                prop:checked=chosen
                on:change=move |_| choose()
            />
            <label class="choice-label" for="grace-own">{text::OWN}</label>
            <span class="choice-number">
                <input
                    class="input"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-label=text::AMOUNT
                    aria-describedby="grace-said"
                    aria-invalid=move || problem().map(|_| "true")
                    node_ref=node
                    on:input=on_amount
                />
                <select class="input" aria-label=text::UNIT on:change=on_unit>
                    {GraceUnit::ALL
                        .into_iter()
                        .enumerate()
                        .map(|(index, unit)| view! {
                            <option value=index.to_string() selected=unit == GraceUnit::Hours>{text::unit(unit)}</option>
                        })
                        .collect_view()}
                </select>
            </span>
            <span class="choice-moment" id="grace-said">
                {moment}
                {move || problem().map(|problem| view! { <span class="field-bad">{text::draft_problem(problem)}</span> })}
            </span>
        </div>
    }
}
