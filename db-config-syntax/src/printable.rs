//! Escapes control characters in untrusted strings.

use std::borrow::Cow;
use std::fmt;

/// Escapes the characters that a terminal or a log viewer would interpret.
///
/// These are control characters, line breaks, invisible characters, and characters that change the text direction.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_special) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match is_special(c) {
            true => shown.extend(c.escape_default()),
            false => shown.push(c),
        }
    }
    shown.into()
}

fn is_special(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// Escapes an owned or borrowed string like [`printable`].
pub fn escaped(text: Cow<'_, str>) -> Cow<'_, str> {
    if let Cow::Owned(shown) = printable(&text) {
        return shown.into();
    }
    text
}

/// A writer that escapes everything like [`printable`].
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
    fn only_special_characters_are_escaped() {
        for (text, shown) in [
            ("a\u{1b}[2Jb\nX\r\t", r"a\u{1b}[2Jb\nX\r\t"),
            ("\u{7f}\u{9b}31m", r"\u{7f}\u{9b}31m"),
            ("a\u{202e}b\u{2066}c\u{61c}", r"a\u{202e}b\u{2066}c\u{61c}"),
            ("a\u{2028}b\u{feff}\u{e0041}", r"a\u{2028}b\u{feff}\u{e0041}"),
            (r"C:\data \u{1b} é 日本 🔑", r"C:\data \u{1b} é 日本 🔑"),
        ] {
            assert_eq!(printable(text), shown);
            assert_eq!(escaped(text.into()), shown);
            assert_eq!(printable(shown), shown, "escaping twice changes nothing");
            let mut written = Printable(String::new());
            write!(written, "{text}").unwrap();
            assert_eq!(written.0, shown);
        }
    }
}
