//! IPv4 addresses in the spellings of the WHATWG URL standard.

/// Returns whether the domain [ends in a number](https://url.spec.whatwg.org/#ends-in-a-number-checker): only an address
/// may.
pub(crate) fn ends_in_a_number(domain: &str) -> bool {
    let last = without_last_dot(domain).rsplit('.').next().unwrap_or_default();
    !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()) || ipv4_number(last).is_some()
}

/// Parses a number with the [IPv4 number parser](https://url.spec.whatwg.org/#ipv4-number-parser). A number that is too
/// large saturates.
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
