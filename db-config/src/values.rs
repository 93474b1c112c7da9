//! What words and numbers of any dialect mean.

use crate::const_bytes::same;

/// A boolean.
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
