//! A path without a scheme, in place of a SQLite URL.

use crate::backend::Backend;
use crate::diagnose;
use crate::parts::{Parts, is_drive};
use crate::span::Span;

/// Returns the parts of a path without a scheme, for a field that accepts only SQLite URLs. The path is not
/// percent-decoded.
///
/// Returns `None` if the value is not clearly a path, for example if it may contain a password or query parameters.
pub fn bare_path(text: &str, has_drives: bool) -> Option<Parts> {
    let has_drive = has_drives && is_drive(text);
    let is_rooted = has_drive || ["/", "./", "../"].iter().any(|root| text.starts_with(root));
    let is_path =
        text == ":memory:" || (is_rooted || diagnose::has_file_ending(text)) && is_plain(text, has_drive, is_rooted);
    let span = Span { start: 0, end: text.len() };
    is_path.then_some(Parts {
        backend: Backend::Sqlite,
        scheme: Backend::Sqlite.schemes()[0],
        username: None,
        password: None,
        hosts: Span { start: 0, end: 0 },
        path: span,
        query: Span { start: span.end, end: span.end },
        fragment: Span { start: span.end, end: span.end },
    })
}

/// Returns whether a path without a scheme contains nothing that may belong to something else: a URL, a keyword/value
/// string, `user:password@host`, a placeholder or the file of a secret.
fn is_plain(text: &str, has_drive: bool, is_rooted: bool) -> bool {
    let without_drive = if has_drive { &text[2..] } else { text };
    let is_foreign = |c: char| matches!(c, '?' | '#' | '&' | '"' | '\'' | '`') || c.is_control();
    let has_assignment = !is_rooted && text.contains('=');
    let may_have_password = without_drive.contains(':') && (!is_rooted || text.contains('@'));
    let scheme = "sqlite:";
    let is_placeholder = || {
        ["$(", "{{"].iter().any(|start| text.contains(start))
            || diagnose::placeholder_in_path(&format!("{scheme}{text}"), scheme.len()).is_some()
    };
    !text.contains(is_foreign)
        && !text.contains("://")
        && !has_assignment
        && !may_have_password
        && !diagnose::is_secret_file(text)
        && diagnose::check_ends(text).is_ok()
        && !is_placeholder()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_path_is_rooted_or_has_an_ending_of_a_database() {
        for text in [
            ":memory:",
            "app.db",
            "data/db.sqlite3",
            "App.DB",
            "my app.db3",
            "my%20app.sqlite",
            "./app",
            "../data/app",
            "/data/app",
            "/data/a=b:c.db",
            "./user@host.db",
            "data/[x]/a$b.db",
            "~/app.db",
        ] {
            let parts = bare_path(text, false).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((parts.backend, parts.path.of(text), parts.query.of(text)), (Backend::Sqlite, text, ""));
        }
        for text in [r"C:\data\app", "C:/data/app.db"] {
            assert!(bare_path(text, true).is_some() && bare_path(text, false).is_none(), "{text}");
        }
    }

    #[test]
    fn a_bare_path_is_nothing_that_may_be_something_else() {
        for text in [
            "",
            "app",
            "data/app",
            "db.internal/app",
            "sqlite:app.db",
            "app.db?mode=rwc",
            "./a#b.db",
            "./a&b.db",
            "/data/app.db ",
            "'app.db'",
            "./a\nb.db",
            "./a\u{7f}b.db",
            "http://host/app.db",
            "/http://host/app.db",
            "app:secret@host/app.db",
            "app_1:secret@host/app.db",
            "./app:secret@host/app.db",
            "host:5432/app.db",
            "host=h password=secret dbname=app.db",
            "Data Source=app.db",
            "$HOME/app.db",
            "${DATA}/app.db",
            "/data/${NAME}.db",
            "/data/$NAME/app.db",
            "/$(pwd)/app.db",
            "/{{ data }}/app.db",
            "<path>/app.db",
            "/run/secrets/database_url",
            "/etc/secrets/app.db",
        ] {
            assert!(bare_path(text, true).is_none(), "{text}");
        }
    }
}
