//! Reads the file name from a SQLite URL.

use crate::backend::Backend;
use crate::diagnose;
use crate::fault::Fault;
use crate::parts::{Parts, is_drive};
use crate::percent;
use crate::problem::ProblemKind;
use crate::span::Span;

/// The endings of a path without a scheme that is not absolute and does not begin with `./` or `../`.
const ENDINGS: [&str; 4] = [".db", ".db3", ".sqlite", ".sqlite3"];

/// The directories in which platforms mount secrets. A file there contains a URL and is not a database.
const SECRET_DIRECTORIES: [&str; 9] = [
    "/run/secrets/",
    "/var/run/secrets/",
    "/run/credentials/",
    "/etc/secrets/",
    "/mnt/secrets/",
    "/mnt/secrets-store/",
    "/var/secrets/",
    "/vault/secrets/",
    "/secrets/",
];

/// Returns the parts of a path without a scheme, for a field that accepts only SQLite URLs. The path is not
/// percent-decoded.
///
/// Returns `None` if the value is not clearly a path, for example if it may contain a password or query parameters.
pub fn bare_path(text: &str, has_drives: bool) -> Option<Parts> {
    let has_drive = has_drives && is_drive(text);
    let is_rooted = has_drive || ["/", "./", "../"].iter().any(|root| text.starts_with(root));
    let lowercase = text.to_ascii_lowercase();
    let is_path = text == ":memory:"
        || (is_rooted || ENDINGS.iter().any(|ending| lowercase.ends_with(ending)))
            && is_plain(text, has_drive, is_rooted);
    let span = Span { start: 0, end: text.len() };
    is_path.then_some(Parts {
        backend: Backend::Sqlite,
        scheme: Backend::Sqlite.schemes()[0],
        username: None,
        password: None,
        hosts: Span { start: 0, end: 0 },
        path: span,
        query: Span { start: span.end, end: span.end },
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
            || diagnose::is_placeholder_in_path(&format!("{scheme}{text}"), scheme.len())
    };
    !text.contains(is_foreign)
        && !text.contains("://")
        && !has_assignment
        && !may_have_password
        && !SECRET_DIRECTORIES.iter().any(|directory| text.starts_with(directory))
        && diagnose::check_ends(text).is_ok()
        && !is_placeholder()
}

/// The file name, still percent-encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileName<'a> {
    /// The file name is `new URL(u).pathname`.
    Pathname,
    /// The file name is this part of the URL.
    Written(&'a str),
}

/// Returns the file name in a SQLite URL whose database is not in memory.
///
/// With `has_drives`, a path may begin with `C:`, as on Windows.
///
/// # Errors
///
/// The URL has no file, or it has a host.
pub fn file_name<'a>(text: &'a str, parts: &Parts, has_drives: bool) -> Result<FileName<'a>, Fault> {
    let path = parts.path.of(text);
    if path.is_empty() || path.ends_with(['/', '\\']) {
        return Err(Fault::new(ProblemKind::SqlitePath).at(parts.path));
    }
    if parts.password.is_some() {
        return Err(names_a_host(text, parts));
    }
    let Some(behind) = path.strip_prefix("//") else {
        return Ok(if path.starts_with('/') { FileName::Pathname } else { FileName::Written(path) });
    };
    let authority = behind.split('/').next().unwrap_or_default();
    if authority.is_empty() || authority.eq_ignore_ascii_case("localhost") {
        Ok(FileName::Pathname)
    } else if has_drives && is_drive(authority) {
        Ok(FileName::Written(behind))
    } else if parts.scheme == "file" || authority.contains(['@', ':']) {
        Err(names_a_host(text, parts))
    } else {
        Ok(FileName::Written(behind))
    }
}

/// Returns the decoded name of the file or of the in-memory database, without the authority `localhost` and the slashes
/// before it.
///
/// # Errors
///
/// The decoded name is not UTF-8 or contains a NUL character.
pub fn bare_name(text: &str, parts: &Parts) -> Result<String, ProblemKind> {
    let path = parts.path.of(text);
    let authority = path.strip_prefix("//").map(|behind| behind.split('/').next().unwrap_or_default());
    let name = match authority {
        Some(authority) if authority.eq_ignore_ascii_case("localhost") => &path["//localhost".len()..],
        _ => path,
    };
    let name = percent::decode(name.trim_start_matches('/'))?;
    Ok(name.trim_start_matches('/').to_owned())
}

/// Creates the fault of a SQLite URL with a host, a user or a port.
pub fn names_a_host(text: &str, parts: &Parts) -> Fault {
    let behind = parts.path.of(text).trim_start_matches('/');
    let (authority, rest) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
    let start = parts.path.end - behind.len();
    let scheme = parts.scheme;
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host);
    let fault = Fault::new(ProblemKind::SqliteHost).at(Span { start, end: start + authority.len() });
    // The rest is the end of a password, or cannot be a file.
    if rest.contains('@') || authority != host && rest.len() <= 1 {
        return match parts.password {
            Some(_) => fault.with_help("use only the path, and percent-encode a `:` in it as `%3A`"),
            None => fault,
        };
    }
    if authority != host {
        return fault.with_help(format!("use `{scheme}://{rest}`"));
    }
    let relative = format!("`{scheme}:{host}{rest}`");
    let help = match host {
        "." | ".." => format!("use {relative}"),
        _ if rest.is_empty() => format!("use {relative} or `{scheme}:///{host}`"),
        _ => format!("use `{scheme}:///{host}{rest}`, or {relative} for a relative path"),
    };
    fault.with_message(format!("unsupported host `{host}` in a SQLite URL")).with_help(help)
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
