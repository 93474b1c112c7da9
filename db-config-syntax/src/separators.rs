//! Finds query parameters after a wrong separator: an `&` or `;` instead of the first `?`, or a `;` between two parameters.
//!
//! A client would read such parameters, among them the TLS mode, as part of the database name, file name or value before
//! them.

use crate::backend::Backend;
use crate::problem::ProblemKind;
use crate::query;

/// Finds the first `&` or `;` that `name=` follows, with any name.
///
/// A misspelled parameter is far more likely than a database or file with such a name.
pub(crate) fn first(text: &str) -> Option<(usize, char)> {
    let mut separators = text.char_indices().filter(|(_, c)| matches!(c, '&' | ';'));
    separators.find(|(at, _)| parameter(&text[at + 1..]).is_some())
}

/// Rejects a part of a URL that contains such a separator.
pub(crate) fn check(text: &str) -> Result<(), ProblemKind> {
    first(text).map_or(Ok(()), |(_, separator)| Err(ProblemKind::FirstSeparator(separator)))
}

/// Returns whether an escaped `&` separates two query parameters.
pub(crate) fn has_escaped_ampersand(query: &str) -> bool {
    let separates =
        |escape: &str| query.match_indices(escape).any(|(at, _)| parameter(&query[at + escape.len()..]).is_some());
    ["&amp;", "\\u0026"].into_iter().any(separates)
}

/// Returns the name of the first query parameter after a `;` in a value.
///
/// - After an unescaped `;`, every known parameter counts, and every name that may affect TLS. For MongoDB every name
///   counts, because its older drivers split at `;`.
/// - With `is_escaped`, the `;` was percent-encoded, so only known parameters count.
pub(crate) fn swallowed(value: &str, backend: Backend, is_escaped: bool) -> Option<&str> {
    let may_be_meant =
        |name: &str| backend == Backend::MongoDb || query::unknown(name) == ProblemKind::UnknownTlsParameter;
    after_semicolons(value).find(|name| query::find(name, backend).is_some() || !is_escaped && may_be_meant(name))
}

/// Returns whether a value contains `;name=`, with any name. The text after it may be a secret.
pub(crate) fn may_swallow(value: &str) -> bool {
    after_semicolons(value).next().is_some()
}

fn after_semicolons(value: &str) -> impl Iterator<Item = &str> {
    value.match_indices(';').filter_map(|(at, _)| parameter(&value[at + 1..]))
}

/// Returns the name in `name=`. It may contain spaces and have spaces around it, as ADO.NET's `SSL Mode` does.
fn parameter(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(' ');
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']' | ' ');
    let end = text.find(|c: char| !is_of_name(c))?;
    (end > 0 && text[end..].starts_with('=')).then(|| text[..end].trim_end_matches(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(value: &str, backend: Backend, is_escaped: bool) -> Option<&str> {
        swallowed(value, backend, is_escaped)
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
        let first = |text: &str| first(text).map(|(at, _)| at);
        assert_eq!(first("a&b;c&d=e"), Some(5));
        assert_eq!(first("a;d=e"), Some(1));
        assert_eq!(first("a&b"), None);
        assert_eq!(first("a&=b&"), None);
        assert_eq!(first("a%26b=c"), None);
    }
}
