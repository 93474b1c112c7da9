//! A URL without its secrets, and text that a terminal does not obey.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::excerpt::Excerpt;
use crate::parts::{Parts, pairs};
use crate::query::{self, ValueType};
use crate::span::Span;
use crate::{percent, separators};

const HIDDEN: &str = "***";

/// Returns the parts to hide: the password, and the values of parameters that are or may be a secret: the parameter is
/// unknown, or it does not accept the value, which could then be anything, or the value has `;name=` in it, and with that
/// another parameter's value. An unknown parameter after a secret is as likely the rest of it, after an unescaped `&`.
pub fn hidden(text: &str, parts: &Parts) -> Vec<Span> {
    let decode = |span: Span| percent::decode(span.of(text)).unwrap_or_default();
    let mut hidden: Vec<Span> = parts.password.into_iter().collect();
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

fn may_be_secret(value_type: ValueType, value: &str) -> bool {
    matches!(value_type, ValueType::Secret) || !value_type.is_valid(value) || separators::may_swallow(value)
}

/// Returns the text without its secrets.
pub fn text(text: &str, parts: &Parts) -> String {
    excerpt(text, parts, Span { start: 0, end: 0 }).text
}

/// Returns the redacted text, with the part at `span` marked.
pub fn excerpt(text: &str, parts: &Parts, span: Span) -> Excerpt {
    let mut shown = Redacted { text: String::with_capacity(text.len()), characters: 0, mark: 0..0 };
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

/// A redacted text under construction.
struct Redacted {
    text: String,
    characters: usize,
    mark: Range<usize>,
}

impl Redacted {
    fn push(&mut self, text: &str) {
        let text = printable(text);
        self.text.push_str(&text);
        self.characters += text.chars().count();
    }

    /// Copies `range` of `text`, and notes where `span` begins and ends in the copy.
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

/// Escapes what a terminal or a log viewer would obey in a text from outside: control characters, line breaks, characters
/// that change the direction of writing or are invisible.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match is_obeyed(c) {
            true => shown.extend(c.escape_default()),
            false => shown.push(c),
        }
    }
    shown.into()
}

fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// Escapes a text as [`printable`] does.
pub fn escaped(text: Cow<'_, str>) -> Cow<'_, str> {
    if let Cow::Owned(shown) = printable(&text) {
        return shown.into();
    }
    text
}

/// Escapes everything that is written to it as [`printable`] does.
pub struct Printable<W>(pub W);

impl<W: fmt::Write> fmt::Write for Printable<W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write_str(&printable(text))
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn only_what_is_obeyed_is_escaped() {
        for (text, shown) in [
            ("a\u{1b}[2Jb\nX\r\t", r"a\u{1b}[2Jb\nX\r\t"),
            ("\u{7f}\u{9b}31m", r"\u{7f}\u{9b}31m"),
            ("a\u{202e}b\u{2066}c\u{61c}", r"a\u{202e}b\u{2066}c\u{61c}"),
            ("a\u{2028}b\u{feff}\u{e0041}", r"a\u{2028}b\u{feff}\u{e0041}"),
            (r"C:\data \u{1b} é 日本 🔑", r"C:\data \u{1b} é 日本 🔑"),
        ] {
            assert_eq!(printable(text), shown);
            assert_eq!(escaped(text.into()), shown);
            assert_eq!(printable(shown), shown, "twice is as good as once");
            let mut written = Printable(String::new());
            write!(written, "{text}").unwrap();
            assert_eq!(written.0, shown);
        }
    }
}
