//! Whether a text tells a piece of a secret.

use std::error::Error;

/// The longest piece that is not one.
const SHORT: usize = 3;

/// A password that no server has: with characters that have to be escaped in a URL, in Rust, in SQL and in JSON.
pub const WRONG: &str = "Wr0ng/p@ß:w#rX? %41+\"'\\Zq";

/// The first piece of four or more bytes of the secret that is in the text, in any spelling.
pub fn piece_of(secret: &str, text: &str) -> Option<String> {
    let text = text.to_lowercase();
    spellings(secret).into_iter().find(|piece| text.contains(piece))
}

fn spellings(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let escaped = tests::servers::escaped(secret);
    let texts = [
        secret.to_owned(),
        escaped.replace("%20", "+"),
        escaped,
        secret.escape_debug().to_string(),
        secret.escape_default().to_string(),
    ];
    // Digits alone, as of a `%2541`, are in every number.
    let is_number = |piece: &String| piece.chars().all(|char| char.is_ascii_hexdigit());
    let mut pieces: Vec<_> = texts.iter().flat_map(|text| windows(text)).filter(|piece| !is_number(piece)).collect();
    for window in bytes.windows(SHORT + 1) {
        let numbers: Vec<_> = window.iter().map(u8::to_string).collect();
        pieces.push(numbers.join(", "));
        pieces.push(window.iter().map(|byte| format!("{byte:02x}")).collect());
        pieces.push(window.iter().map(|byte| format!("\\x{byte:02x}")).collect());
    }
    // Wherever in a longer text it begins.
    pieces.extend((0..3).flat_map(|start| bytes[start..].chunks_exact(6).map(base64).collect::<Vec<_>>()));
    pieces.into_iter().map(|piece| piece.to_lowercase()).collect()
}

/// The pieces of a text that are just long enough.
fn windows(text: &str) -> Vec<String> {
    let starts = text.char_indices().map(|(start, _)| start);
    let ends = |start: usize| (start + SHORT + 1..=text.len()).find(|end| text.is_char_boundary(*end));
    starts.filter_map(|start| Some(text[start..ends(start)?].to_owned())).collect()
}

/// Of a whole number of groups: three bytes are four letters.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letters = |group: &[u8]| {
        let bits = group.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|place| LETTERS[bits >> place & 63] as char)
    };
    bytes.chunks_exact(3).flat_map(letters).collect()
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

#[test]
fn every_spelling_is_found() {
    let escaped = tests::servers::escaped(WRONG);
    for text in [
        format!("password {WRONG:?}"),
        format!("postgres://app:{escaped}@h/d"),
        escaped.to_lowercase(),
        format!("{:?}", WRONG.as_bytes()),
        format!("cut off: {}", &WRONG[..4]),
        format!("cut off: {}", &escaped[10..15]),
        WRONG.bytes().map(|byte| format!("{byte:02X}")).collect(),
        serde_json::to_string(WRONG).unwrap(),
        format!("at the start {}", base64(WRONG.as_bytes())),
        format!("behind a letter {}", base64(format!(":{WRONG}").as_bytes())),
        format!("behind two letters {}", base64(format!("u:{WRONG}").as_bytes())),
    ] {
        assert!(piece_of(WRONG, &text).is_some(), "{text}");
    }
    assert_eq!(piece_of(WRONG, "the wrong password: Wr0, Zq"), None);
    assert_eq!(base64(b"Man is"), "TWFuIGlz");
}
