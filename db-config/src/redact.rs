//! Showing a URL without its secrets.

use crate::Backend;
use crate::keys::{self, Takes};
use crate::syntax::{self, Parts, Span};

const HIDDEN: &str = "***";

/// A redacted text, with a mark under the part that an error is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub text: String,
    /// In characters.
    pub mark: std::ops::Range<usize>,
}

/// Whether a key's value is hidden: it is a secret, may be one, or nobody knows the key.
pub(crate) fn is_secret(name: &[u8], backend: Backend) -> bool {
    keys::find(name, backend).is_none_or(|row| matches!(row.takes, Takes::Secret))
}

pub(crate) fn text(text: &str, parts: &Parts) -> String {
    excerpt(text, parts, Span { start: 0, end: 0 }).text
}

/// The redacted text, and where in it stands what stood at `span`.
pub(crate) fn excerpt(text: &str, parts: &Parts, span: Span) -> Excerpt {
    let values = pairs(text, parts.query)
        .filter(|(name, _)| is_secret(name.of(text).as_bytes(), parts.backend))
        .map(|(_, value)| value);
    let mut shown = String::with_capacity(text.len());
    let mut mark = 0..0;
    let mut copied = 0;
    for secret in parts.password.into_iter().chain(values) {
        copy(text, copied..secret.start, span, &mut shown, &mut mark);
        if span == secret {
            mark = shown.chars().count()..shown.chars().count() + HIDDEN.len();
        }
        shown.push_str(HIDDEN);
        copied = secret.end;
    }
    copy(text, copied..text.len(), span, &mut shown, &mut mark);
    Excerpt { text: shown, mark }
}

/// Copies `range` of `text`, and notes where `span` begins and ends in the copy.
fn copy(text: &str, range: std::ops::Range<usize>, span: Span, shown: &mut String, mark: &mut std::ops::Range<usize>) {
    let copied = shown.chars().count();
    let position = |offset: usize| copied + text[range.start..offset].chars().count();
    if range.start <= span.start && span.start <= range.end {
        *mark = position(span.start)..position(span.start);
    }
    if range.start <= span.end && span.end <= range.end {
        mark.end = position(span.end);
    }
    shown.push_str(&text[range]);
}

/// Where the names and values of a query stand.
pub(crate) fn pairs(text: &str, query: Span) -> impl Iterator<Item = (Span, Span)> {
    let t = text.as_bytes();
    let mut start = query.start;
    std::iter::from_fn(move || {
        while start < query.end && t[start] == b'&' {
            start += 1;
        }
        if start >= query.end {
            return None;
        }
        let end = syntax::find(t, b'&', start, query.end);
        let equals = syntax::find(t, b'=', start, end);
        let name = Span { start, end: equals };
        let value = Span { start: (equals + 1).min(end), end };
        start = end;
        Some((name, value))
    })
}

/// A text of somebody else's with every secret taken out of it.
pub(crate) fn scrub<'a>(text: &str, secrets: impl Iterator<Item = &'a str>) -> String {
    secrets.filter(|secret| !secret.is_empty()).fold(text.to_owned(), |text, secret| text.replace(secret, HIDDEN))
}
