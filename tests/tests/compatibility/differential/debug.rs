//! The fields of settings that have no getter, from their `Debug`.

use std::collections::BTreeMap;
use std::fmt::Debug;

/// The fields of a struct, those that are `None` left out, and `Some` and the quotes of texts removed.
pub fn fields(value: &impl Debug) -> BTreeMap<String, String> {
    let text = format!("{value:?}");
    let inside = text.split_once('{').and_then(|(_, rest)| rest.strip_suffix('}')).unwrap_or_default();
    let field = |field: &str| {
        let (name, value) = field.split_once(':')?;
        Some((name.trim().to_owned(), plain(value.trim())?))
    };
    pieces(inside).into_iter().filter_map(field).collect()
}

/// What stands between the commas that are in no brackets and in no quotes.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut depth, mut quoted, mut escaped) = (Vec::new(), 0, 0usize, false, false);
    for (i, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                pieces.push(&text[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces
}

fn plain(value: &str) -> Option<String> {
    let value = value.strip_prefix("Some(").and_then(|value| value.strip_suffix(')')).unwrap_or(value);
    match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
        _ if value == "None" => None,
        Some(text) => Some(unescaped(text)),
        None => Some(value.to_owned()),
    }
}

fn unescaped(text: &str) -> String {
    let (mut plain, mut rest) = (String::new(), text);
    while let Some((before, behind)) = rest.split_once('\\') {
        plain.push_str(before);
        let mut chars = behind.chars();
        match chars.next() {
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some('t') => plain.push('\t'),
            Some('0') => plain.push('\0'),
            Some('u') => {
                let (code, behind) = chars.as_str().trim_start_matches('{').split_once('}').unwrap_or_default();
                plain.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
                chars = behind.chars();
            }
            other => plain.extend(other),
        }
        rest = chars.as_str();
    }
    plain + rest
}

#[test]
fn reads_what_debug_writes() {
    #[derive(Debug)]
    #[allow(dead_code)]
    struct Settings {
        name: &'static str,
        pair: Option<(u8, &'static str)>,
        none: Option<u8>,
        text: Option<&'static str>,
    }
    let settings = Settings { name: "a, \"b\": }\n\u{1b}é\\", pair: Some((1, ",(")), none: None, text: Some("x") };
    let expected = [("name", settings.name), ("pair", "(1, \",(\")"), ("text", "x")];
    assert_eq!(fields(&settings), expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
}
