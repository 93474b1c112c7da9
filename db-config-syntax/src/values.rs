//! Parses booleans, numbers and durations.

use std::time::Duration;

/// Parses a boolean: `true`, `1`, `on`, `yes`, `false`, `0`, `off` or `no`, ignoring case.
pub fn boolean(value: &str) -> Option<bool> {
    let is_one_of = |words: [&str; 4]| words.iter().any(|word| word.eq_ignore_ascii_case(value));
    if is_one_of(["true", "1", "on", "yes"]) {
        Some(true)
    } else if is_one_of(["false", "0", "off", "no"]) {
        Some(false)
    } else {
        None
    }
}

/// Parses a whole number without a sign.
pub fn number(value: &str) -> Option<u32> {
    // `parse` would accept a `+`.
    if value.bytes().all(|byte| byte.is_ascii_digit()) { value.parse().ok() } else { None }
}

/// Parses a duration such as `30s`, `500ms`, `2m`, `1h30m`, `7d` or `0`.
///
/// With `default_unit`, a number without a unit counts units of this many milliseconds.
pub fn duration(value: &str, default_unit: Option<u64>) -> Option<Duration> {
    if let Some(number) = number(value) {
        return match default_unit {
            Some(unit) => Some(Duration::from_millis(u64::from(number) * unit)),
            None => (number == 0).then_some(Duration::ZERO),
        };
    }
    let (mut milliseconds, mut last_unit) = (0, u64::MAX);
    let mut rest = value;
    while !rest.is_empty() {
        let (digits, behind) = split_where(rest, |c| !c.is_ascii_digit());
        let (name, behind) = split_where(behind, |c| c.is_ascii_digit());
        let unit = unit(name)?;
        // Each unit is smaller than the one before it.
        if unit >= last_unit {
            return None;
        }
        milliseconds += u64::from(number(digits)?) * unit;
        (last_unit, rest) = (unit, behind);
    }
    (!value.is_empty()).then(|| Duration::from_millis(milliseconds))
}

/// The time units: the abbreviation, the name and the length in milliseconds.
const UNITS: [(&str, &str, u64); 6] = [
    ("ms", "milliseconds", 1),
    ("s", "seconds", 1000),
    ("m", "minutes", 60_000),
    ("min", "minutes", 60_000),
    ("h", "hours", 3_600_000),
    ("d", "days", 86_400_000),
];

/// Returns the length of a time unit in milliseconds.
pub fn unit(abbreviation: &str) -> Option<u64> {
    UNITS.iter().find(|(unit, ..)| unit.eq_ignore_ascii_case(abbreviation)).map(|(.., milliseconds)| *milliseconds)
}

/// Returns the name of a time unit in the plural.
pub fn unit_name(abbreviation: &str) -> &'static str {
    UNITS.iter().find(|(unit, ..)| unit.eq_ignore_ascii_case(abbreviation)).map_or("", |(_, name, _)| name)
}

fn split_where(text: &str, is_boundary: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(is_boundary).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        let read = |text: &str| duration(text, None).map(|duration| duration.as_millis());
        assert_eq!(read("30s"), Some(30_000));
        assert_eq!(read("500ms"), Some(500));
        assert_eq!(read("2m"), Some(120_000));
        assert_eq!(read("5min"), Some(300_000));
        assert_eq!(read("1h30m"), Some(5_400_000));
        assert_eq!(read("7D"), Some(604_800_000));
        assert_eq!(read("0"), Some(0));
        for wrong in ["", "30", "s", "30 s", "-1s", "1.5s", "30x", "30s5", "1m1h", "1s1s", "99999999999s", " 1s", "1s "]
        {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
        assert_eq!(duration("30", Some(1000)), Some(Duration::from_secs(30)));
        assert_eq!(duration("30ms", Some(1000)), Some(Duration::from_millis(30)));
        let most = format!("{0}d{0}h{0}m{0}s{0}ms", u32::MAX);
        assert!(read(&most).is_some(), "no overflow");
    }
}
