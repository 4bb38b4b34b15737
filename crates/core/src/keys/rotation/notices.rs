//! The notices of a tab, the latest first.

use portal_api::KeyId;

use super::{notice::RotationNotice, save_state::SaveState};

/// Adds a completed rotation, or what is known of it by now.
pub fn add(all: &mut Vec<RotationNotice>, mut new: RotationNotice) {
    for notice in all.iter_mut() {
        // The API overwrites the old key's expiry.
        if notice.rotation.old == new.rotation.old {
            notice.rotation.old_ends = new.rotation.old_ends;
        }
        // A notice about a new key that nobody has asks for its rotation, which this is.
        if notice.rotation.new == new.rotation.old {
            notice.save_state = SaveState::Saved;
        }
    }
    if all.iter().any(|notice| notice.rotation.old == new.rotation.new) {
        new.save_state = SaveState::Saved;
    }
    match all.iter_mut().find(|notice| notice.rotation.new == new.rotation.new) {
        Some(known) => {
            // What is worse than before is said again.
            let is_worse = new.save_state.is_unsaved() && new.save_state != known.save_state;
            new.dismissed |= known.dismissed && !is_worse && new.findings == known.findings;
            *known = new;
        }
        None => all.insert(0, new),
    }
}

/// Whether the user has the key `new`, where that is the new key of a rotation.
pub fn save_state(all: &[RotationNotice], new: &KeyId) -> Option<SaveState> {
    all.iter().find(|notice| notice.rotation.new == *new).map(|notice| notice.save_state)
}

/// The notices of a tab (`own`) with what all tabs of this browser have stored of new keys that were not saved (`unsaved`): that
/// is up to date, also where this tab was closed or its session had ended meanwhile.
pub fn merge(own: Vec<RotationNotice>, unsaved: Vec<RotationNotice>) -> Vec<RotationNotice> {
    let mut all = own;
    for notice in &mut all {
        match unsaved.iter().find(|stored| stored.rotation.new == notice.rotation.new) {
            Some(stored) => {
                notice.save_state = stored.save_state;
                notice.dismissed |= stored.dismissed;
            }
            // Saved since, in another tab.
            None if notice.save_state == SaveState::NotSaved => notice.save_state = SaveState::Saved,
            None => {}
        }
    }
    for stored in unsaved {
        if save_state(&all, &stored.rotation.new).is_none() {
            let earlier = all.iter().position(|notice| notice.rotation.at < stored.rotation.at);
            all.insert(earlier.unwrap_or(all.len()), stored);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use portal_api::ServerTime;

    use super::*;
    use crate::keys::rotation::{check::Findings, records::CompletedRotation};

    fn notice(old: &str, new: &str, at: i64, save_state: SaveState) -> RotationNotice {
        let at = ServerTime::from_millis(at);
        RotationNotice {
            rotation: CompletedRotation {
                old: KeyId::new(old),
                new: KeyId::new(new),
                at,
                old_ends: Some(at.plus(100)),
            },
            save_state,
            dismissed: false,
            findings: Findings::default(),
        }
    }

    fn states(all: &[RotationNotice]) -> Vec<(&str, SaveState, bool)> {
        all.iter().map(|notice| (notice.rotation.new.as_str(), notice.save_state, notice.dismissed)).collect()
    }

    #[test]
    fn news_of_a_rotation_keep_its_place_and_are_said_again_only_where_they_are_worse() {
        let mut all = vec![notice("c", "d", 2, SaveState::Saved), notice("a", "b", 1, SaveState::NotSaved)];
        all[1].dismissed = true;
        add(&mut all, notice("a", "b", 1, SaveState::Saved));
        assert_eq!(states(&all), [("d", SaveState::Saved, false), ("b", SaveState::Saved, true)]);
        add(&mut all, notice("a", "b", 1, SaveState::ClosedUnsaved));
        assert_eq!(states(&all)[1], ("b", SaveState::ClosedUnsaved, false));
        let findings = Findings { extra_keys: 1, ..Findings::default() };
        all[1].dismissed = true;
        add(&mut all, RotationNotice { findings, ..notice("a", "b", 1, SaveState::ClosedUnsaved) });
        assert_eq!(states(&all)[1], ("b", SaveState::ClosedUnsaved, false));
    }

    #[test]
    fn a_new_key_that_nobody_has_is_no_matter_once_it_is_rotated_itself() {
        for unsaved in [SaveState::NotSaved, SaveState::ClosedUnsaved, SaveState::NeverArrived] {
            let mut all = vec![notice("a", "b", 1, unsaved)];
            add(&mut all, notice("b", "c", 2, SaveState::NotSaved));
            let expected = [("c", SaveState::NotSaved, false), ("b", SaveState::Saved, false)];
            assert_eq!(states(&all), expected);
            // Nor by news that come late.
            add(&mut all, notice("a", "b", 1, unsaved));
            assert_eq!(states(&all), expected);
        }
    }

    #[test]
    fn a_second_rotation_of_a_key_says_when_it_ends_now() {
        let mut all = vec![notice("a", "b", 1, SaveState::Saved)];
        add(&mut all, notice("a", "c", 50, SaveState::Saved));
        let ends: Vec<_> = all.iter().map(|notice| notice.rotation.old_ends).collect();
        assert_eq!(ends, [Some(ServerTime::from_millis(150)); 2]);
    }

    #[test]
    fn what_all_tabs_have_stored_of_unsaved_keys_corrects_and_completes_the_notices_of_a_tab() {
        let own = vec![
            notice("a", "b", 4, SaveState::NotSaved),
            notice("c", "d", 3, SaveState::NotSaved),
            notice("e", "f", 2, SaveState::NeverArrived),
            notice("g", "h", 1, SaveState::Saved),
        ];
        let dismissed = RotationNotice { dismissed: true, ..notice("x", "y", 5, SaveState::ClosedUnsaved) };
        let stored = vec![dismissed, notice("a", "b", 4, SaveState::ClosedUnsaved)];
        let expected = [
            ("y", SaveState::ClosedUnsaved, true),
            ("b", SaveState::ClosedUnsaved, false),
            ("d", SaveState::Saved, false),
            ("f", SaveState::NeverArrived, false),
            ("h", SaveState::Saved, false),
        ];
        assert_eq!(states(&merge(own, stored)), expected);
    }
}
