//! The help for a text that is no URL of ours: a URL to write instead, without its secrets, if it then parses.

use crate::backend::{Backend, Backends, OTHER_SCHEMES};
use crate::check::{Checked, check_parts};
use crate::fault::Fault;
use crate::parts::{Parts, parts};
use crate::problem::ProblemKind;
use crate::redact;
use crate::separators;
use crate::similar;

/// Finds the parts of a URL. `accepted` narrows the suggestions for an unknown scheme. `has_drives`: `C:` may begin a
/// path, as on Windows.
///
/// # Errors
///
/// The text is no URL of a supported database.
pub fn parse(text: &str, accepted: Backends, has_drives: bool) -> Result<Parts, Fault> {
    parts(text, has_drives).map_err(|kind| fault(kind, text, accepted, has_drives))
}

/// Checks a URL as far as its text alone allows: only the conversion of an international host name and the path that
/// JavaScript makes of a SQLite URL are left. `accepted` narrows the suggestions for an unknown scheme.
///
/// # Errors
///
/// The first mistake.
pub fn check(text: &str, accepted: Backends) -> Result<Checked, Fault> {
    // The system that the app runs on may have drives.
    let has_drives = true;
    check_parts(text, &parse(text, accepted, has_drives)?, has_drives)
}

fn fault(kind: ProblemKind, text: &str, accepted: Backends, has_drives: bool) -> Fault {
    let fault = Fault::new(kind);
    let (word, rest) = text.split_once(':').unwrap_or((text, ""));
    match kind {
        ProblemKind::Jdbc => match redacted_if_valid(rest, has_drives) {
            Some(url) => fault.with_help(format!("write `{url}`")),
            None => fault,
        },
        ProblemKind::FirstSeparator(found) => match with_question_mark(text, has_drives) {
            Some(url) => fault.with_help(format!("write `{url}`, or {}", as_an_escape(found))),
            None => fault,
        },
        ProblemKind::UnknownScheme => {
            let fault = fault.with_message(format!("no supported database has the scheme `{word}`"));
            match suggest_scheme(word, rest, accepted, has_drives) {
                Some(help) => fault.with_help(help),
                None => fault,
            }
        }
        _ => fault,
    }
}

/// Returns the help for an unknown scheme, with the whole URL if it then parses.
fn suggest_scheme(word: &str, rest: &str, accepted: Backends, has_drives: bool) -> Option<String> {
    let whole = |scheme: &str| match redacted_if_valid(&format!("{scheme}:{rest}"), has_drives) {
        Some(url) => format!(": `{url}`"),
        None => String::new(),
    };
    let driver = word.split_once('+').filter(|(base, _)| Backend::from_scheme(base).is_some());
    if let Some((base, driver)) = driver {
        return Some(format!("write `{base}://`, as the field's type is the driver, not `+{driver}`{}", whole(base)));
    }
    let Some((_, backends)) = OTHER_SCHEMES.iter().find(|(other, _)| word.eq_ignore_ascii_case(other)) else {
        let near = similar::nearest(word, Backends::ALL.schemes().into_iter())?;
        return Some(format!("did you mean `{near}`?"));
    };
    let accepted: Vec<Backend> = backends.iter().copied().filter(|backend| accepted.contains(*backend)).collect();
    match if accepted.is_empty() { backends } else { &accepted[..] } {
        [] => None,
        [one] => {
            Some(format!("write `{0}://`, whose protocol it speaks{1}", one.schemes()[0], whole(one.schemes()[0])))
        }
        several => {
            let schemes: Vec<String> = several.iter().map(|backend| format!("`{}://`", backend.schemes()[0])).collect();
            Some(format!("write {}, as the server is", schemes.join(" or ")))
        }
    }
}

fn as_an_escape(separator: char) -> &'static str {
    match separator {
        '&' => "an `&` that belongs to a name as `%26`",
        _ => "a `;` that belongs to a name as `%3B`",
    }
}

/// Returns the redacted URL with `?` in place of the first separator, if it then parses.
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

/// Returns the text without its secrets, if it parses.
fn redacted_if_valid(text: &str, has_drives: bool) -> Option<String> {
    // Without suggestions of its own, which would look for the correction of a correction.
    let parts = parts(text, has_drives).ok()?;
    check_parts(text, &parts, has_drives).ok()?;
    Some(redact::text(text, &parts))
}
