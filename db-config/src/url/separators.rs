//! Query parameters after a wrong separator: `&` or `;` where the first `?` belongs, or `;` between two parameters. The
//! database, the file or the value before them would swallow them, and with them a TLS mode.
//!
//! Const, so that the compiler checks a default with the same code.

use super::span::Span;
use crate::Backend;
use crate::const_bytes::find;
use crate::error::ProblemKind;
use crate::query;

/// Returns the position of the first `&` or `;` of `span` that has `name=` after it, whatever the name: a database or a
/// file with such a name is so rare that a misspelled parameter is likelier.
pub(crate) const fn first(t: &[u8], span: Span) -> Option<usize> {
    let mut at = span.start;
    while at < span.end {
        if matches!(t[at], b'&' | b';') && parameter(t, at + 1, span.end).is_some() {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Returns the error for [`first`].
pub(crate) const fn fault(t: &[u8], span: Span) -> Option<ProblemKind> {
    match first(t, span) {
        Some(at) => Some(ProblemKind::FirstSeparator(t[at] as char)),
        None => None,
    }
}

/// Returns the name of the first parameter after a `;` in a value.
///
/// After a `;` that the URL has as it stands, every name that may be about TLS counts, and for MongoDB, whose older
/// drivers split at `;`, every name. `is_escaped` values have it as `%3B`, so only known parameters count.
pub(crate) const fn swallowed(value: &[u8], backend: Backend, is_escaped: bool) -> Option<Span> {
    let mut at = find(value, b';', 0, value.len());
    while at < value.len() {
        if let Some(span) = parameter(value, at + 1, value.len()) {
            let name = span.bytes_of(value);
            let may_be_meant =
                matches!(backend, Backend::MongoDb) || matches!(query::unknown(name), ProblemKind::UnknownTlsKey);
            if query::find(name, backend).is_some() || may_be_meant && !is_escaped {
                return Some(span);
            }
        }
        at = find(value, b';', at + 1, value.len());
    }
    None
}

/// Whether a value holds `;name=`, with any name: what follows may be a secret.
pub(crate) fn may_swallow(value: &[u8]) -> bool {
    let mut semicolons = value.iter().enumerate().filter(|(_, byte)| **byte == b';');
    semicolons.any(|(at, _)| parameter(value, at + 1, value.len()).is_some())
}

/// Returns the name in `name=`, which may have spaces around it and, as in ADO.NET's `SSL Mode`, in it.
const fn parameter(t: &[u8], start: usize, end: usize) -> Option<Span> {
    let mut first = start;
    while first < end && t[first] == b' ' {
        first += 1;
    }
    let mut equals = first;
    while equals < end
        && (t[equals].is_ascii_alphanumeric() || matches!(t[equals], b'_' | b'-' | b'.' | b'[' | b']' | b' '))
    {
        equals += 1;
    }
    if equals == first || equals == end || t[equals] != b'=' {
        return None;
    }
    let mut last = equals;
    while t[last - 1] == b' ' {
        last -= 1;
    }
    Some(Span { start: first, end: last })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(value: &str, backend: Backend, is_escaped: bool) -> Option<&str> {
        swallowed(value.as_bytes(), backend, is_escaped).map(|span| span.of(value))
    }

    #[test]
    fn a_parameter_after_a_semicolon_is_found() {
        for (value, backend, found) in [
            ("admin;tls=true", Backend::MongoDb, "tls"),
            ("admin;anything=x", Backend::MongoDb, "anything"),
            (";;a;b;replicaSet=rs0", Backend::MongoDb, "replicaSet"),
            ("a;sslmode=require", Backend::Postgres, "sslmode"),
            ("a; SSL Mode =Require", Backend::Postgres, "SSL Mode"),
            ("a;sslmod=require", Backend::Postgres, "sslmod"),
            ("a;options[x]=y", Backend::Postgres, "options[x]"),
            ("a;useSSL=true", Backend::MySql, "useSSL"),
            ("unix;mode=ro", Backend::Sqlite, "mode"),
        ] {
            assert_eq!(name(value, backend, false), Some(found), "{value}");
        }
        for value in ["a;b", "a;b=c", "a;=b", "a; =b", ";", "sslmode=a;b", "a;sslmode", "a;sslmode/x=b"] {
            assert_eq!(name(value, Backend::Postgres, false), None, "{value}");
        }
    }

    #[test]
    fn an_escaped_semicolon_separates_only_known_parameters() {
        assert_eq!(name("a;tls=true", Backend::MongoDb, true), Some("tls"));
        assert_eq!(name("a;b=c", Backend::MongoDb, true), None);
        assert_eq!(name("a;certified=yes", Backend::Postgres, true), None);
    }

    #[test]
    fn the_first_separator_has_a_name_after_it() {
        let first = |text: &str| first(text.as_bytes(), Span { start: 0, end: text.len() });
        assert_eq!(first("a&b;c&d=e"), Some(5));
        assert_eq!(first("a;d=e"), Some(1));
        assert_eq!(first("a&b"), None);
        assert_eq!(first("a&=b&"), None);
        assert_eq!(first("a%26b=c"), None);
    }
}
