//! Redacts URLs.

use std::ops::Range;

use crate::backend::Backend;
use crate::excerpt::Excerpt;
use crate::parts::{Parts, pairs};
use crate::percent;
use crate::printable::printable;
use crate::query::{self, ValueType};
use crate::separators;
use crate::span::Span;

const HIDDEN: &str = "***";

/// Returns the parts of a URL to redact.
///
/// These are the password and the values of query parameters that are, or may be, a secret:
///
/// - the parameter holds a secret, or is unknown;
/// - the value is invalid for its parameter, so it could be anything;
/// - the value contains `;name=`, so it includes the value of another parameter.
///
/// An unknown parameter after a secret may be the rest of that secret, after an unescaped `&`.
pub fn hidden(text: &str, parts: &Parts) -> Vec<Span> {
    let decode = |span: Span| percent::decode(span.of(text)).unwrap_or_default();
    // `redis://secret@host` is a password for `redis-cli`.
    let lone_user = parts.username.filter(|user| is_lone_redis_user(text, parts, *user));
    let mut hidden: Vec<Span> = lone_user.or(parts.password).into_iter().collect();
    let mut secret = None;
    for (name, value) in pairs(text, parts.query) {
        let value_type = query::find(&decode(name), parts.backend).map(|row| row.value_type);
        match (value_type, secret) {
            (None, Some(secret)) => {
                let secret: &mut Span = &mut hidden[secret];
                secret.end = value.end;
                continue;
            }
            (Some(value_type), _) if !may_be_secret(value_type, &decode(value)) => {}
            _ => hidden.push(value),
        }
        secret = matches!(value_type, Some(ValueType::Secret)).then(|| hidden.len() - 1);
    }
    hidden
}

fn is_lone_redis_user(text: &str, parts: &Parts, user: Span) -> bool {
    let has_password = parts.password.is_some_and(|password| !password.of(text).is_empty());
    parts.backend == Backend::Redis && !has_password && !["", "default"].contains(&user.of(text))
}

fn may_be_secret(value_type: ValueType, value: &str) -> bool {
    matches!(value_type, ValueType::Secret) || !value_type.is_valid(value) || separators::may_swallow(value)
}

/// Returns the redacted URL.
pub fn text(text: &str, parts: &Parts) -> String {
    excerpt(text, parts, Span { start: 0, end: 0 }).text
}

/// Returns the redacted URL, with the part at `span` marked.
pub fn excerpt(text: &str, parts: &Parts, span: Span) -> Excerpt {
    let mut shown = RedactedText { text: String::with_capacity(text.len()), characters: 0, mark: 0..0 };
    let mut copied = 0;
    for secret in hidden(text, parts) {
        shown.copy(text, copied..secret.start, span);
        if span == secret {
            shown.mark = shown.characters..shown.characters + HIDDEN.len();
        }
        shown.push(HIDDEN);
        copied = secret.end;
    }
    shown.copy(text, copied..text.len(), span);
    Excerpt { text: shown.text, mark: shown.mark }
}

/// A redacted URL under construction.
struct RedactedText {
    text: String,
    characters: usize,
    mark: Range<usize>,
}

impl RedactedText {
    fn push(&mut self, text: &str) {
        let text = printable(text);
        self.text.push_str(&text);
        self.characters += text.chars().count();
    }

    /// Copies `range` of `text`, and records where `span` begins and ends in the copy.
    fn copy(&mut self, text: &str, range: Range<usize>, span: Span) {
        let position = |offset: usize| self.characters + printable(&text[range.start..offset]).chars().count();
        if range.start <= span.start && span.start <= range.end {
            self.mark = position(span.start)..position(span.start);
        }
        if range.start <= span.end && span.end <= range.end {
            self.mark.end = position(span.end);
        }
        self.push(&text[range]);
    }
}
