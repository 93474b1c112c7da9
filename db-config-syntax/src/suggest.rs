//! Suggests a redacted URL in place of a value that does not parse, if the suggestion parses.

use crate::backend::{Backend, Backends, OTHER_SCHEMES};
use crate::check::{Checked, check_parts};
use crate::fault::Fault;
use crate::parts::{Parts, parts};
use crate::problem::ProblemKind;
use crate::redact;
use crate::separators;
use crate::similar;

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
    let fault = Fault::new(kind);
    let (scheme, rest) = text.split_once(':').unwrap_or((text, ""));
    match kind {
        ProblemKind::Jdbc => match redacted_if_valid(rest, has_drives) {
            Some(url) => fault.with_help(format!("use `{url}`")),
            None => fault,
        },
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
    Some(redact::text(text, &parts))
}
