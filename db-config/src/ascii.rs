//! What const functions on text are made of: std's own need a newer Rust, or are not const.

/// `<[u8]>::eq_ignore_ascii_case`, which is const only since Rust 1.89.
pub(crate) const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i].eq_ignore_ascii_case(&b[i]) {
        i += 1;
    }
    i == a.len() && i == b.len()
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

/// What a word of any client's dialect means where it is a yes or a no.
pub(crate) const fn boolean(value: &[u8]) -> Option<bool> {
    const WORDS: [(&str, bool); 8] = [
        ("true", true),
        ("1", true),
        ("on", true),
        ("yes", true),
        ("false", false),
        ("0", false),
        ("off", false),
        ("no", false),
    ];
    let mut i = 0;
    while i < WORDS.len() {
        if same(WORDS[i].0.as_bytes(), value) {
            return Some(WORDS[i].1);
        }
        i += 1;
    }
    None
}

/// A whole number.
pub(crate) const fn number(value: &[u8]) -> Option<u32> {
    let mut number: u32 = 0;
    let mut i = 0;
    while i < value.len() {
        if !value[i].is_ascii_digit() {
            return None;
        }
        number = match number.checked_mul(10) {
            Some(number) => number,
            None => return None,
        };
        number = match number.checked_add((value[i] - b'0') as u32) {
            Some(number) => number,
            None => return None,
        };
        i += 1;
    }
    if value.is_empty() { None } else { Some(number) }
}
