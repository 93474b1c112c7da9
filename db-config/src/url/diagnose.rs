//! What a value that is not a URL probably is: mistakes are named, and the text is never shown.

use crate::Backend;
use crate::const_bytes::{Seen, contains, find, same, starts_with};
use crate::error::ProblemKind;

/// What is wrong around the value, whatever it is.
pub(crate) const fn around(t: &[u8]) -> Option<ProblemKind> {
    if t.is_empty() {
        Some(ProblemKind::Empty)
    } else if is_blank(t[0]) || is_blank(t[t.len() - 1]) || has_at_an_end(t, INVISIBLE) {
        Some(ProblemKind::Blank)
    } else if is_quote(t[0]) || has_one_quote_at_its_end(t) || has_at_an_end(t, CURLY_QUOTES) {
        Some(ProblemKind::Quoted)
    } else {
        None
    }
}

/// The byte order mark, the no-break and the zero-width space.
const INVISIBLE: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xc2\xa0", b"\xe2\x80\x8b"];

/// What word processors make of quotes.
const CURLY_QUOTES: [&[u8]; 3] = [b"\xe2\x80\x9c", b"\xe2\x80\x9d", b"\xe2\x80\x99"];

/// Whether the text starts or ends with one of these, none of which is ASCII.
const fn has_at_an_end(t: &[u8], characters: [&[u8]; 3]) -> bool {
    if t[0].is_ascii() && t[t.len() - 1].is_ascii() {
        return false;
    }
    let mut i = 0;
    while i < characters.len() {
        let at_the_end = t.len() >= characters[i].len() && starts_with(t, t.len() - characters[i].len(), characters[i]);
        if at_the_end || starts_with(t, 0, characters[i]) {
            return true;
        }
        i += 1;
    }
    false
}

const fn has_one_quote_at_its_end(t: &[u8]) -> bool {
    let last = t.len() - 1;
    is_quote(t[last]) && find(t, t[last], 0, last) == last
}

/// What is wrong with a text that has a known scheme, before its parts are looked at.
pub(crate) const fn inside(t: &[u8], seen: &Seen) -> Option<ProblemKind> {
    if seen.has(b',') && several_urls(t) {
        Some(ProblemKind::SeveralUrls)
    } else if seen.has(0) {
        Some(ProblemKind::Nul)
    } else if seen.has_control_character() {
        Some(ProblemKind::Blank)
    } else {
        None
    }
}

/// `${NAME}`, `$(command)`, `{{ template }}`, `<password>`, a `$NAME` or `[YOUR-PASSWORD]` that is a whole part of the
/// URL, and a value that is only `$name` or `%NAME%`.
pub(crate) const fn is_placeholder(t: &[u8], seen: &Seen) -> bool {
    if !(seen.has(b'$') || seen.has(b'{') || seen.has(b'[') || seen.has(b'<') || t[0] == b'%') {
        return false;
    }
    let mut i = 0;
    while i < t.len() {
        let next = if i + 1 < t.len() { t[i + 1] } else { 0 };
        let found = match t[i] {
            b'$' if next == b'{' || next == b'(' => true,
            b'$' if i == 0 => name_end(t, 1) == t.len(),
            b'$' => begins_a_part(t, i) && !next.is_ascii_digit() && ends_a_part(t, upper_case_end(t, i + 1), i + 1),
            b'%' => i == 0 && t[t.len() - 1] == b'%' && name_end(t, 1) == t.len() - 1,
            b'{' if next == b'{' => true,
            b'{' => is_bracketed_part(t, i, b'}'),
            b'[' => is_bracketed_part(t, i, b']'),
            b'<' => is_bracketed(t, i, b'>'),
            _ => false,
        };
        if found {
            return true;
        }
        i += 1;
    }
    false
}

/// The same in a SQLite URL, whose folders may have brackets: `${NAME}`, a `$NAME` that is a segment of the path, and a
/// `<placeholder>` at its start.
pub(crate) const fn is_placeholder_of_a_path(t: &[u8], seen: &Seen, start: usize) -> bool {
    let mut i = start;
    while i < t.len() && t[i] == b'/' {
        i += 1;
    }
    if i < t.len() && t[i] == b'<' && is_bracketed(t, i, b'>') {
        return true;
    }
    while seen.has(b'$') && i < t.len() {
        if t[i] == b'$' && i + 1 < t.len() {
            let is_part = begins_a_part(t, i) && !t[i + 1].is_ascii_digit();
            if t[i + 1] == b'{' || is_part && ends_a_part(t, upper_case_end(t, i + 1), i + 1) {
                return true;
            }
        }
        i += 1;
    }
    false
}

/// Whether a word stands between the bracket at `open` and `close`.
const fn is_bracketed(t: &[u8], open: usize, close: u8) -> bool {
    let end = name_end(t, open + 1);
    end > open + 1 && end < t.len() && t[end] == close
}

/// The same, if the part holds nothing else.
const fn is_bracketed_part(t: &[u8], open: usize, close: u8) -> bool {
    is_bracketed(t, open, close) && begins_a_part(t, open) && ends_a_part(t, name_end(t, open + 1) + 1, open)
}

const fn begins_a_part(t: &[u8], at: usize) -> bool {
    at > 0 && matches!(t[at - 1], b':' | b'/' | b'@' | b'=' | b'?' | b'&')
}

const fn ends_a_part(t: &[u8], end: usize, start: usize) -> bool {
    end > start && (end == t.len() || matches!(t[end], b':' | b'/' | b'@' | b'?' | b'&'))
}

/// The end of a word of the kind that people write in brackets.
const fn name_end(t: &[u8], start: usize) -> usize {
    let mut i = start;
    while i < t.len() && (t[i].is_ascii_alphanumeric() || matches!(t[i], b'_' | b'-' | b' ')) {
        i += 1;
    }
    i
}

/// The end of a variable's name.
const fn upper_case_end(t: &[u8], start: usize) -> usize {
    let mut i = start;
    while i < t.len() && (t[i].is_ascii_uppercase() || t[i].is_ascii_digit() || t[i] == b'_') {
        i += 1;
    }
    i
}

pub(crate) const fn without_scheme(t: &[u8], seen: &Seen) -> ProblemKind {
    if is_placeholder(t, seen) {
        ProblemKind::Placeholder
    } else if is_go_dsn(t, seen) {
        ProblemKind::GoDsn
    } else if contains(t, b"=") && contains(t, b";") && !contains(t, b"://") {
        ProblemKind::Ado
    } else if starts_with(t, 0, b"psql ") || starts_with(t, 0, b"export ") || is_assignment(t) {
        ProblemKind::ShellLine
    } else if contains(t, b"=") && !contains(t, b"://") {
        ProblemKind::KeywordValue
    } else if Backend::of_scheme(t.split_at(find(t, b'/', 0, t.len())).0).is_some() && contains(t, b"//") {
        ProblemKind::NoAuthority
    } else if contains(t, b"://") || contains(t, b"@") {
        ProblemKind::NoScheme
    } else if contains(t, b"/") || contains(t, b".") || contains(t, b"\\") {
        ProblemKind::BarePath
    } else {
        ProblemKind::NoScheme
    }
}

pub(crate) const fn unknown_scheme(t: &[u8], seen: &Seen, colon: usize) -> ProblemKind {
    if is_placeholder(t, seen) {
        ProblemKind::Placeholder
    } else if colon == 1 && t.len() > 2 && matches!(t[2], b'/' | b'\\') {
        ProblemKind::BarePath
    } else if same(t.split_at(colon).0, b"jdbc") {
        ProblemKind::Jdbc
    } else if is_go_dsn(t, seen) {
        ProblemKind::GoDsn
    } else if starts_with(t, colon + 1, b"//") {
        ProblemKind::UnknownScheme
    } else {
        // As likely `user:password@host` or `host:port` as a scheme: never shown.
        ProblemKind::NoScheme
    }
}

/// `user:password@tcp(host:port)/database`
pub(crate) const fn is_go_dsn(t: &[u8], seen: &Seen) -> bool {
    seen.has(b'(') && (contains(t, b"@tcp(") || contains(t, b"@unix("))
}

/// `NAME=scheme://...`
const fn is_assignment(t: &[u8]) -> bool {
    let end = upper_case_end(t, 0);
    end > 0 && end < t.len() && t[end] == b'=' && contains(t, b":")
}

/// A comma followed by another scheme.
const fn several_urls(t: &[u8]) -> bool {
    let mut comma = find(t, b',', 0, t.len());
    while comma < t.len() {
        let next = find(t, b',', comma + 1, t.len());
        let colon = find(t, b':', comma, next);
        if starts_with(t, colon, b"://") {
            return true;
        }
        comma = next;
    }
    false
}

const fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0x0b
}

const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}
