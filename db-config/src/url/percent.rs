//! Percent-encoding (RFC 3986, section 2.1).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode};

use super::span::Span;
use crate::const_bytes::find;
use crate::error::ProblemKind;

/// Everything but the unreserved characters (RFC 3986, section 2.3), so that every parser reads the same text back.
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same, for a path, whose slashes are kept.
const PATH: &AsciiSet = &PART.remove(b'/');

/// The same, for the path of a URI that may begin with a drive letter.
const URI_PATH: &AsciiSet = &PATH.remove(b':');

pub(crate) fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, PART)
}

pub(crate) fn encode(text: &str) -> String {
    encoded(text).to_string()
}

pub(crate) fn encode_path(text: &str) -> String {
    utf8_percent_encode(text, PATH).to_string()
}

pub(crate) fn encode_uri_path(text: &str) -> String {
    utf8_percent_encode(text, URI_PATH).to_string()
}

/// The first fault in the escapes of `text[start..end]`, if there is one.
pub(crate) const fn fault(text: &[u8], start: usize, end: usize) -> Option<ProblemKind> {
    let mut i = find(text, b'%', start, end);
    while i < end {
        let is_escape = i + 2 < end && text[i + 1].is_ascii_hexdigit() && text[i + 2].is_ascii_hexdigit();
        if !is_escape {
            return Some(ProblemKind::Escape);
        }
        if text[i + 1] == b'0' && text[i + 2] == b'0' {
            return Some(ProblemKind::Nul);
        }
        i = find(text, b'%', i + 3, end);
    }
    None
}

/// The text with its escapes decoded. A `%` that begins no escape is kept, as in WHATWG's *percent-decode*; [`fault`]
/// tells whether there is one.
pub(crate) fn decode(text: &str) -> Result<String, ProblemKind> {
    let decoded: Vec<u8> = percent_decode_str(text).collect();
    if decoded.contains(&0) {
        return Err(ProblemKind::Nul);
    }
    String::from_utf8(decoded).map_err(|_| ProblemKind::Escape)
}

/// A decoded part of a text, copied only if it has escapes.
#[derive(Clone)]
pub(crate) enum Decoded {
    AsItStands(Span),
    Copied(String),
}

impl Decoded {
    pub(crate) fn new(text: &str, span: Span, has_escapes: bool) -> Result<Self, ProblemKind> {
        let part = span.of(text);
        if has_escapes && part.contains('%') { decode(part).map(Self::Copied) } else { Ok(Self::AsItStands(span)) }
    }

    /// The part; `text` is the text that it was made from.
    pub(crate) fn of<'a>(&'a self, text: &'a str) -> &'a str {
        match self {
            Self::AsItStands(span) => span.of(text),
            Self::Copied(part) => part,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_it_encodes() {
        let text = "p@ss:/?#[]%é 100%";
        assert_eq!(decode(&encode(text)).unwrap().as_str(), text);
        assert_eq!(encode_path("a/b c"), "a/b%20c");
        assert_eq!(encode_uri_path("C:/a?b"), "C:/a%3Fb");
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
