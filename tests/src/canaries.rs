//! Canaries: secrets of every shape, and the search of an output for pieces of them.

use std::collections::BTreeSet;
use std::error::Error;
use std::ops::Bound::{Included, Unbounded};
use std::sync::Arc;

use crate::escaped;

/// A password that no server has. It contains characters that a URL, Rust, SQL and JSON need escaped.
pub const WRONG: &str = "Wr0ng/p@ß:w#rX? %41+\"'\\Zq";

/// Secrets whose pieces occur nowhere else.
pub const SECRETS: &[&str] = &[
    "S3cr3tPw",
    "p!S3cr3t",
    "S3cr3t+/=",
    "S3cr3t m0re X0rds",
    "f1rst\tS3cr3t",
    "S3cr3t;k=v,W0rdq:x",
    "geheimnißvoll",
    "S3cr3t%41\"'\\",
    "zQ7x@Kw9v/kB3n?mN8j#hG5f&dT6s=xC2y",
    "пароль",
    "ключ🔑漢字",
    // Shorter than four bytes, with characters that occur nowhere else.
    "~!~",
    "|~",
    "€",
    "¤",
    "☠",
];

/// A secret, and the pieces that would reveal part of it.
#[derive(Clone)]
pub struct Canary {
    /// The secret itself.
    pub secret: String,
    pieces: Arc<Pieces>,
}

/// The pieces in every form, in lower case.
struct Pieces {
    /// No piece is a prefix of another.
    pieces: BTreeSet<String>,
    /// Whether a piece begins with two bytes, by the number of [`beginning`].
    begins: Vec<bool>,
}

impl Canary {
    /// Collects every piece of at least four bytes, in every form that people and programs use. A shorter secret is one
    /// piece.
    pub fn new(secret: &str) -> Self {
        let all = pieces(secret).flat_map(forms).chain(cut(secret)).chain(groups(secret));
        let forms: BTreeSet<String> = all.map(|form| form.to_lowercase()).collect();
        let mut pieces: BTreeSet<String> = BTreeSet::new();
        for form in forms {
            if !pieces.last().is_some_and(|piece| form.starts_with(piece)) {
                pieces.insert(form);
            }
        }
        let mut begins = vec![false; 1 << 16];
        pieces.iter().for_each(|piece| begins[beginning(piece.as_bytes())] = true);
        Self { secret: secret.to_owned(), pieces: Arc::new(Pieces { pieces, begins }) }
    }

    /// Returns a canary for each of [`SECRETS`].
    pub fn all() -> impl Iterator<Item = Self> {
        SECRETS.iter().map(|secret| Self::new(secret))
    }

    /// Returns a piece that the text contains, in upper or lower case.
    pub fn find_in(&self, text: &str) -> Option<&str> {
        let text = text.to_lowercase();
        let Pieces { pieces, begins } = &*self.pieces;
        let starts = text.char_indices().map(|(at, _)| &text[at..]).filter(|rest| rest.len() > 1);
        let mut starts = starts.filter(|rest| begins[beginning(rest.as_bytes())]);
        // Because no piece is a prefix of another, only the last piece up to `rest` can be its prefix.
        starts
            .find_map(|rest| {
                pieces.range::<str, _>((Unbounded, Included(rest))).next_back().filter(|piece| rest.starts_with(*piece))
            })
            .map(String::as_str)
    }

    /// Fails if the text contains a piece.
    #[track_caller]
    pub fn is_not_in(&self, text: &str, of: &str) {
        if let Some(piece) = self.find_in(text) {
            panic!("{:?} in {of}: `{piece}` in\n{text}", self.secret);
        }
    }

    /// Returns the secret, percent-encoded where a URL requires it.
    pub fn escaped(&self) -> String {
        escaped(&self.secret)
    }

    /// Like [`Canary::escaped`], but percent-encodes every byte of the first half, in lower case.
    pub fn half_escaped(&self) -> String {
        let half = (0..=self.secret.len() / 2).rev().find(|at| self.secret.is_char_boundary(*at)).unwrap_or_default();
        let (first, second) = self.secret.split_at(half);
        each_byte(first, "%") + &escaped(second)
    }
}

/// Returns everything that a program could print of an error, in every format and with its sources.
pub fn everything(error: &(dyn Error + 'static)) -> String {
    let mut shown = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        shown.push_str(&format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n"));
        next = error.source();
    }
    shown
}

/// Returns the first two bytes as a number.
fn beginning(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 8 | usize::from(bytes[1])
}

/// Returns the shortest pieces that reveal part of the secret.
fn pieces(secret: &str) -> impl Iterator<Item = &str> {
    let end = |start: usize| (start + 4..=secret.len()).find(|end| secret.is_char_boundary(*end));
    let windows = secret.char_indices().filter_map(move |(start, _)| Some(&secret[start..end(start)?]));
    windows.chain((secret.len() < 4).then_some(secret))
}

/// Returns a piece in the forms that people and programs use.
fn forms(piece: &str) -> Vec<String> {
    let mut forms = texts(piece);
    forms.push(piece.escape_unicode().to_string());
    forms.push(piece.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect());
    forms.push(each_byte(piece, "%"));
    // Shorter numbers occur in other output too.
    if piece.len() >= 4 {
        let bytes = format!("{:?}", piece.as_bytes());
        forms.push(bytes[1..bytes.len() - 1].to_owned());
        forms.push(each_byte(piece, ""));
        forms.push(each_byte(piece, "\\x"));
    }
    forms
}

/// Returns a text unchanged, and as a URL, an HTML form, Rust and JSON write it.
fn texts(text: &str) -> Vec<String> {
    let json = serde_json::to_string(text).expect("a string converts to JSON");
    let escaped = escaped(text);
    vec![
        text.to_owned(),
        escaped.replace("%20", "+"),
        escaped,
        text.escape_debug().to_string(),
        text.escape_default().to_string(),
        json[1..json.len() - 1].to_owned(),
    ]
}

/// Returns the pieces of these forms. A piece can begin or end in the middle of an escape sequence.
fn cut(secret: &str) -> impl Iterator<Item = String> {
    // Digits alone, as in `%2541`, occur in other numbers. The start of `\u{41f}` occurs in other letters.
    let is_number = |piece: &str| piece.chars().all(|c| c.is_ascii_hexdigit() || "\\u{}".contains(c));
    let whole = texts(secret).into_iter();
    whole.flat_map(|text| pieces(&text).map(str::to_owned).collect::<Vec<_>>()).filter(move |piece| !is_number(piece))
}

/// Returns the secret in base64, for each offset that it can have in a longer text.
fn groups(secret: &str) -> impl Iterator<Item = String> {
    let starts = (0..3).filter_map(|start| secret.as_bytes().get(start..));
    starts
        .flat_map(|bytes| bytes.chunks_exact(6))
        .map(base64)
        .flat_map(|it| [it.replace('+', "-").replace('/', "_"), it])
}

/// Encodes groups of three bytes as base64. The number of bytes must be a multiple of three.
pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letters = |group: &[u8]| {
        let bits = group.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|place| LETTERS[bits >> place & 63] as char)
    };
    bytes.chunks_exact(3).flat_map(letters).collect()
}

/// Returns every byte in hexadecimal, each after the prefix `before`.
fn each_byte(text: &str, before: &str) -> String {
    text.bytes().map(|byte| format!("{before}{byte:02x}")).collect()
}
