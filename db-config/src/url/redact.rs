//! Showing a URL without its secrets.

use std::borrow::Cow;
use std::ops::Range;

use super::span::Span;
use super::syntax::{Parts, pairs};
use super::{percent, separators};
use crate::error::Excerpt;
use crate::query::{self, Takes};
use crate::text::{Text, written};

const HIDDEN: &str = "***";

/// What is hidden: the password, and the values of keys that are or may be a secret: the key is unknown, or it does not
/// take the value, which could then be anything, or the value has `;name=` in it, and with that another key's value. An
/// unknown key behind a secret is as likely the rest of it, behind a raw `&`.
pub(crate) fn hidden(text: &str, parts: &Parts) -> Vec<Span> {
    let decode = |span: Span| percent::decode(span.of(text)).unwrap_or_default();
    let mut hidden: Vec<Span> = parts.password.into_iter().collect();
    let mut secret = None;
    for (name, value) in pairs(text, parts.query) {
        let takes = query::find(decode(name).as_bytes(), parts.backend).map(|row| row.takes);
        match (takes, secret) {
            (None, Some(secret)) => {
                let secret: &mut Span = &mut hidden[secret];
                secret.end = value.end;
                continue;
            }
            (Some(takes), _) if !may_be_secret(takes, &decode(value)) => {}
            _ => hidden.push(value),
        }
        secret = matches!(takes, Some(Takes::Secret)).then(|| hidden.len() - 1);
    }
    hidden
}

fn may_be_secret(takes: Takes, value: &str) -> bool {
    matches!(takes, Takes::Secret) || !takes.accepts(value.as_bytes()) || separators::may_swallow(value.as_bytes())
}

pub(crate) fn text(text: &str, parts: &Parts) -> String {
    excerpt(text, parts, Span { start: 0, end: 0 }).text
}

/// The redacted text, with the part at `span` marked.
pub(crate) fn excerpt(text: &str, parts: &Parts, span: Span) -> Excerpt {
    let mut shown = Shown { text: String::with_capacity(text.len()), characters: 0, mark: 0..0 };
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
struct Shown {
    text: String,
    characters: usize,
    mark: Range<usize>,
}

impl Shown {
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

/// Whether a text may hold a password: a URL of whatever service, `user:password@host`, `password=...` in any of the ways
/// in which people and `Debug` write it, a private key.
pub(crate) fn may_hold_password(text: &str) -> bool {
    let is_userinfo = |before: &str| before.rsplit(char::is_whitespace).next().is_some_and(|word| word.contains(':'));
    text.contains("://") && text.contains('@')
        || text.match_indices('@').any(|(at, _)| is_userinfo(&text[..at]))
        || text.contains("PRIVATE KEY")
        || names_secret(&Text::from(text.to_ascii_lowercase()))
}

/// A name of a secret or of what may be a token, and a value behind it.
fn names_secret(lower: &str) -> bool {
    const NAMES: [&str; 7] = ["password", "passwd", "pwd", "secret", "token", "key", "username"];
    let is_none = |value: &str| {
        let mut behind = ["", "none", "\"\"", "''"].into_iter().filter_map(|none| value.strip_prefix(none));
        behind.any(|behind| behind.is_empty() || behind.starts_with([',', ';', '&', ')', '}', '\n']))
    };
    let has_value = |behind: &str| {
        let behind = behind.trim_start_matches(['"', '\'', '\\', ' ']);
        let value = behind.strip_prefix(['=', ':']).map(|value| value.trim_start_matches(['>', ' ']));
        value.is_some_and(|value| !is_none(value))
    };
    NAMES.iter().any(|name| lower.match_indices(name).any(|(at, _)| has_value(&lower[at + name.len()..])))
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

/// A third-party message, unless it holds one of the pieces, in upper or lower case: verbatim, as this crate encodes it
/// for that party, or as `Debug` quotes it. It is then dropped entirely: with the piece cut out, the rest would reveal
/// what was there.
pub(crate) fn without<'a, 'b>(message: &'b str, mut pieces: impl Iterator<Item = &'a str>) -> Option<&'b str> {
    // Letter by letter: that of a whole text depends on what stands around a letter.
    let lower = |text: &str| {
        let mut lower = Text::from(String::with_capacity(2 * text.len()));
        lower.extend(text.chars().flat_map(char::to_lowercase));
        lower
    };
    let message_lower = lower(message);
    let is_told = |piece: &str| {
        let (quoted, encoded) = (written(format_args!("{piece:?}")), written(percent::encoded(piece)));
        let forms = [piece, &encoded, &quoted[1..quoted.len() - 1]];
        forms.iter().any(|form| message_lower.contains(lower(form).as_str()))
    };
    (!pieces.any(is_told)).then_some(message)
}

/// The words of a text, as parsers split them.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| c.is_whitespace() || [',', ':', ';'].contains(&c));
    words.filter(|word| !word.is_empty())
}

/// Every piece of a secret that would tell something of it: four bytes, or all of a shorter one.
pub(crate) fn pieces(secret: &str) -> impl Iterator<Item = &str> {
    const TELLING: usize = 4;
    let end = |start: usize| {
        let mut ends = secret[start..].char_indices().map(|(at, c)| start + at + c.len_utf8());
        ends.find(|end| end - start >= TELLING)
    };
    let whole = Some(secret).filter(|secret| secret.len() < TELLING && !secret.is_empty());
    let windows = secret.char_indices().map_while(move |(start, _)| end(start).map(|end| &secret[start..end]));
    whole.into_iter().chain(windows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_hold_a_password() {
        for text in [
            "redis://:pw@h/0",
            "guest:pw@h:5672",
            "redis://h?password=pw",
            "jdbc:postgresql://h/d?user=u&password=pw",
            "host=h password = 'pw'",
            "Server=h;Pwd=pw",
            r#"{"password": "pw"}"#,
            r#"Url { scheme: "redis", password: Some("pw"), host: None }"#,
            "AccountKey=pw",
            "host=h password=nonesuch42",
            r#"password=""x"#,
            "-----BEGIN PRIVATE KEY-----",
        ] {
            assert!(may_hold_password(text), "{text}");
        }
        for text in [
            "https://h/x",
            "8080",
            "info,db=debug",
            "Shop: mail@example.com",
            "password",
            r#"Url { scheme: "https", username: "", password: None, host: None }"#,
            "token=",
        ] {
            assert!(!may_hold_password(text), "{text}");
        }
    }

    #[test]
    fn pieces_of_four_bytes() {
        let of = |secret| pieces(secret).collect::<Vec<_>>();
        assert_eq!(of("secret"), ["secr", "ecre", "cret"]);
        assert_eq!(of("пар"), ["па", "ар"]);
        assert_eq!(of("€1ab"), ["€1", "1ab"][..1]);
        assert_eq!(of("abc"), ["abc"]);
        assert_eq!(of(""), [""; 0]);
    }
}
