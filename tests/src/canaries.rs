//! Canaries: secrets of every shape, and the search for any piece of one in a text.

use std::collections::BTreeSet;

use crate::servers::escaped;

/// Secrets whose pieces occur in no other text.
pub const SECRETS: &[&str] = &[
    "S3cr3tPw",
    "p!S3cr3t",
    "S3cr3t+/=",
    "S3cr3t m0re W0rds",
    "f1rst\tS3cr3t",
    "S3cr3t;k=v,W0rds:x",
    "geheimnißvoll",
    "S3cr3t%41\"'\\",
    "zQ7x@Kw9v/vB3n?mN8j#hG5f&dT6s=xC2y",
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
    tells: BTreeSet<String>,
}

impl Canary {
    /// Every piece of at least four bytes, or all of a shorter secret, as it is and as people and programs write it.
    pub fn new(secret: &str) -> Self {
        let tells = pieces(secret).flat_map(forms).map(|form| form.to_lowercase()).collect();
        Self { secret: secret.to_owned(), tells }
    }

    /// All of [`SECRETS`].
    pub fn all() -> impl Iterator<Item = Self> {
        SECRETS.iter().map(|secret| Self::new(secret))
    }

    /// The piece that the text tells, in upper or lower case.
    pub fn told_by(&self, text: &str) -> Option<&str> {
        let text = text.to_lowercase();
        self.tells.iter().map(String::as_str).find(|piece| text.contains(piece))
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
        first.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>() + &escaped(second)
    }
}

/// The shortest pieces that tell something.
fn pieces(secret: &str) -> impl Iterator<Item = &str> {
    let end = |start: usize| (start + 4..=secret.len()).find(|end| secret.is_char_boundary(*end));
    let windows = secret.char_indices().filter_map(move |(start, _)| Some(&secret[start..end(start)?]));
    windows.chain((secret.len() < 4).then_some(secret))
}

fn forms(piece: &str) -> Vec<String> {
    let debug = format!("{piece:?}");
    let json = serde_json::to_string(piece).expect("a text is JSON");
    let mut forms = vec![piece.to_owned(), debug, json, escaped(piece)];
    for quoted in &mut forms[1..3] {
        *quoted = quoted[1..quoted.len() - 1].to_owned();
    }
    forms.push(forms[3].replace("%20", "+"));
    forms.push(piece.escape_unicode().to_string());
    // As `Debug` shows bytes.
    if piece.len() >= 4 {
        let bytes = format!("{:?}", piece.as_bytes());
        forms.push(bytes[1..bytes.len() - 1].to_owned());
    }
    forms
}
