//! Percent-encoding (RFC 3986, section 2.1).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode};

use crate::problem::ProblemKind;

/// The characters to percent-encode in a part of a URL: all but the unreserved ones (RFC 3986, section 2.3), so that every
/// parser decodes the same string.
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The characters to percent-encode in a path: slashes are kept.
const PATH: &AsciiSet = &PART.remove(b'/');

/// The characters to percent-encode in the path of a URI, which may begin with a drive letter.
const URI_PATH: &AsciiSet = &PATH.remove(b':');

/// Percent-encodes a part of a URL, without allocating.
pub fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, PART)
}

/// Percent-encodes a part of a URL.
pub fn encode(text: &str) -> String {
    encoded(text).to_string()
}

/// Percent-encodes a path, except its slashes.
pub fn encode_path(text: &str) -> String {
    utf8_percent_encode(text, PATH).to_string()
}

/// Percent-encodes the path of a URI, except its slashes and the colon after a drive letter.
pub fn encode_uri_path(text: &str) -> String {
    utf8_percent_encode(text, URI_PATH).to_string()
}

/// Rejects a `%` without two hexadecimal digits after it, and `%00`.
pub(crate) fn check(text: &str) -> Result<(), ProblemKind> {
    for (at, _) in text.match_indices('%') {
        match text.as_bytes().get(at + 1..at + 3) {
            Some(b"00") => return Err(ProblemKind::Nul),
            Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => {}
            _ => return Err(ProblemKind::InvalidPercentEncoding),
        }
    }
    Ok(())
}

/// Percent-decodes a string.
///
/// Like WHATWG's *percent-decode*, it keeps a `%` without two hexadecimal digits after it.
///
/// # Errors
///
/// The decoded string contains a NUL character or is not UTF-8.
pub fn decode(text: &str) -> Result<String, ProblemKind> {
    let decoded = percent_decode_str(text).decode_utf8();
    match decoded {
        _ if percent_decode_str(text).any(|byte| byte == 0) => Err(ProblemKind::Nul),
        Ok(decoded) => Ok(decoded.into_owned()),
        Err(_) => Err(ProblemKind::InvalidPercentEncoding),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_it_encodes() {
        let text = "p@ss:/?#[]%é 100%";
        assert_eq!(decode(&encode(text)).unwrap(), text);
        assert_eq!(encode_path("a/b c"), "a/b%20c");
        assert_eq!(encode_uri_path("C:/a?b"), "C:/a%3Fb");
    }

    #[test]
    fn names_the_fault() {
        assert_eq!(check("a%20b"), Ok(()));
        assert_eq!(check("50%off"), Err(ProblemKind::InvalidPercentEncoding));
        assert_eq!(check("a%2"), Err(ProblemKind::InvalidPercentEncoding));
        assert_eq!(check("a%00b"), Err(ProblemKind::Nul));
        assert_eq!(decode("%ff"), Err(ProblemKind::InvalidPercentEncoding));
    }
}
