//! An address as text in ASCII, whatever it was escaped for.

use crate::percent;

/// In place of a character that is no punctuation: it belongs to no session ID.
pub(super) const LETTER: u8 = 0xff;

/// In place of an empty line or a `<br>`: what follows is another paragraph.
pub(super) const PARAGRAPH: u8 = b'\n';

/// The characters that HTML names, of those that a link may have in or around it.
const NAMED: [(&[u8], char); 8] = [
    (b"amp", '&'),
    (b"quot", '"'),
    (b"apos", '\''),
    (b"lt", '<'),
    (b"gt", '>'),
    (b"equals", '='),
    (b"lowbar", '_'),
    (b"nbsp", ' '),
];

/// The longest name or number of such a character, in bytes.
const MAX_ENTITY_BYTES: usize = 8;

/// The text of an address in ASCII: without percent-encoding and HTML's escapes, however many times they were applied, without
/// control characters, single line breaks among them, and without characters that show nothing. Punctuation beyond ASCII
/// becomes a space.
pub(super) fn plain(text: &str) -> Vec<u8> {
    let decoded = without_entities(percent::decode_fully(text));
    let mut plain = Vec::with_capacity(decoded.len());
    // Since the last character that shows something.
    let mut line_breaks = 0;
    let mut rest = decoded.as_slice();
    while let [byte, after @ ..] = rest {
        rest = after;
        match *byte {
            b'\n' => line_breaks += 1,
            b'\r' | b'\t' | b' ' => {}
            _ => line_breaks = 0,
        }
        if line_breaks == 2 {
            plain.push(PARAGRAPH);
        }
        match (*byte, after) {
            // Markdown's escapes.
            (b'\\', [b'_' | b'-', ..]) => {}
            (b'<', [b'b' | b'B', b'r' | b'R', b'>' | b'/' | b' ', ..]) => plain.extend_from_slice(&[PARAGRAPH, b'<']),
            (b' '..=b'~', _) => plain.push(*byte),
            // An ellipsis.
            (0xe2, [0x80, 0xa6, ..]) => plain.extend_from_slice(b".."),
            // Control characters, in UTF-8 the second and further bytes of a character, and characters that show nothing: soft
            // hyphen, zero-width and direction marks, byte order mark.
            (..=0x1f | 0x7f..=0xbf, _)
            | (0xc2, [0xad, ..])
            | (0xe2, [0x80, 0x8b..=0x8f | 0xa8..=0xae, ..] | [0x81, 0xa0..=0xaf, ..])
            | (0xef, [0xbb, 0xbf, ..]) => {}
            // Latin, general, CJK, full-width, Arabic and Indic punctuation.
            (0xc2 | 0xe2 | 0xe3 | 0xef, _)
            | (0xd8, [0x8c | 0x9b | 0x9f, ..])
            | (0xdb, [0x94, ..])
            | (0xe0, [0xa5, 0xa4 | 0xa5, ..]) => plain.push(b' '),
            _ => plain.push(LETTER),
        }
    }
    plain
}

/// The text with the characters that HTML's escapes stand for, escaped once or several times.
fn without_entities(mut text: Vec<u8>) -> Vec<u8> {
    // Backwards, so that what follows an `&` is decoded already.
    let mut reversed = Vec::with_capacity(text.len());
    while let Some(byte) = text.pop() {
        reversed.push(byte);
        while let Some((character, bytes)) = entity(&reversed) {
            reversed.truncate(reversed.len() - bytes);
            reversed.extend(character.encode_utf8(&mut [0; 4]).bytes().rev());
        }
    }
    reversed.reverse();
    reversed
}

/// The character that the escape at the end of `reversed` stands for, and the escape's length in bytes.
fn entity(reversed: &[u8]) -> Option<(char, usize)> {
    let after = reversed.strip_suffix(b"&")?;
    let name: Vec<u8> = after.iter().rev().take(MAX_ENTITY_BYTES).take_while(|byte| **byte != b';').copied().collect();
    let bytes = name.len() + 2;
    if reversed.iter().rev().nth(bytes - 1) != Some(&b';') {
        return None;
    }
    let character = match name.as_slice() {
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16),
        [b'#', digits @ ..] => number(digits, 10),
        name => NAMED.iter().find(|(named, _)| named.eq_ignore_ascii_case(name)).map(|(_, character)| *character),
    };
    Some((character?, bytes))
}

fn number(digits: &[u8], radix: u32) -> Option<char> {
    char::from_u32(u32::from_str_radix(str::from_utf8(digits).ok()?, radix).ok()?)
}
