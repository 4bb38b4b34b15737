//! The parameters of a landing URL: which of them belong to the session, and what they say of it.

use super::{LinkNote, plain::plain, spelling::version_of};
use crate::percent;

const LABEL: &[u8] = b"label";
const ROTATION: &[u8] = b"rotation";

/// An address's parameters. Where a link's `?` or `&` was added or escaped once too often, what follows is a parameter, too.
pub(super) fn parameters(address: &str) -> impl Iterator<Item = &str> {
    address.split(['?', '&', ';', '#'])
}

pub(super) fn name_and_value(parameter: &str) -> (&str, &str) {
    parameter.split_once('=').unwrap_or((parameter, ""))
}

/// Whether a parameter belongs to the session ID, and leaves the address with it.
pub(super) fn is_of_link(parameter: &str) -> bool {
    let plain = plain(parameter);
    let name = plain.split(|byte| *byte == b'=').next().unwrap_or_default();
    version_of(name).is_some() || is(name, LABEL) || is(name, ROTATION)
}

/// What the parameters say of the session. Two labels that differ are none.
pub(super) fn note(address: &str) -> LinkNote {
    let mut note = LinkNote::default();
    let mut labels = parameters(address).map(name_and_value).filter(|(name, _)| is(&plain(name), LABEL));
    if let Some((_, label)) = labels.next()
        && labels.all(|(_, other)| other == label)
    {
        note.label = LinkNote::label_from(&percent::decode_parameter(label));
    }
    note.no_rotation = parameters(address)
        .map(name_and_value)
        .any(|(name, value)| is(&plain(name), ROTATION) && is(&plain(value), b"false"));
    note
}

fn is(plain: &[u8], name: &[u8]) -> bool {
    plain.trim_ascii().eq_ignore_ascii_case(name)
}
