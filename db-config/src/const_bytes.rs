//! Building blocks for const functions on text: std's own need a newer Rust, or are not const.

/// `<[u8]>::eq_ignore_ascii_case`, which is const only since Rust 1.89.
pub(crate) const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() && a[i].eq_ignore_ascii_case(&b[i]) {
        i += 1;
    }
    i == a.len()
}

/// The first `byte` in `t[start..end]`, or `end`.
pub(crate) const fn find(t: &[u8], byte: u8, start: usize, end: usize) -> usize {
    if start >= end {
        return end;
    }
    let mut rest = t.split_at(end).0.split_at(start).1;
    // Eight bytes at once, because most of the time at startup goes into searches.
    while let Some((eight, behind)) = rest.split_first_chunk() {
        let zero_where_equal = u64::from_le_bytes(*eight) ^ (ONES * byte as u64);
        // The lowest high bit that this leaves is that of the first zero byte.
        let found = zero_where_equal.wrapping_sub(ONES) & !zero_where_equal & HIGH_BITS;
        if found != 0 {
            return end - rest.len() + found.trailing_zeros() as usize / 8;
        }
        rest = behind;
    }
    while let [first, behind @ ..] = rest {
        if *first == byte {
            return end - rest.len();
        }
        rest = behind;
    }
    end
}

/// A one in each byte.
const ONES: u64 = u64::MAX / 0xff;
const HIGH_BITS: u64 = ONES << 7;

/// Whether `word` is at `at`.
pub(crate) const fn starts_with(t: &[u8], at: usize, word: &[u8]) -> bool {
    let mut i = 0;
    while i < word.len() {
        if at + i >= t.len() || t[at + i] != word[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Whether `word` occurs anywhere.
pub(crate) const fn contains(t: &[u8], word: &[u8]) -> bool {
    let mut i = 0;
    while i < t.len() {
        if starts_with(t, i, word) {
            return true;
        }
        i += 1;
    }
    false
}

/// The bytes that a text has, so that one pass answers every search for a byte that it lacks.
pub(crate) struct Seen([bool; 256]);

impl Seen {
    pub(crate) const fn of(t: &[u8]) -> Self {
        let mut seen = [false; 256];
        let mut i = 0;
        while i < t.len() {
            seen[t[i] as usize] = true;
            i += 1;
        }
        Self(seen)
    }

    pub(crate) const fn has(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }

    /// Any of U+0000 to U+001F and U+007F.
    pub(crate) const fn has_control_character(&self) -> bool {
        let mut found = self.has(0x7f);
        let mut byte = 0;
        while byte < 0x20 {
            found |= self.has(byte);
            byte += 1;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Seen, find};

    #[test]
    fn the_first_byte_is_found() {
        let text: Vec<u8> = (0..=255).chain(0..=255).collect();
        for byte in 0..=255 {
            for start in [0, 1, 7, 8, 9, 250, 300, 505, 511, 512] {
                for end in [0, 1, 8, 200, 256, 263, 500, 512] {
                    let expected = (start..end).find(|i| text[*i] == byte).unwrap_or(end);
                    assert_eq!(find(&text, byte, start, end), expected, "{byte} in {start}..{end}");
                }
            }
        }
    }

    #[test]
    fn every_byte_is_seen() {
        for byte in 0..=255 {
            let seen = Seen::of(&[byte]);
            assert!(seen.has(byte), "{byte}");
            assert_eq!(seen.has_control_character(), byte < 0x20 || byte == 0x7f, "{byte}");
            assert!(!Seen::of(b"").has(byte), "{byte}");
        }
    }
}

/// A line of text, built at compile time.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    bytes: [u8; Line::MOST],
    len: usize,
}

impl Line {
    const MOST: usize = 512;

    pub(crate) const fn new() -> Self {
        Self { bytes: [0; Line::MOST], len: 0 }
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    pub(crate) const fn byte(&self, i: usize) -> u8 {
        self.bytes[i]
    }

    pub(crate) const fn ends_with(&self, byte: u8) -> bool {
        self.len > 0 && self.bytes[self.len - 1] == byte
    }

    pub(crate) const fn add(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut i = 0;
        while i < text.len() && self.len < Line::MOST {
            self.bytes[self.len] = text[i];
            self.len += 1;
            i += 1;
        }
        self
    }

    pub(crate) const fn takes(self, accepted: crate::Backends) -> Self {
        let schemes = accepted.schemes();
        let mut line = self.add("; it takes ");
        let mut i = 0;
        while i < schemes.len() {
            line = line.add(if i == 0 { "" } else { ", " }).add(schemes[i]);
            i += 1;
        }
        line
    }

    pub(crate) const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "this default or scheme is not accepted here",
        }
    }
}
