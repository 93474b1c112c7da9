//! What to write instead of a text that is no URL of ours.

use crate::backend::OTHER_SCHEMES;
use crate::error::{ProblemKind, UrlError};
use crate::url::{Span, separators, syntax};
use crate::{Backend, Backends, DatabaseUrl, similar};

pub(super) fn fault(kind: ProblemKind, text: &str, accepted: Option<Backends>) -> UrlError {
    let error = UrlError::of(kind);
    let (word, rest) = text.split_once(':').unwrap_or((text, ""));
    match kind {
        ProblemKind::Jdbc => match corrected(rest) {
            Some(shown) => error.with_remedy(format!("write `{shown}`")),
            None => error,
        },
        ProblemKind::FirstSeparator(found) => match with_question_mark(text, found) {
            Some(shown) => error.with_remedy(format!("write `{shown}`, or {}", as_an_escape(found))),
            None => error,
        },
        ProblemKind::UnknownScheme => {
            let error = error.with_message(format!("no supported database has the scheme `{word}`"));
            match instead_of(word, rest, accepted.unwrap_or(Backends::ALL)) {
                Some(remedy) => error.with_remedy(remedy),
                None => error,
            }
        }
        _ => error,
    }
}

/// What to write instead of an unknown scheme, with the whole value, redacted, if it then parses.
fn instead_of(word: &str, rest: &str, accepted: Backends) -> Option<String> {
    let whole = |scheme: &str| match corrected(&format!("{scheme}:{rest}")) {
        Some(shown) => format!(": `{shown}`"),
        None => String::new(),
    };
    let driver = word.split_once('+').filter(|(base, _)| Backend::of_scheme(base.as_bytes()).is_some());
    if let Some((base, driver)) = driver {
        return Some(format!("write `{base}://`, as the field's type is the driver, not `+{driver}`{}", whole(base)));
    }
    let Some((_, backends)) = OTHER_SCHEMES.iter().find(|(other, _)| word.eq_ignore_ascii_case(other)) else {
        let near = similar::nearest(word, Backends::ALL.schemes().iter().copied())?;
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

/// The redacted URL with `?` in place of the first separator, if it then parses.
fn with_question_mark(text: &str, separator: char) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let query = rest.find('?').unwrap_or(rest.len());
    let userinfo = rest[..query].rfind('@').map(|at| at + 1);
    let authority = rest.trim_start_matches('/').split('/').next().unwrap_or_default();
    // Without an `@`, `user:password` looks like `host:port`.
    let (backend, _) = Backend::of_scheme(scheme.as_bytes())?;
    if backend != Backend::Sqlite && userinfo.is_none() && authority.contains(':') {
        return None;
    }
    let at = separators::first(rest.as_bytes(), Span { start: userinfo.unwrap_or(0), end: query })?;
    let after = rest[at + 1..].replacen('?', "&", 1);
    let after = if separator == ';' { after.replace(';', "&") } else { after };
    corrected(&format!("{scheme}:{}?{}", &rest[..at], after))
}

/// The text without its secrets, if it parses.
fn corrected(text: &str) -> Option<String> {
    // Otherwise its own correction would be looked for, and the correction of that.
    syntax::parts(text).ok()?;
    text.parse().ok().map(|url: DatabaseUrl| url.redacted())
}
