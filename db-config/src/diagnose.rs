//! What a value that is no URL probably is: each mistake by name, never by its text.

use crate::problem::ProblemKind;
use crate::scheme::{Backend, same};
use crate::syntax::{contains, find, starts_with};

/// What is wrong with the value before it is looked at as a URL.
pub(crate) const fn value(t: &[u8]) -> Option<ProblemKind> {
    if t.is_empty() {
        return Some(ProblemKind::Empty);
    }
    if is_blank(t[0]) || is_blank(t[t.len() - 1]) {
        return Some(ProblemKind::Blank);
    }
    if is_quote(t[0]) || is_quote(t[t.len() - 1]) && contains(t, b"://") && !starts_with(t, 0, b"psql ") {
        return Some(ProblemKind::Quoted);
    }
    if is_placeholder(t) {
        return Some(ProblemKind::Placeholder);
    }
    None
}

/// What is wrong with a text that has a scheme of ours, before its parts are looked at.
pub(crate) const fn whole(t: &[u8]) -> Option<ProblemKind> {
    if several_urls(t) { Some(ProblemKind::SeveralUrls) } else { control_character(t) }
}

const fn control_character(t: &[u8]) -> Option<ProblemKind> {
    let mut i = 0;
    while i < t.len() {
        match t[i] {
            0 => return Some(ProblemKind::Nul),
            1..=0x1f | 0x7f => return Some(ProblemKind::Blank),
            _ => i += 1,
        }
    }
    None
}

/// `${NAME}`, `$(command)`, `{{ template }}`, `<password>`, `[YOUR-PASSWORD]`, and a `$NAME` that
/// begins a part of the URL.
const fn is_placeholder(t: &[u8]) -> bool {
    let mut i = 0;
    while i < t.len() {
        let next = if i + 1 < t.len() { t[i + 1] } else { 0 };
        let found = match t[i] {
            b'$' if next == b'{' || next == b'(' => true,
            b'$' => {
                let begins_a_part = i == 0 || matches!(t[i - 1], b':' | b'/' | b'@' | b'=' | b'?' | b'&');
                let end = name_end(t, i + 1, false);
                let ends_a_part = end == t.len() || matches!(t[end], b':' | b'/' | b'@' | b'?' | b'&');
                begins_a_part && ends_a_part && end > i + 1 && !next.is_ascii_digit()
            }
            b'{' => next == b'{',
            b'<' => closes(t, i, b'>', true),
            b'[' => closes(t, i, b']', false),
            _ => false,
        };
        if found {
            return true;
        }
        i += 1;
    }
    false
}

/// Whether a word stands between the bracket at `open` and `close`.
const fn closes(t: &[u8], open: usize, close: u8, any_case: bool) -> bool {
    let end = name_end(t, open + 1, any_case);
    end > open + 1 && end < t.len() && t[end] == close
}

const fn name_end(t: &[u8], start: usize, any_case: bool) -> usize {
    let mut i = start;
    while i < t.len() {
        match t[i] {
            b'A'..=b'Z' | b'0'..=b'9' | b'_' => {}
            b'a'..=b'z' | b' ' if any_case => {}
            b'-' if start > 0 && t[start - 1] != b'$' => {}
            _ => return i,
        }
        i += 1;
    }
    i
}

pub(crate) const fn without_scheme(t: &[u8]) -> ProblemKind {
    if is_go_dsn(t) {
        ProblemKind::GoDsn
    } else if starts_with(t, 0, b"psql ") || starts_with(t, 0, b"export ") || is_assignment(t) {
        ProblemKind::ShellLine
    } else if contains(t, b"=") && contains(t, b";") {
        ProblemKind::Ado
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

pub(crate) const fn unknown_scheme(t: &[u8], colon: usize) -> ProblemKind {
    if colon == 1 {
        ProblemKind::BarePath
    } else if same(t.split_at(colon).0, b"jdbc") {
        ProblemKind::Jdbc
    } else if is_go_dsn(t) {
        ProblemKind::GoDsn
    } else if starts_with(t, colon + 1, b"//") {
        ProblemKind::UnknownScheme
    } else {
        // `user:password@host` or `host:port` as likely as a scheme: never named.
        ProblemKind::NoScheme
    }
}

/// `user:password@tcp(host:port)/database`
pub(crate) const fn is_go_dsn(t: &[u8]) -> bool {
    contains(t, b"@tcp(") || contains(t, b"@unix(")
}

/// `NAME=scheme://...`
const fn is_assignment(t: &[u8]) -> bool {
    let end = name_end(t, 0, false);
    end > 0 && end < t.len() && t[end] == b'=' && contains(t, b":")
}

/// A comma with another scheme behind it.
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
