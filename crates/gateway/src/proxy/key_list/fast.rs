//! The list, written anew while it is read: what is no [`Field`] is skipped, and most of what is one is copied as it stands.
//! `None` is a list that isn't as the API writes it; the [plain](super::plain) way decides about those.

use portal_api::{KeyOwner, Meta, Pagination, RequestId};
use portal_core::{config::ShowSettings, keys::list::Account};
use serde::de::DeserializeOwned;

use super::{
    fields::{Absent, Field, KEY, Shape},
    json::Json,
};
use crate::proxy::client_response::parse;

/// The body of a list, for the browser.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct List {
    pub(super) body: Vec<u8>,
    pub(super) request_id: RequestId,
}

/// Reads the API's list and writes what the browser gets of it.
pub(super) fn write(body: &[u8], show: ShowSettings) -> Option<List> {
    // The only check of all of it for UTF-8.
    let mut json = Json(str::from_utf8(body).ok()?.as_bytes());
    let mut written = Vec::with_capacity(body.len());
    written.extend_from_slice(br#"{"data":"#);
    let (mut meta, mut data, mut pagination) = (None, None, None);
    json.members(|json, name| {
        let is_second = match name.content {
            _ if name.has_escapes => return None,
            b"meta" => meta.replace(read::<Meta>(json.any()?)?).is_some(),
            b"data" => data.replace(write_keys(json, show, &mut written)?).is_some(),
            b"pagination" => pagination.replace(read::<Option<Pagination>>(json.any()?)?).is_some(),
            _ => json.skip().is_none(),
        };
        (!is_second).then_some(())
    })?;
    json.end()?;
    data?;
    let meta = meta?;
    written.extend_from_slice(br#","meta":"#);
    serde_json::to_writer(&mut written, &meta).ok()?;
    if let Some(pagination) = pagination.flatten() {
        written.extend_from_slice(br#","pagination":"#);
        serde_json::to_writer(&mut written, &pagination).ok()?;
    }
    written.push(b'}');
    Some(List { body: written, request_id: meta.request_id })
}

/// Writes the keys, with their owner only if `show` says so and all have the same one.
fn write_keys(json: &mut Json<'_>, show: ShowSettings, written: &mut Vec<u8>) -> Option<()> {
    let (from, start) = (*json, written.len());
    let mut keys = Keys { show, written, count: 0, owned: 0, owner: Vec::new() };
    keys.write(json)?;
    if show.account && !keys.name_account()? {
        *json = from;
        keys.show.account = false;
        keys.written.truncate(start);
        keys.write(json)?;
    }
    Some(())
}

struct Keys<'a> {
    show: ShowSettings,
    written: &'a mut Vec<u8>,
    count: usize,
    /// The owner of the first key that has one.
    owner: Vec<u8>,
    /// How many keys have that owner.
    owned: usize,
}

impl Keys<'_> {
    fn write(&mut self, json: &mut Json<'_>) -> Option<()> {
        let Self { show, written, count, owner, owned } = self;
        write_list(json, written, |json, written| {
            *count += 1;
            write_fields(json, &KEY, written, |field, value| match field.name {
                "credits" => show.credits,
                "ratelimits" => show.rate_limits,
                "identity" if show.account => {
                    if *owned == 0 {
                        value.clone_into(owner);
                    }
                    *owned += usize::from(value == owner);
                    true
                }
                "identity" => false,
                _ => true,
            })
        })
    }

    fn name_account(&self) -> Option<bool> {
        if self.owned == 0 || self.owned < self.count {
            return Some(false);
        }
        let owner: KeyOwner = serde_json::from_slice(&self.owner).ok()?;
        let mut account = Account::default();
        account.add(owner.external_id.as_deref());
        Some(account.name().is_some())
    }
}

/// Writes an object's `fields`, in the order in which they come. `shows` is told of each, and says whether it stays.
fn write_fields(
    json: &mut Json<'_>,
    fields: &[Field],
    written: &mut Vec<u8>,
    mut shows: impl FnMut(&Field, &[u8]) -> bool,
) -> Option<()> {
    written.push(b'{');
    let first = written.len();
    // A bit for each field.
    let mut seen = 0_u16;
    let mut next = 0;
    json.members(|json, name| {
        if name.has_escapes {
            return None;
        }
        let is_named = |field: &Field| field.name.as_bytes() == name.content;
        // Mostly it is the one after the last.
        let found = if fields.get(next).is_some_and(is_named) { Some(next) } else { fields.iter().position(is_named) };
        let Some((index, field)) = found.and_then(|index| Some((index, fields.get(index)?))) else {
            return json.skip();
        };
        if seen & 1 << index > 0 {
            return None;
        }
        seen |= 1 << index;
        next = index + 1;
        let before = written.len();
        write_name(field, first, written);
        let start = written.len();
        let has_value = write_field(field, json, written)?;
        if !(has_value && shows(field, written.get(start..)?)) {
            written.truncate(before);
        }
        Some(())
    })?;
    for (_, field) in fields.iter().enumerate().filter(|(index, _)| seen & 1 << index == 0) {
        let value: &[u8] = match field.absent {
            Absent::Refused => return None,
            Absent::LeftOut | Absent::LeftOutIfEmpty => continue,
            Absent::Null => b"null",
            Absent::False => b"false",
        };
        write_name(field, first, written);
        written.extend_from_slice(value);
    }
    written.push(b'}');
    Some(())
}

fn write_name(field: &Field, first: usize, written: &mut Vec<u8>) {
    if written.len() > first {
        written.push(b',');
    }
    written.extend_from_slice(field.with_quotes.as_bytes());
}

/// Whether the field has a value.
fn write_field(field: &Field, json: &mut Json<'_>, written: &mut Vec<u8>) -> Option<bool> {
    if json.null().is_some() {
        return match field.absent {
            Absent::Refused | Absent::False => None,
            Absent::LeftOut | Absent::LeftOutIfEmpty => Some(false),
            Absent::Null => {
                written.extend_from_slice(b"null");
                Some(true)
            }
        };
    }
    let start = written.len();
    write_value(&field.shape, json, written)?;
    Some(!(matches!(field.absent, Absent::LeftOutIfEmpty) && written.get(start..) == Some(b"[]")))
}

fn write_value(shape: &Shape, json: &mut Json<'_>, written: &mut Vec<u8>) -> Option<()> {
    match shape {
        Shape::Text => {
            let text = json.text()?;
            if text.has_escapes {
                serde_json::to_writer(written, &read::<String>(text.with_quotes)?).ok()?;
            } else {
                written.extend_from_slice(text.with_quotes);
            }
        }
        Shape::Word(words) => {
            let text = json.text().filter(|text| !text.has_escapes)?;
            let word = words.iter().find(|word| word.as_bytes() == text.content).or(words.last())?;
            serde_json::to_writer(written, word).ok()?;
        }
        Shape::Integer(from, to) => {
            let number = json.number()?;
            let value: i64 = str::from_utf8(number).ok()?.parse().ok()?;
            // -0 is no whole number to `serde_json`.
            if !(*from..=*to).contains(&value) || number == b"-0" {
                return None;
            }
            written.extend_from_slice(number);
        }
        Shape::Flag => written.extend_from_slice(json.flag()?),
        Shape::Fields(fields) => write_fields(json, fields, written, |_, _| true)?,
        Shape::List(shape) => write_list(json, written, |json, written| write_value(shape, json, written))?,
    }
    Some(())
}

fn write_list<'a>(
    json: &mut Json<'a>,
    written: &mut Vec<u8>,
    mut item: impl FnMut(&mut Json<'a>, &mut Vec<u8>) -> Option<()>,
) -> Option<()> {
    written.push(b'[');
    let first = written.len();
    json.items(|json| {
        if written.len() > first {
            written.push(b',');
        }
        item(json, written)
    })?;
    written.push(b']');
    Some(())
}

fn read<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    parse(json).ok()
}
