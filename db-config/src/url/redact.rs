//! Showing a URL without its secrets.

use std::borrow::Cow;
use std::ops::Range;

use super::percent;
use super::span::Span;
use super::syntax::{Parts, pairs};
use crate::Backend;
use crate::error::Excerpt;
use crate::query::{self, Takes};

const HIDDEN: &str = "***";

/// Whether a key's value is hidden: it is or may be a secret, the key is unknown, or the key does not take the value,
/// which could then be anything.
pub(crate) fn is_hidden(name: &str, value: &str, backend: Backend) -> bool {
    let takes = query::find(name.as_bytes(), backend).map(|row| row.takes);
    takes.is_none_or(|takes| matches!(takes, Takes::Secret) || !takes.accepts(value.as_bytes()))
}

pub(crate) fn text(text: &str, parts: &Parts) -> String {
    excerpt(text, parts, Span { start: 0, end: 0 }).text
}

/// The redacted text, with the part at `span` marked.
pub(crate) fn excerpt(text: &str, parts: &Parts, span: Span) -> Excerpt {
    let decode = |span: Span| percent::decode(span.of(text)).unwrap_or_default();
    let values = pairs(text, parts.query)
        .filter(|(name, value)| is_hidden(&decode(*name), &decode(*value), parts.backend))
        .map(|(_, value)| value);
    let mut shown = Shown { text: String::with_capacity(text.len()), characters: 0, mark: 0..0 };
    let mut copied = 0;
    for secret in parts.password.into_iter().chain(values) {
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

/// A redacted text under construction.
struct Shown {
    text: String,
    characters: usize,
    mark: Range<usize>,
}

impl Shown {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.characters += text.chars().count();
    }

    /// Copies `range` of `text`, and notes where `span` begins and ends in the copy.
    fn copy(&mut self, text: &str, range: Range<usize>, span: Span) {
        let position = |offset: usize| self.characters + text[range.start..offset].chars().count();
        if range.start <= span.start && span.start <= range.end {
            self.mark = position(span.start)..position(span.start);
        }
        if range.start <= span.end && span.end <= range.end {
            self.mark.end = position(span.end);
        }
        self.push(&text[range]);
    }
}

/// Whether a text may be a URL with a password, of whatever service.
pub(crate) fn may_hold_password(text: &str) -> bool {
    text.contains("://") && text.contains('@')
}

/// A text from outside without what a terminal would obey: control characters, and those that turn the direction of
/// writing.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let is_obeyed = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    match text.contains(is_obeyed) {
        true => text
            .chars()
            .fold(String::new(), |mut shown, c| {
                match is_obeyed(c) {
                    true => shown.extend(c.escape_default()),
                    false => shown.push(c),
                }
                shown
            })
            .into(),
        false => text.into(),
    }
}

/// A third-party message, unless it holds a secret or a piece of one, in upper or lower case: verbatim, as this crate
/// encodes it for that party, or as `Debug` quotes it. It is then dropped entirely: with the secret cut out, the rest
/// would reveal what was there.
pub(crate) fn without_secrets<'a, 'b>(text: &'b str, mut secrets: impl Iterator<Item = &'a str>) -> Option<&'b str> {
    let lower = text.to_lowercase();
    let holds = |piece: &str| {
        let quoted = format!("{piece:?}");
        let forms = [piece, &percent::encode(piece), &quoted[1..quoted.len() - 1]];
        forms.iter().any(|form| lower.contains(&form.to_lowercase()))
    };
    let holds_piece = |secret: &str| {
        let mut pieces = secret.split(|c: char| c.is_whitespace() || [',', ':', ';'].contains(&c));
        pieces.any(|piece| !piece.is_empty() && holds(piece))
    };
    (!secrets.any(holds_piece)).then_some(text)
}
