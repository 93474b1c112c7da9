//! Canaries: secrets of every shape, and the search for any piece of one in a text.

use std::collections::BTreeSet;
use std::error::Error;
use std::ops::Bound::{Included, Unbounded};
use std::sync::Arc;

use crate::escaped;

/// A password that no server has: with characters that have to be escaped in a URL, in Rust, in SQL and in JSON.
pub const WRONG: &str = "Wr0ng/p@ß:w#rX? %41+\"'\\Zq";

/// Secrets whose pieces occur in no other text.
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
    // Shorter than four bytes, of characters that nothing else has.
    "~!~",
    "|~",
    "€",
    "¤",
    "☠",
];

/// A secret, and what would tell something of it.
#[derive(Clone)]
pub struct Canary {
    /// The secret itself.
    pub secret: String,
    tells: Arc<Tells>,
}

/// Pieces in every form, none of which is the beginning of another, and whether one of them begins with two bytes.
struct Tells {
    pieces: BTreeSet<String>,
    begins: Vec<bool>,
}

impl Canary {
    /// Every piece of at least four bytes, or all of a shorter secret, as it is and as people and programs write it.
    pub fn new(secret: &str) -> Self {
        let tells = pieces(secret).flat_map(forms).chain(cut(secret)).chain(groups(secret));
        let forms: BTreeSet<String> = tells.map(|form| form.to_lowercase()).collect();
        let mut pieces: BTreeSet<String> = BTreeSet::new();
        for form in forms {
            if !pieces.last().is_some_and(|piece| form.starts_with(piece)) {
                pieces.insert(form);
            }
        }
        let mut begins = vec![false; 1 << 16];
        pieces.iter().for_each(|piece| begins[beginning(piece.as_bytes())] = true);
        Self { secret: secret.to_owned(), tells: Arc::new(Tells { pieces, begins }) }
    }

    /// All of [`SECRETS`].
    pub fn all() -> impl Iterator<Item = Self> {
        SECRETS.iter().map(|secret| Self::new(secret))
    }

    /// The piece that the text tells, in upper or lower case.
    pub fn told_by(&self, text: &str) -> Option<&str> {
        let text = text.to_lowercase();
        let Tells { pieces, begins } = &*self.tells;
        let starts = text.char_indices().map(|(at, _)| &text[at..]).filter(|rest| rest.len() > 1);
        let mut starts = starts.filter(|rest| begins[beginning(rest.as_bytes())]);
        // The last one up to there: no other that is the beginning could be behind it.
        starts
            .find_map(|rest| {
                pieces.range::<str, _>((Unbounded, Included(rest))).next_back().filter(|piece| rest.starts_with(*piece))
            })
            .map(String::as_str)
    }

    /// Fails if the text tells a piece.
    #[track_caller]
    pub fn is_not_in(&self, text: &str, of: &str) {
        if let Some(piece) = self.told_by(text) {
            panic!("{:?} in {of}: `{piece}` in\n{text}", self.secret);
        }
    }

    /// Percent-encoded as far as it has to be.
    pub fn escaped(&self) -> String {
        escaped(&self.secret)
    }

    /// The same with every byte of the first half percent-encoded too, in lower case.
    pub fn half_escaped(&self) -> String {
        let half = (0..=self.secret.len() / 2).rev().find(|at| self.secret.is_char_boundary(*at)).unwrap_or_default();
        let (first, second) = self.secret.split_at(half);
        each_byte(first, "%") + &escaped(second)
    }
}

/// Everything that a program could print of an error, in every format and with its sources; `main` prints the `Debug`.
pub fn everything(error: &(dyn Error + 'static)) -> String {
    let mut shown = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        shown.push_str(&format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n"));
        next = error.source();
    }
    shown
}

/// The first two bytes, as a number.
fn beginning(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 8 | usize::from(bytes[1])
}

/// The shortest pieces that tell something.
fn pieces(secret: &str) -> impl Iterator<Item = &str> {
    let end = |start: usize| (start + 4..=secret.len()).find(|end| secret.is_char_boundary(*end));
    let windows = secret.char_indices().filter_map(move |(start, _)| Some(&secret[start..end(start)?]));
    windows.chain((secret.len() < 4).then_some(secret))
}

/// A piece as people and programs write it.
fn forms(piece: &str) -> Vec<String> {
    let mut forms = texts(piece);
    forms.push(piece.escape_unicode().to_string());
    forms.push(piece.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect());
    forms.push(each_byte(piece, "%"));
    // Numbers that are shorter are everywhere.
    if piece.len() >= 4 {
        let bytes = format!("{:?}", piece.as_bytes());
        forms.push(bytes[1..bytes.len() - 1].to_owned());
        forms.push(each_byte(piece, ""));
        forms.push(each_byte(piece, "\\x"));
    }
    forms
}

/// A text as it is, in a URL, in a form, in Rust and in JSON.
fn texts(text: &str) -> Vec<String> {
    let json = serde_json::to_string(text).expect("a text is JSON");
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

/// What is left of such a text if it is cut off, in the middle of an escape too.
fn cut(secret: &str) -> impl Iterator<Item = String> {
    // Digits alone, as of a `%2541`, are in every number, and the beginning of a `\u{41f}` in every such letter.
    let is_number = |piece: &str| piece.chars().all(|c| c.is_ascii_hexdigit() || "\\u{}".contains(c));
    let whole = texts(secret).into_iter();
    whole.flat_map(|text| pieces(&text).map(str::to_owned).collect::<Vec<_>>()).filter(move |piece| !is_number(piece))
}

/// In base64, wherever in a longer text it begins.
fn groups(secret: &str) -> impl Iterator<Item = String> {
    let starts = (0..3).filter_map(|start| secret.as_bytes().get(start..));
    starts
        .flat_map(|bytes| bytes.chunks_exact(6))
        .map(base64)
        .flat_map(|it| [it.replace('+', "-").replace('/', "_"), it])
}

/// Of a whole number of groups: three bytes are four letters.
pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letters = |group: &[u8]| {
        let bits = group.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|place| LETTERS[bits >> place & 63] as char)
    };
    bytes.chunks_exact(3).flat_map(letters).collect()
}

/// Every byte in hexadecimal.
fn each_byte(text: &str, before: &str) -> String {
    text.bytes().map(|byte| format!("{before}{byte:02x}")).collect()
}
