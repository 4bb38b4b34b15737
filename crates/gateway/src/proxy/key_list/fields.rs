//! What the browser may get of a key: the fields of [`portal_api::Key`]. Tests compare the two.

use Absent::{False, LeftOut, LeftOutIfEmpty, Null, Refused};
use Shape::{Fields, Flag, Integer, List, Text, Word};

/// A field of an object.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    /// The name as it is written, with the colon.
    pub(super) with_quotes: &'static str,
    pub(super) shape: Shape,
    pub(super) absent: Absent,
}

/// What a value has to be.
#[derive(Debug)]
pub(super) enum Shape {
    Text,
    /// One of these, and the last in place of any other.
    Word(&'static [&'static str]),
    /// A whole number in this range.
    Integer(i64, i64),
    Flag,
    Fields(&'static [Field]),
    List(&'static Shape),
}

/// What becomes of a field that is absent.
#[derive(Debug)]
pub(super) enum Absent {
    /// The list can't be read.
    Refused,
    /// It is left out. `null` is the same.
    LeftOut,
    /// It is left out, and so is an empty list. `null` is the same.
    LeftOutIfEmpty,
    /// `null` is written.
    Null,
    /// `false` is written. `null` can't be read.
    False,
}

macro_rules! field {
    ($name:literal, $shape:expr, $absent:expr) => {
        Field { name: $name, with_quotes: concat!("\"", $name, "\":"), shape: $shape, absent: $absent }
    };
}

const ANY: Shape = Integer(i64::MIN, i64::MAX);

pub(super) static KEY: [Field; 11] = [
    field!("keyId", Text, Refused),
    field!("start", Text, Refused),
    field!("enabled", Flag, Refused),
    field!("createdAt", ANY, Refused),
    field!("name", Text, LeftOut),
    field!("updatedAt", ANY, LeftOut),
    field!("lastUsedAt", ANY, LeftOut),
    field!("expires", ANY, LeftOut),
    field!("credits", Fields(&CREDITS), LeftOut),
    field!("ratelimits", List(&Fields(&RATE_LIMIT)), LeftOutIfEmpty),
    field!("identity", Fields(&OWNER), LeftOut),
];

static CREDITS: [Field; 2] = [field!("remaining", ANY, Null), field!("refill", Fields(&REFILL), LeftOut)];

static REFILL: [Field; 3] = [
    field!("interval", Word(&["daily", "monthly", "other"]), Refused),
    field!("amount", ANY, Refused),
    field!("refillDay", Integer(0, 255), LeftOut),
];

static RATE_LIMIT: [Field; 5] = [
    field!("id", Text, Refused),
    field!("name", Text, Refused),
    field!("limit", ANY, Refused),
    field!("duration", ANY, Refused),
    field!("autoApply", Flag, False),
];

static OWNER: [Field; 1] = [field!("externalId", Text, LeftOut)];
