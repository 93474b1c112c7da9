//! What to write instead of a text that is no URL of ours.

use crate::backend::OTHER_SCHEMES;
use crate::error::{ProblemKind, UrlError};
use crate::url::syntax;
use crate::{Backend, Backends, DatabaseUrl, similar, text};

pub(super) fn fault(kind: ProblemKind, text: &str, accepted: Option<Backends>) -> UrlError {
    let error = UrlError::of(kind);
    let (word, rest) = text.split_once(':').unwrap_or((text, ""));
    match kind {
        ProblemKind::Jdbc => match corrected(rest) {
            Some(shown) => error.with_remedy(format!("write `{shown}`")),
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
    let whole = |scheme: &str| match corrected(&text::written(format_args!("{scheme}:{rest}"))) {
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

/// The text without its secrets, if it parses.
fn corrected(text: &str) -> Option<String> {
    // Otherwise its own correction would be looked for, and the correction of that.
    syntax::parts(text).ok()?;
    text.parse().ok().map(|url: DatabaseUrl| url.redacted())
}
