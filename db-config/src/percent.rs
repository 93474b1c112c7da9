//! Percent-encoding (RFC 3986, section 2.1).

use crate::problem::ProblemKind;

/// The value of two hexadecimal digits, as they stand after a `%`.
const fn byte(high: u8, low: u8) -> Option<u8> {
    match ((high as char).to_digit(16), (low as char).to_digit(16)) {
        (Some(high), Some(low)) => Some((high * 16 + low) as u8),
        _ => None,
    }
}

/// The first fault in the escapes of `text[start..end]`, if there is one.
pub(crate) const fn fault(text: &[u8], start: usize, end: usize) -> Option<ProblemKind> {
    let mut i = start;
    while i < end {
        if text[i] == b'%' {
            let decoded = if i + 2 < end { byte(text[i + 1], text[i + 2]) } else { None };
            match decoded {
                None => return Some(ProblemKind::Escape),
                Some(0) => return Some(ProblemKind::Nul),
                Some(_) => {}
            }
        }
        i += 1;
    }
    None
}

/// The text with its escapes decoded. A `%` that begins no escape stays, as WHATWG's
/// *percent-decode* has it; [`fault`] tells whether there is one.
pub(crate) fn decode(text: &str) -> Result<String, ProblemKind> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i..] {
            [b'%', high, low, ..] if byte(high, low).is_some() => {
                decoded.extend(byte(high, low));
                i += 3;
            }
            _ => {
                decoded.push(bytes[i]);
                i += 1;
            }
        }
    }
    if decoded.contains(&0) {
        return Err(ProblemKind::Nul);
    }
    String::from_utf8(decoded).map_err(|_| ProblemKind::Escape)
}

/// Escapes everything but the unreserved characters (RFC 3986, section 2.3) and those in `keep`,
/// so that every parser reads the same text back.
pub(crate) fn encode(text: &str, keep: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || keep.as_bytes().contains(&byte) {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_it_encodes() {
        let text = "p@ss:/?#[]%é 100%";
        assert_eq!(decode(&encode(text, "")).unwrap(), text);
        assert_eq!(encode("a/b c", "/"), "a/b%20c");
    }

    #[test]
    fn names_the_fault() {
        let fault = |text: &str| fault(text.as_bytes(), 0, text.len());
        assert_eq!(fault("a%20b"), None);
        assert_eq!(fault("50%off"), Some(ProblemKind::Escape));
        assert_eq!(fault("a%2"), Some(ProblemKind::Escape));
        assert_eq!(fault("a%00b"), Some(ProblemKind::Nul));
        assert_eq!(decode("%ff"), Err(ProblemKind::Escape));
    }
}
