//! The standard's [host parser](https://url.spec.whatwg.org/#host-parsing), reduced to whether it accepts a host. Only an
//! internationalized name needs the `url` crate (feature `idna`).

use std::net::Ipv6Addr;

use percent_encoding::percent_decode_str;

use crate::ipv4::{ends_in_a_number, ipv4_number, without_last_dot};
use crate::url::idna;

/// Returns whether the parser accepts the host of a `file:` URL.
pub(super) fn is_host(input: &str) -> bool {
    if input.starts_with('[') {
        return is_ipv6(input);
    }
    match percent_decode_str(input).decode_utf8() {
        Ok(domain) if domain.is_ascii() => is_domain(&domain),
        Ok(_) => idna::is_host(input),
        Err(_) => false,
    }
}

/// Returns whether the [opaque-host parser](https://url.spec.whatwg.org/#concept-opaque-host-parser) accepts the host of
/// any other URL.
pub(super) fn is_opaque_host(input: &str) -> bool {
    match input.starts_with('[') {
        true => is_ipv6(input),
        false => !input.contains(is_forbidden_in_hosts),
    }
}

/// Returns whether it is a valid ASCII domain. The standard does not validate its `xn--` labels.
fn is_domain(domain: &str) -> bool {
    let is_forbidden = |c: char| is_forbidden_in_hosts(c) || c.is_ascii_control() || c == '%';
    !domain.is_empty() && !domain.contains(is_forbidden) && (!ends_in_a_number(domain) || is_ipv4(domain))
}

/// Returns whether it is a [forbidden host code point](https://url.spec.whatwg.org/#forbidden-host-code-point).
fn is_forbidden_in_hosts(c: char) -> bool {
    "\0\t\n\r #/:<>?@[\\]^|".contains(c)
}

/// Returns whether the [IPv4 parser](https://url.spec.whatwg.org/#concept-ipv4-parser) accepts the domain: up to four
/// numbers, the last of which fills the remaining bytes.
fn is_ipv4(domain: &str) -> bool {
    let numbers: Option<Vec<u64>> = without_last_dot(domain).split('.').map(ipv4_number).collect();
    match numbers.as_deref() {
        Some([bytes @ .., last]) if bytes.len() < 4 => {
            bytes.iter().all(|byte| *byte < 1 << 8) && *last < 1 << (8 * (4 - bytes.len()))
        }
        _ => false,
    }
}

/// Returns whether the [IPv6 parser](https://url.spec.whatwg.org/#concept-ipv6-parser) accepts the address in brackets.
/// The parser of std accepts the same addresses.
fn is_ipv6(input: &str) -> bool {
    let address = input.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    address.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())
}

#[cfg(all(test, feature = "idna"))]
mod tests {
    use super::*;

    /// Returns random strings of up to nine pieces of hosts.
    fn texts() -> impl Iterator<Item = String> {
        const PIECES: &[&str] = &[
            "",
            "0",
            "1",
            "9",
            "a",
            "F",
            "0x",
            "08",
            "255",
            "256",
            "4294967296",
            "65536",
            ".",
            ".",
            ":",
            "::",
            "[",
            "]",
            "xn-",
            "-",
            "%41",
            "%",
            "%25",
            "%5B",
            "%c3%a4",
            "%c3",
            "ä",
            "\u{ff11}",
            "\u{ad}",
            " ",
            "\t",
            "\u{7f}",
            "@",
            "^",
            "|",
        ];
        let mut seed = 1_u64;
        (0..100_000).map(move |i| {
            let mut next = |most: usize| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (seed >> 33) as usize % most
            };
            // Every second string has only the pieces of addresses.
            let count = if i % 2 == 0 { 18 } else { PIECES.len() };
            let inside: String = (0..=next(9)).map(|_| PIECES[next(count)]).collect();
            if i % 3 == 0 { format!("[{inside}]") } else { inside }
        })
    }

    #[test]
    fn hosts_are_those_of_the_url_crate() {
        let (mut accepted, mut rejected) = (0, 0);
        for text in texts() {
            // The crate also validates the `xn--` labels of ASCII domains, and does not percent-decode.
            let expected = match percent_decode_str(&text).decode_utf8() {
                Ok(domain) if domain.is_ascii() && !text.starts_with('[') => {
                    !domain.contains(['%', '['])
                        && url::Host::parse(&domain.to_ascii_lowercase().replace("xn--", "_")).is_ok()
                }
                _ => url::Host::parse(&text).is_ok(),
            };
            assert_eq!(is_host(&text), expected, "{text:?}");
            assert_eq!(is_opaque_host(&text), url::Host::parse_opaque(&text).is_ok(), "{text:?}, opaque");
            *(if expected { &mut accepted } else { &mut rejected }) += 1;
        }
        assert!(accepted > 10_000 && rejected > 10_000, "{accepted} accepted, {rejected} rejected");
    }
}
