//! The standard's [host parser](https://url.spec.whatwg.org/#host-parsing), reduced to whether it takes a host. Only an
//! international name needs more than this file: the `url` crate, behind the feature `idna`.

use std::net::Ipv6Addr;

use percent_encoding::percent_decode_str;

use crate::ipv4::{ends_in_a_number, ipv4_number, without_last_dot};
use crate::url::idna;

/// Whether it takes the host of a `file:` URL.
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

/// Whether it takes the host of any other URL: the [opaque-host
/// parser](https://url.spec.whatwg.org/#concept-opaque-host-parser).
pub(super) fn is_opaque_host(input: &str) -> bool {
    match input.starts_with('[') {
        true => is_ipv6(input),
        false => !input.contains(is_forbidden_in_hosts),
    }
}

/// A domain in ASCII, which the standard takes as it is, whatever its `xn--` labels say.
fn is_domain(domain: &str) -> bool {
    let is_forbidden = |c: char| is_forbidden_in_hosts(c) || c.is_ascii_control() || c == '%';
    !domain.is_empty() && !domain.contains(is_forbidden) && (!ends_in_a_number(domain) || is_ipv4(domain))
}

/// A [forbidden host code point](https://url.spec.whatwg.org/#forbidden-host-code-point).
fn is_forbidden_in_hosts(c: char) -> bool {
    "\0\t\n\r #/:<>?@[\\]^|".contains(c)
}

/// Whether the [IPv4 parser](https://url.spec.whatwg.org/#concept-ipv4-parser) takes it: up to four numbers, the last of
/// which fills the bytes that are left.
fn is_ipv4(domain: &str) -> bool {
    let numbers: Option<Vec<u64>> = without_last_dot(domain).split('.').map(ipv4_number).collect();
    match numbers.as_deref() {
        Some([bytes @ .., last]) if bytes.len() < 4 => {
            bytes.iter().all(|byte| *byte < 1 << 8) && *last < 1 << (8 * (4 - bytes.len()))
        }
        _ => false,
    }
}

/// Whether the [IPv6 parser](https://url.spec.whatwg.org/#concept-ipv6-parser) takes what is in brackets; std's reads the
/// same addresses.
fn is_ipv6(input: &str) -> bool {
    let address = input.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    address.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())
}

#[cfg(all(test, feature = "idna"))]
mod tests {
    use super::*;

    /// Texts of up to nine of the pieces that hosts are made of.
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
            // The addresses' own pieces come more often than chance would have it.
            let of = if i % 2 == 0 { 18 } else { PIECES.len() };
            let inside: String = (0..=next(9)).map(|_| PIECES[next(of)]).collect();
            if i % 3 == 0 { format!("[{inside}]") } else { inside }
        })
    }

    #[test]
    fn hosts_are_those_of_the_url_crate() {
        let (mut taken, mut refused) = (0, 0);
        for text in texts() {
            // The crate checks the `xn--` labels of ASCII domains too, and does not look at a domain without its escapes.
            let expected = match percent_decode_str(&text).decode_utf8() {
                Ok(domain) if domain.is_ascii() && !text.starts_with('[') => {
                    !domain.contains(['%', '['])
                        && url::Host::parse(&domain.to_ascii_lowercase().replace("xn--", "_")).is_ok()
                }
                _ => url::Host::parse(&text).is_ok(),
            };
            assert_eq!(is_host(&text), expected, "{text:?}");
            assert_eq!(is_opaque_host(&text), url::Host::parse_opaque(&text).is_ok(), "{text:?}, opaque");
            *(if expected { &mut taken } else { &mut refused }) += 1;
        }
        assert!(taken > 10_000 && refused > 10_000, "{taken} taken, {refused} refused");
    }
}
