//! The spellings of a session ID that survive mail programs, chats, redirects and people who copy a link. In bytes: this is part
//! of what the browser downloads first.

use portal_api::ApiVersion;

use super::plain::PARAGRAPH;

/// What a session ID begins with.
const PREFIX: &[u8] = b"pst_";

/// More session IDs than any link has. None of more is certain, and the rest isn't read.
const MAX_IDS: usize = 8;

/// What may stand between `session=` and the ID: quotes and brackets around a link.
const OPENING: &[u8] = b" +\"'`<([{*|\n";

/// What may stand after the ID, up to the next parameter: the end of a sentence, and what closes [`OPENING`].
const CLOSING: &[u8] = b" +\"'`>)]}*.,:!|/\\";

/// Whether the result of [`plain`] has a session ID, or the beginning of one, in any case.
pub(super) fn has_session_id(plain: &[u8]) -> bool {
    plain.windows(PREFIX.len()).any(|part| part.eq_ignore_ascii_case(PREFIX))
}

/// The API version of links with this query parameter, in any case.
pub(super) fn version_of(plain_name: &[u8]) -> Option<ApiVersion> {
    let name = plain_name.trim_ascii();
    if name.eq_ignore_ascii_case(b"session") {
        Some(ApiVersion::Session)
    } else if name.eq_ignore_ascii_case(b"code") {
        Some(ApiVersion::Code)
    } else {
        None
    }
}

/// The session IDs in an address.
pub(super) enum SessionIds {
    /// There is none.
    None,
    /// There are several that differ, or it can't be told where the only one ends or what it is for.
    Uncertain,
    /// There is one, once or several times, with the API version of the parameter before it.
    One(Vec<u8>, ApiVersion),
}

/// Finds the session IDs in the result of [`plain`].
pub(super) fn session_ids(plain: &[u8]) -> SessionIds {
    let mut found: Option<Vec<u8>> = None;
    let mut version = None;
    let mut count = 0;
    for start in 0..plain.len() {
        let Some((before, rest)) = plain.split_at_checked(start) else { break };
        if !rest.get(..PREFIX.len()).is_some_and(has_session_id) {
            continue;
        }
        count += 1;
        let (id, after) = take_id(rest);
        if count > MAX_IDS || found.as_ref().is_some_and(|found| *found != id) {
            return SessionIds::Uncertain;
        }
        version = version.or_else(|| version_before(before).filter(|_| is_end(after)));
        found = Some(id);
    }
    match (found, version) {
        (None, _) => SessionIds::None,
        (Some(id), Some(version)) if id.len() > PREFIX.len() && id.starts_with(PREFIX) => SessionIds::One(id, version),
        (Some(_), _) => SessionIds::Uncertain,
    }
}

/// The ID at the start of `text`, and what follows. A `=` within it is what mail programs put at the end of a line that they
/// wrap (quoted-printable): the line break itself is gone.
fn take_id(text: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut id = Vec::new();
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        if is_id_byte(byte) {
            id.push(*byte);
        } else if !(*byte == b'=' && after.first().is_some_and(is_id_byte)) {
            break;
        }
        rest = after;
    }
    (id, rest)
}

/// The version by the parameter that ends in `before`: `session=` or `code=`. `=3D` is `=` in quoted-printable.
fn version_before(before: &[u8]) -> Option<ApiVersion> {
    let before = trim_opening(before);
    let ([name @ .., b'=', b'3', b'D'] | [name @ .., b'=']) = before else { return None };
    let name = trim_end(name, b"= ");
    let start = name.iter().rposition(|byte| !is_id_byte(byte)).map_or(0, |last| last + 1);
    version_of(name.get(start..)?)
}

fn trim_end<'a>(mut text: &'a [u8], bytes: &[u8]) -> &'a [u8] {
    while let [start @ .., last] = text
        && bytes.contains(last)
    {
        text = start;
    }
    text
}

/// What stands before [`OPENING`] and HTML's tags.
fn trim_opening(mut text: &[u8]) -> &[u8] {
    loop {
        text = trim_end(text, OPENING);
        let start = text.iter().rposition(|byte| *byte == b'<').filter(|_| text.ends_with(b">"));
        match start.and_then(|start| text.split_at_checked(start)) {
            Some((before, [_, tag @ ..])) if after_tag(tag) == Some(b"") => text = before,
            _ => return text,
        }
    }
}

/// Whether an ID is complete where this follows. Dots in a row stand for what was left out.
fn is_end(mut after: &[u8]) -> bool {
    let mut last = 0;
    while let [byte, rest @ ..] = after {
        after = rest;
        if b"&#?;".contains(byte) || *byte == PARAGRAPH {
            return true;
        }
        if let Some(rest) = after_tag(rest).filter(|_| *byte == b'<') {
            after = rest;
        } else if !CLOSING.contains(byte) || (*byte == b'.' && last == b'.') {
            return false;
        }
        last = *byte;
    }
    true
}

/// What follows one of HTML's tags; `text` begins after its `<`.
fn after_tag(text: &[u8]) -> Option<&[u8]> {
    let name = text.strip_prefix(b"/").unwrap_or(text);
    let end = text.iter().position(|byte| b"<>".contains(byte))?;
    let (_, rest) = text.split_at_checked(end)?;
    rest.strip_prefix(b">").filter(|_| name.first().is_some_and(u8::is_ascii_alphabetic) && !has_session_id(name))
}

const fn is_id_byte(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'-'
}

/// Whether a parameter's value without the usual prefix may be exchanged all the same. Not what is left of a prefix that was
/// cut off, not the session's row or token, and not what a program writes that had no session ID.
pub(super) fn is_other_id(value: &[u8]) -> bool {
    !PREFIX.starts_with(value)
        && !value.starts_with(b"ps_")
        && !value.starts_with(b"pat_")
        && !matches!(value, b"undefined" | b"null" | b"None")
}
