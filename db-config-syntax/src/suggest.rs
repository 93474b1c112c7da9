//! Suggests a redacted URL in place of a value that does not parse, if the suggestion parses.

use crate::backend::{Backend, Backends, OTHER_SCHEMES};
use crate::check::{Checked, check_parts};
use crate::diagnose;
use crate::explain::explain;
use crate::fault::Fault;
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
        ProblemKind::Jdbc | ProblemKind::R2dbc => with_url(fault, redacted_if_valid(&without_driver(rest), has_drives)),
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
        ProblemKind::UnknownScheme => {
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
/// `jdbc:mysql:replication://host`.
fn without_driver(text: &str) -> String {
    let mut rest = text;
    while let Some((driver, behind)) = rest.split_once(':').filter(|(driver, _)| !driver.contains('/')) {
        let Some((backend, scheme)) = Backend::from_scheme(driver) else {
            rest = behind;
            continue;
        };
        let is_mode = |mode: &str| mode.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        return match behind.split_once("://").filter(|(mode, _)| backend != Backend::Sqlite && is_mode(mode)) {
            Some((_, behind)) => format!("{scheme}://{behind}"),
            None => rest.to_owned(),
        };
    }
    text.to_owned()
}

/// Returns the redacted URL without its second scheme, or without the first one if the second one is a database's.
fn with_one_scheme(text: &str, has_drives: bool) -> Option<String> {
    let (_, rest) = text.split_once("://")?;
    let start = text.len() - rest.len();
    let second = diagnose::second_scheme(text, start)?;
    if second.start == start && Backend::from_scheme(&text[second.clone()]).is_some() {
        return redacted_if_valid(rest, has_drives);
    }
    // A port may follow the slash of `http://host/`.
    let host = text[second.end + "://".len()..].replacen("/:", ":", 1);
    redacted_if_valid(&format!("{}{host}", &text[..second.start]), has_drives)
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
    let socket = format!("/{socket}");
    let url = match Backend::from_scheme(scheme)? {
        (Backend::MySql, _) => {
            let separator = if query.is_empty() { "?" } else { "&" };
            format!("{scheme}://{userinfo}localhost/{database}{query}{separator}socket={socket}")
        }
        _ => format!("{scheme}://{userinfo}{}/{database}{query}", percent::encode(&percent::decode(&socket).ok()?)),
    };
    redacted_if_valid(&url, has_drives)
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
    let base = scheme.split_once('+').map(|(base, _)| base).filter(|base| Backend::from_scheme(base).is_some());
    if let Some(base) = base {
        return Some(format!("use `{}`, because the field type selects the client", url_or_scheme(base)));
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
    let after = rest[start + at + 1..].replacen('?', "&", 1);
    let after = if separator == ';' { after.replace(';', "&") } else { after };
    redacted_if_valid(&format!("{scheme}:{}?{after}", &rest[..start + at]), has_drives)
}

/// Returns the redacted URL, if it parses.
fn redacted_if_valid(text: &str, has_drives: bool) -> Option<String> {
    // `parse` would look for a suggestion again.
    let parts = parts(text, has_drives).ok()?;
    check_parts(text, &parts, has_drives).ok()?;
    // The query may be the end of a password.
    if parts.query.of(text).contains('@') {
        return None;
    }
    Some(redact::text(text, &parts))
}
