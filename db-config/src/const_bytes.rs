//! What const functions on text are made of: std's own need a newer Rust, or are not const.

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
    let mut i = start;
    while i < end && t[i] != byte {
        i += 1;
    }
    if i < end { i } else { end }
}

/// Whether `word` stands at `at`.
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

/// Whether `word` stands anywhere.
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

/// Which bytes a text has, so that one pass answers all questions for bytes that it lacks.
#[derive(Clone, Copy)]
pub(crate) struct Seen {
    low: u64,
    high: u64,
    pub non_ascii: bool,
}

impl Seen {
    pub(crate) const fn of(t: &[u8]) -> Self {
        let mut seen = Seen { low: 0, high: 0, non_ascii: false };
        let mut i = 0;
        while i < t.len() {
            match t[i] {
                byte @ ..64 => seen.low |= 1 << byte,
                byte @ 64..128 => seen.high |= 1 << (byte - 64),
                _ => seen.non_ascii = true,
            }
            i += 1;
        }
        seen
    }

    pub(crate) const fn has(self, byte: u8) -> bool {
        match byte {
            ..64 => self.low & (1 << byte) != 0,
            64..128 => self.high & (1 << (byte - 64)) != 0,
            _ => self.non_ascii,
        }
    }

    /// Any of U+0000 to U+001F and U+007F.
    pub(crate) const fn has_control_character(self) -> bool {
        self.low & 0xffff_ffff != 0 || self.has(0x7f)
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

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
