//! What words and numbers of any dialect mean.

use std::time::Duration;

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

/// A duration as people write it: `30s`, `500ms`, `2m`, `1h30m`, `7d`, and `0`. A number without a unit is in
/// milliseconds times `default_unit`, if there is one.
pub(crate) const fn duration(value: &[u8], default_unit: Option<u64>) -> Option<Duration> {
    const UNITS: [(&str, u64); 5] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];
    if let Some(number) = number(value) {
        return match default_unit {
            Some(unit) => Some(Duration::from_millis(number as u64 * unit)),
            None if number == 0 => Some(Duration::ZERO),
            None => None,
        };
    }
    let (mut milliseconds, mut last_unit) = (0, u64::MAX);
    let mut rest = value;
    while !rest.is_empty() {
        let (digits, behind) = rest.split_at(span(rest, true));
        let (name, behind) = behind.split_at(span(behind, false));
        let Some(number) = number(digits) else { return None };
        let mut i = 0;
        while i < UNITS.len() && !same(UNITS[i].0.as_bytes(), name) {
            i += 1;
        }
        // Each unit is smaller than the one before it.
        if i == UNITS.len() || UNITS[i].1 >= last_unit {
            return None;
        }
        last_unit = UNITS[i].1;
        milliseconds += number as u64 * last_unit;
        rest = behind;
    }
    if value.is_empty() { None } else { Some(Duration::from_millis(milliseconds)) }
}

/// How many bytes at the start are digits, or are not.
const fn span(text: &[u8], digits: bool) -> usize {
    let mut i = 0;
    while i < text.len() && text[i].is_ascii_digit() == digits {
        i += 1;
    }
    i
}

/// Whether it [ends in a number](https://url.spec.whatwg.org/#ends-in-a-number-checker), and thus has to be an address,
/// be it in one of its other spellings.
pub(crate) fn ends_in_a_number(domain: &str) -> bool {
    let last = without_last_dot(domain).rsplit('.').next().unwrap_or_default();
    !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()) || ipv4_number(last).is_some()
}

/// The [IPv4 number parser](https://url.spec.whatwg.org/#ipv4-number-parser); what is too large stays too large.
pub(crate) fn ipv4_number(part: &str) -> Option<u64> {
    let (digits, radix) = match part.as_bytes() {
        [] => return None,
        [b'0', b'x' | b'X', ..] => (&part[2..], 16),
        [b'0', _, ..] => (&part[1..], 8),
        _ => (part, 10),
    };
    digits.chars().try_fold(0_u64, |number, digit| {
        let digit = digit.to_digit(radix)?;
        Some(number.saturating_mul(radix.into()).saturating_add(digit.into()))
    })
}

pub(crate) fn without_last_dot(domain: &str) -> &str {
    domain.strip_suffix('.').unwrap_or(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        let read = |text: &str| duration(text.as_bytes(), None).map(|duration| duration.as_millis());
        assert_eq!(read("30s"), Some(30_000));
        assert_eq!(read("500ms"), Some(500));
        assert_eq!(read("2m"), Some(120_000));
        assert_eq!(read("1h30m"), Some(5_400_000));
        assert_eq!(read("7D"), Some(604_800_000));
        assert_eq!(read("0"), Some(0));
        for wrong in ["", "30", "s", "30 s", "-1s", "1.5s", "30x", "30s5", "1m1h", "1s1s", "99999999999s", " 1s", "1s "]
        {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
        assert_eq!(duration(b"30", Some(1000)), Some(Duration::from_secs(30)));
        assert_eq!(duration(b"30ms", Some(1000)), Some(Duration::from_millis(30)));
        let most = format!("{0}d{0}h{0}m{0}s{0}ms", u32::MAX);
        assert!(read(&most).is_some(), "no overflow");
    }
}
