//! Reads the file name from a SQLite URL.

use crate::backend::Backend;
use crate::diagnose::is_file;
use crate::fault::Fault;
use crate::parts::{Parts, is_drive};
use crate::percent;
use crate::problem::ProblemKind;
use crate::span::Span;

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
    if let Some(fault) = second_scheme(text, parts) {
        return Err(fault);
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

/// Returns the URL of a relative path, which every Rust tool reads alike. diesel_cli would take `sqlite:app.db` for the name of
/// a file, and `file://app.db` names a host.
pub fn relative_url(scheme: &str, path: &str) -> String {
    let slashes = if scheme == "file" { "" } else { "//" };
    format!("{scheme}:{slashes}{path}")
}

/// Rejects `sqlite:file:app.db`, which would create a file of that name.
fn second_scheme(text: &str, parts: &Parts) -> Option<Fault> {
    let path = parts.path.of(text);
    let name = path.trim_start_matches('/');
    let (scheme, rest) = name.split_once(':')?;
    let is_sqlite = Backend::from_scheme(scheme).is_some_and(|(backend, _)| backend == Backend::Sqlite);
    let is_absolute = !matches!(path.len() - name.len(), 0 | 2);
    if !is_sqlite || is_absolute || rest.contains('@') {
        return None;
    }
    let url = match rest.trim_start_matches('/') {
        _ if rest.starts_with("///") => format!("{}:{rest}", parts.scheme),
        _ if rest.starts_with('/') && !rest.starts_with("//") => format!("{}://{rest}", parts.scheme),
        "" => return None,
        name => relative_url(Backend::Sqlite.schemes()[0], name),
    };
    // It may also be a user and a password.
    if parts.password.is_some() && !is_file(rest) {
        return None;
    }
    let fault = Fault::new(ProblemKind::SecondScheme).with_message(format!("unexpected second scheme `{scheme}:`"));
    Some(fault.at(parts.path).with_help(format!("use `{url}`")))
}

/// Creates the fault of a SQLite URL with a host, a user or a port.
pub fn names_a_host(text: &str, parts: &Parts) -> Fault {
    if let Some(fault) = second_scheme(text, parts) {
        return fault;
    }
    let behind = parts.path.of(text).trim_start_matches('/');
    let (authority, rest) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
    let start = parts.path.end - behind.len();
    let scheme = parts.scheme;
    if is_drive(behind) && !behind.contains('@') {
        return Fault::new(ProblemKind::SqliteHost)
            .at(parts.path)
            .with_help(format!("use `{scheme}:///{}`", behind.replace('\\', "/")));
    }
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
    let relative = relative_url(scheme, &format!("{host}{rest}"));
    let help = match host {
        "." | ".." => format!("use `{relative}`"),
        _ if rest.is_empty() => format!("use `{relative}` or `{scheme}:///{host}`"),
        _ => format!("use `{scheme}:///{host}{rest}`, or `{relative}` for a relative path"),
    };
    fault.with_message(format!("unsupported host `{host}` in a SQLite URL")).with_help(help)
}
