//! Suggests a redacted URL in place of a value that does not parse, if the suggestion parses.

use crate::backend::{Backend, Backends, LETTUCE_SOCKET, OTHER_SCHEMES, is_socket_scheme};
use crate::check::{Checked, check_parts};
use crate::diagnose;
use crate::explain::explain;
use crate::fault::Fault;
use crate::foreign;
use crate::parts::{Parts, is_drive, parts};
use crate::percent;
use crate::problem::ProblemKind;
use crate::redact;
use crate::separators;
use crate::similar::{self, list};

/// Splits a URL into its parts.
///
/// `accepted` narrows the suggestions for an unknown scheme. With `has_drives`, a path may begin with `C:`, as on
/// Windows.
///
/// # Errors
///
/// The value is not a URL of a supported database.
pub fn parse(text: &str, accepted: Backends, has_drives: bool) -> Result<Parts, Fault> {
    parts(text, has_drives).map_err(|kind| fault(kind, text, accepted, has_drives))
}

/// Checks everything about a URL that depends only on the URL.
///
/// It does not convert international host names, and it does not compute the path that JavaScript would open for a SQLite
/// URL. `accepted` narrows the suggestions for an unknown scheme.
///
/// # Errors
///
/// Returns the first mistake.
pub fn check(text: &str, accepted: Backends) -> Result<Checked, Fault> {
    // The application may run on a system with drives.
    let has_drives = true;
    check_parts(text, &parse(text, accepted, has_drives)?, has_drives)
}

fn fault(kind: ProblemKind, text: &str, accepted: Backends, has_drives: bool) -> Fault {
    let fault = explain(kind, text, accepted);
    let (scheme, rest) = text.split_once(':').unwrap_or((text, ""));
    match kind {
        ProblemKind::Jdbc | ProblemKind::R2dbc => match without_driver(rest) {
            Some(url) => with_url(fault, redacted_if_valid(&url, has_drives)),
            None => fault.with_help(ProblemKind::UnknownScheme.help()),
        },
        ProblemKind::SecondScheme => with_url(fault, with_one_scheme(text, has_drives)),
        ProblemKind::UnescapedSocket => with_url(fault, with_escaped_socket(text, has_drives)),
        ProblemKind::BarePath if accepted == Backends::SQLITE => with_url(fault, with_sqlite_scheme(text, has_drives)),
        ProblemKind::BarePath if !accepted.contains(Backend::Sqlite) && !accepted.is_empty() => {
            let scheme = accepted.schemes()[0];
            fault.with_help(format!("use `{scheme}://user:password@host/database`"))
        }
        ProblemKind::NoScheme if !accepted.is_empty() => {
            let schemes: Vec<String> = accepted.iter().map(|backend| format!("{}://", backend.schemes()[0])).collect();
            fault.with_help(format!("start the URL with {}", list(schemes.iter().map(String::as_str))))
        }
        ProblemKind::FirstSeparator(found) => match with_question_mark(text, has_drives) {
            Some(url) => fault.with_help(format!("use `{url}`, or {}", help_for_name(found))),
            None => fault,
        },
        ProblemKind::SocketHost => with_url(fault, with_three_slashes(text, has_drives)),
        ProblemKind::MissingSlashes
            if accepted.contains(Backend::Redis) && is_socket_scheme(&scheme.to_ascii_lowercase()) =>
        {
            let url = format!("{scheme}://{rest}");
            with_url(fault.with_help(ProblemKind::SocketHost.help()), redacted_if_valid(&url, has_drives))
        }
        ProblemKind::UnknownScheme => {
            if let Some(foreign) = foreign::find(scheme, rest) {
                return fault.with_message(foreign.message).with_help(foreign.help);
            }
            let fault = fault.with_message(format!("unknown scheme `{scheme}`"));
            match suggest_scheme(scheme, rest, accepted, has_drives) {
                Some(help) => fault.with_help(help),
                None => fault,
            }
        }
        _ => fault,
    }
}

fn with_url(fault: Fault, url: Option<String>) -> Fault {
    match url {
        Some(url) => fault.with_help(format!("use `{url}`")),
        None => fault,
    }
}

/// Removes the names of JDBC and R2DBC drivers around the scheme, as in `jdbc:aws-wrapper:postgresql://host` and
/// `jdbc:mysql:replication://host`. Returns `None` for an unknown database.
fn without_driver(text: &str) -> Option<String> {
    let mut rest = text;
    while let Some((driver, behind)) = rest.split_once(':').filter(|(driver, _)| !driver.contains('/')) {
        let Some((backend, scheme)) = backend_of(driver) else {
            rest = behind;
            continue;
        };
        let is_mode = |mode: &str| mode.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        return Some(match behind.split_once("://").filter(|(mode, _)| backend != Backend::Sqlite && is_mode(mode)) {
            Some((_, behind)) => format!("{scheme}://{behind}"),
            None if backend == Backend::Sqlite => with_relative_path(scheme, behind),
            None => format!("{scheme}:{behind}"),
        });
    }
    None
}

/// Returns the database of a scheme or of its only alias, and the scheme to use.
fn backend_of(scheme: &str) -> Option<(Backend, &'static str)> {
    Backend::from_scheme(scheme).or_else(|| {
        let (_, backends) = OTHER_SCHEMES.iter().find(|(other, _)| scheme.eq_ignore_ascii_case(other))?;
        let [backend] = backends else { return None };
        Some((*backend, backend.schemes()[0]))
    })
}

/// Returns the SQLite URL of a path that is relative unless it begins with a slash or a drive.
fn with_relative_path(scheme: &str, path: &str) -> String {
    match path {
        _ if path.starts_with(":memory:") => format!("{scheme}:{path}"),
        _ if is_drive(path) => format!("{scheme}:///{path}"),
        _ => format!("{scheme}://{path}"),
    }
}

/// Returns the redacted URL without its second scheme, or without the first one if the second one is a database's.
fn with_one_scheme(text: &str, has_drives: bool) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let start = scheme.len() + 1 + if rest.starts_with("//") { 2 } else { 0 };
    let second =
        diagnose::second_scheme(text, start).filter(|second| diagnose::is_known_scheme(&text[second.clone()]))?;
    let follows_first = ["", "jdbc:"].contains(&&text[start..second.start]);
    let backend = Backend::from_scheme(&text[second.clone()]).map(|(backend, _)| backend);
    if let Some(backend) = backend.filter(|_| follows_first) {
        // In `postgres://postgres://word@host`, `postgres` may be the user and `//word` the password.
        let userinfo = text[second.end + "://".len()..].split_once('@').map_or("", |(userinfo, _)| userinfo);
        let is_url = second.start > start || backend == Backend::Sqlite || userinfo.contains(':');
        return is_url.then(|| redacted_if_valid(&text[second.start..], has_drives))?;
    }
    // A port may follow the slash of `http://host/`.
    let host = text[second.end + "://".len()..].replacen("/:", ":", 1);
    let before = text[..second.start].trim_end_matches("jdbc:");
    redacted_if_valid(&format!("{before}{host}"), has_drives)
}

/// Returns the redacted URL with the socket that follows the `@` as a host or parameter.
fn with_escaped_socket(text: &str, has_drives: bool) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let (rest, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    let (userinfo, path) = rest.split_at(rest.rfind('@').map_or(0, |at| at + 1));
    let path = path.trim_start_matches('/');
    // Google's directories are named `project:region:instance`.
    let names_socket = |name: &str| name.contains(':') || name.ends_with(".sock") || name.starts_with(".s.PGSQL.");
    let (socket, database) = match path.rsplit_once('/') {
        Some((socket, database)) if !names_socket(database) => (socket, database),
        _ => (path, ""),
    };
    let (socket, port) = match socket.rsplit_once(':') {
        Some((socket, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (socket, format!(":{port}")),
        _ => (socket, String::new()),
    };
    let socket = format!("/{socket}");
    let url = match Backend::from_scheme(scheme)? {
        (Backend::MySql, _) => {
            let separator = if query.is_empty() { "?" } else { "&" };
            format!("{scheme}://{userinfo}localhost/{database}{query}{separator}socket={socket}")
        }
        _ => {
            let host = percent::encode(&percent::decode(&socket).ok()?);
            format!("{scheme}://{userinfo}{host}{port}/{database}{query}")
        }
    };
    redacted_if_valid(&url, has_drives)
}

/// Returns the redacted URL of a Redis socket whose path begins in the place of the host.
fn with_three_slashes(text: &str, has_drives: bool) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let (userinfo, path) = rest.split_at(rest.find('@').map_or(0, |at| at + 1));
    redacted_if_valid(&format!("{scheme}://{userinfo}/{path}"), has_drives)
}

/// Returns the URL of a SQLite file. Its query, if it has one, stays.
fn with_sqlite_scheme(text: &str, has_drives: bool) -> Option<String> {
    let path = text.split(['?', '&']).next().unwrap_or(text);
    // Another path may be a secret.
    let is_file = diagnose::has_file_ending(path) && !path.contains(['@', '=']);
    if !is_file && !text.starts_with(":memory:") {
        return None;
    }
    let root = if is_drive(text) { "/" } else { "" };
    let start = if text.starts_with(':') { "sqlite:" } else { "sqlite://" };
    let url = format!("{start}{root}{}", text.replace('\\', "/").replace('#', "%23"));
    redacted_if_valid(&url, has_drives).or_else(|| with_question_mark(&url, has_drives))
}

/// Returns the help for an unknown scheme, with the whole URL if it then parses.
fn suggest_scheme(scheme: &str, rest: &str, accepted: Backends, has_drives: bool) -> Option<String> {
    let url_or_scheme = |scheme: &str| {
        redacted_if_valid(&format!("{scheme}:{rest}"), has_drives).unwrap_or_else(|| format!("{scheme}://"))
    };
    let scheme = if scheme.eq_ignore_ascii_case(LETTUCE_SOCKET) { "redis+socket" } else { scheme };
    let base = scheme.split_once('+').and_then(|(base, driver)| Some((backend_of(base)?, driver)));
    if let Some(((backend, base), driver)) = base {
        return match (backend, driver.to_ascii_lowercase().as_str()) {
            (Backend::Redis, "ssl" | "tls") => Some(format!("use `{}`", url_or_scheme("rediss"))),
            (Backend::Redis, "socket") => Some(format!("use `{}`", url_or_scheme("redis+unix"))),
            (_, "ssl" | "tls") => Some(format!("use `{base}://`, and add `sslmode=require` to the query")),
            // Another protocol than TCP, or DNS, which the scheme of the database does not imply.
            (_, "srv" | "ssh" | "unix" | "http" | "https") => None,
            (Backend::Sqlite, _) => {
                // SQLAlchemy separates a relative path by three slashes.
                let url = with_relative_path(base, rest.strip_prefix("///")?);
                Some(format!(
                    "use `{}`, because the field type selects the client",
                    redacted_if_valid(&url, has_drives)?
                ))
            }
            _ => Some(format!("use `{}`, because the field type selects the client", url_or_scheme(base))),
        };
    }
    let Some((_, backends)) = OTHER_SCHEMES.iter().find(|(other, _)| scheme.eq_ignore_ascii_case(other)) else {
        let near = similar::nearest(scheme, Backends::ALL.schemes().into_iter())?;
        return Some(format!("did you mean `{near}`?"));
    };
    let accepted: Vec<Backend> = backends.iter().copied().filter(|backend| accepted.contains(*backend)).collect();
    match if accepted.is_empty() { backends } else { &accepted[..] } {
        [] => None,
        [one] => Some(format!("use `{}`", url_or_scheme(one.schemes()[0]))),
        several => {
            let schemes: Vec<String> = several.iter().map(|backend| format!("`{}://`", backend.schemes()[0])).collect();
            Some(format!("use {}, depending on the server", schemes.join(" or ")))
        }
    }
}

/// Returns the help for a separator that is part of a name.
fn help_for_name(separator: char) -> &'static str {
    match separator {
        '&' => "percent-encode an `&` in a name as `%26`",
        _ => "percent-encode a `;` in a name as `%3B`",
    }
}

/// Returns the redacted URL with `?` in place of the first separator, if that URL parses.
fn with_question_mark(text: &str, has_drives: bool) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let query = rest.find('?').unwrap_or(rest.len());
    let userinfo = rest[..query].rfind('@').map(|at| at + 1);
    let authority = rest.trim_start_matches('/').split('/').next().unwrap_or_default();
    // Without an `@`, `user:password` looks like `host:port`.
    let (backend, _) = Backend::from_scheme(scheme)?;
    if backend != Backend::Sqlite && userinfo.is_none() && authority.contains(':') {
        return None;
    }
    let start = userinfo.unwrap_or(0);
    let (at, separator) = separators::first(&rest[start..query])?;
    let after = rest[start + at + 1..].replacen('?', "&", 1).replace("&amp;", "&");
    let after = if separator == ';' { after.replace(';', "&") } else { after };
    let before = &rest[..start + at];
    // The `;` may be the end of an `&amp;`.
    let before = before.strip_suffix("&amp").unwrap_or(before);
    redacted_if_valid(&format!("{scheme}:{before}?{after}"), has_drives)
}

/// Returns the redacted URL, if it parses.
fn redacted_if_valid(text: &str, has_drives: bool) -> Option<String> {
    // `parse` would look for a suggestion again.
    let parts = parts(text, has_drives).ok()?;
    check_parts(text, &parts, has_drives).ok()?;
    // The query may be the end of a password. In `app:/word`, the host may be a user.
    let may_be_user = |host: &str| parts.username.is_none() && host.ends_with(':');
    if parts.query.of(text).contains('@') || parts.hosts.of(text).split(',').any(may_be_user) {
        return None;
    }
    Some(redact::text(text, &parts))
}
