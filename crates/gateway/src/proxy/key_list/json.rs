//! A position in a JSON text, and what comes next there. `None` is always "not so": what it is instead, the parser of
//! `serde_json` decides.

/// How deep values that are skipped may be nested: the API's are by far not.
const MAX_DEPTH: usize = 48;

/// The rest of a JSON text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Json<'a>(pub(super) &'a [u8]);

/// A string as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) with_quotes: &'a [u8],
    pub(super) content: &'a [u8],
    pub(super) has_escapes: bool,
}

impl<'a> Json<'a> {
    /// An object: calls `member` with each name, and with the position of its value to read from there.
    pub(super) fn members(&mut self, mut member: impl FnMut(&mut Self, Text<'a>) -> Option<()>) -> Option<()> {
        self.take(b'{')?;
        if self.take(b'}').is_some() {
            return Some(());
        }
        loop {
            let name = self.text()?;
            self.take(b':')?;
            member(self, name)?;
            if self.take(b',').is_none() {
                return self.take(b'}');
            }
        }
    }

    /// A list: calls `item` at the position of each item.
    pub(super) fn items(&mut self, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.take(b'[')?;
        if self.take(b']').is_some() {
            return Some(());
        }
        loop {
            item(self)?;
            if self.take(b',').is_none() {
                return self.take(b']');
            }
        }
    }

    pub(super) fn text(&mut self) -> Option<Text<'a>> {
        self.take_space();
        let from = self.0;
        let inside = from.strip_prefix(b"\"")?;
        let length = plain_bytes(inside);
        match inside.get(length..)? {
            [b'"', rest @ ..] => {
                self.0 = rest;
                Some(Text { with_quotes: from.get(..length + 2)?, content: inside.get(..length)?, has_escapes: false })
            }
            escape => {
                self.0 = escape;
                self.take_escapes()?;
                let with_quotes = self.since(from)?;
                let content = with_quotes.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
                Some(Text { with_quotes, content, has_escapes: true })
            }
        }
    }

    /// The rest of a string from its first escape.
    #[cold]
    fn take_escapes(&mut self) -> Option<()> {
        loop {
            match self.0 {
                [b'"', rest @ ..] => {
                    self.0 = rest;
                    return Some(());
                }
                [b'\\', b'u', a, b, c, d, rest @ ..] if [a, b, c, d].into_iter().all(u8::is_ascii_hexdigit) => {
                    self.0 = rest;
                }
                [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', rest @ ..] => self.0 = rest,
                _ => return None,
            }
            self.0 = self.0.get(plain_bytes(self.0)..)?;
        }
    }

    pub(super) fn number(&mut self) -> Option<&'a [u8]> {
        self.take_space();
        let from = self.0;
        if let [b'-', rest @ ..] = self.0 {
            self.0 = rest;
        }
        match self.0 {
            [b'0', rest @ ..] => self.0 = rest,
            _ => self.take_digits()?,
        }
        if let [b'.', rest @ ..] = self.0 {
            self.0 = rest;
            self.take_digits()?;
        }
        if let [b'e' | b'E', b'+' | b'-', rest @ ..] | [b'e' | b'E', rest @ ..] = self.0 {
            self.0 = rest;
            self.take_digits()?;
        }
        self.since(from)
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self) -> Option<&'static [u8]> {
        self.take_space();
        let (flag, rest): (&[u8], _) = match self.0 {
            [b't', b'r', b'u', b'e', rest @ ..] => (b"true", rest),
            [b'f', b'a', b'l', b's', b'e', rest @ ..] => (b"false", rest),
            _ => return None,
        };
        self.0 = rest;
        Some(flag)
    }

    pub(super) fn null(&mut self) -> Option<()> {
        self.take_space();
        let [b'n', b'u', b'l', b'l', rest @ ..] = self.0 else { return None };
        self.0 = rest;
        Some(())
    }

    /// Any value, as it is written.
    pub(super) fn any(&mut self) -> Option<&'a [u8]> {
        self.take_space();
        let from = self.0;
        self.skip()?;
        self.since(from)
    }

    /// Any value.
    pub(super) fn skip(&mut self) -> Option<()> {
        self.skip_to_depth(MAX_DEPTH)
    }

    /// Nothing but white space follows.
    pub(super) fn end(mut self) -> Option<()> {
        self.take_space();
        self.0.is_empty().then_some(())
    }

    fn skip_to_depth(&mut self, depth: usize) -> Option<()> {
        let deeper = depth.checked_sub(1)?;
        self.take_space();
        match self.0.first()? {
            b'"' => self.text().map(|_| ()),
            b'{' => self.members(|json, _| json.skip_to_depth(deeper)),
            b'[' => self.items(|json| json.skip_to_depth(deeper)),
            b't' | b'f' => self.flag().map(|_| ()),
            b'n' => self.null(),
            _ => self.number().map(|_| ()),
        }
    }

    /// What was read since then.
    fn since(&self, from: &'a [u8]) -> Option<&'a [u8]> {
        from.get(..from.len().checked_sub(self.0.len())?)
    }

    /// At least one.
    fn take_digits(&mut self) -> Option<()> {
        let number = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.0 = self.0.get(number..)?;
        (number > 0).then_some(())
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.take_space();
        let (first, rest) = self.0.split_first()?;
        if *first != byte {
            return None;
        }
        self.0 = rest;
        Some(())
    }

    fn take_space(&mut self) {
        while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = self.0 {
            self.0 = rest;
        }
    }
}

/// How many bytes there are before the first quotation mark, backslash or control character.
fn plain_bytes(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    // The highest bit of the lowest byte that is below `end` is set; those of higher bytes may be, too.
    let below = |eight: u64, end: u8| eight.wrapping_sub(ONES * u64::from(end)) & !eight;
    let (eights, rest) = bytes.as_chunks::<8>();
    for (index, eight) in eights.iter().enumerate() {
        let eight = u64::from_le_bytes(*eight);
        let is = |byte: u8| below(eight ^ (ONES * u64::from(byte)), 1);
        let found = (below(eight, b' ') | is(b'"') | is(b'\\')) & (ONES << 7);
        if found != 0 {
            return index * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let plain = rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)).count();
    eights.len() * 8 + plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_bytes_are_counted(bytes in proptest::collection::vec(prop_oneof![4 => any::<u8>(), 1 => Just(b'"')], 0..40)) {
            let slow = bytes.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)).count();
            prop_assert_eq!(plain_bytes(&bytes), slow);
        }
    }
}
